package org.confocal.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads an Ogg file back. */
public final class OggPackets {
  private OggPackets() {}

  /** Reads pages and checks that they are sound and their numbers follow each other. */
  public static List<byte[]> of(byte[] bytes) {
    List<byte[]> packets = new ArrayList<>();
    int at = 0;
    int sequence = 0;
    while (at < bytes.length) {
      ByteBuffer page =
          ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, bytes.length))
              .order(ByteOrder.LITTLE_ENDIAN);
      int length = OggPage.length(page);
      assertThat(length).isPositive();
      assertThat(page.getInt(18)).isEqualTo(sequence++);
      int segments = page.get(26) & 0xFF;
      int begin = OggPage.HEADER + segments;
      int size = 0;
      for (int i = 0; i < segments; i++) {
        int lace = page.get(OggPage.HEADER + i) & 0xFF;
        size += lace;
        if (lace < 255) {
          packets.add(Arrays.copyOfRange(page.array(), begin, begin + size));
          begin += size;
          size = 0;
        }
      }
      at += length;
    }
    return packets;
  }
}
