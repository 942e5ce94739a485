package org.confocal.media.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A page of an Ogg stream while packets are put into it; each page ends with a whole packet. RFC
 * 3533 section 6.
 */
final class OggPage {
  static final int HEADER = 27;
  static final int MOST_SEGMENTS = 255;
  static final int BEGINNING = 2;

  private static final byte[] CAPTURE = {'O', 'g', 'g', 'S'};
  private static final int[] CRC = new int[256];

  static {
    for (int i = 0; i < CRC.length; i++) {
      int r = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        r = (r & 0x8000_0000) != 0 ? (r << 1) ^ 0x04C1_1DB7 : r << 1;
      }
      CRC[i] = r;
    }
  }

  private final int serial;
  private final byte[] lacing = new byte[MOST_SEGMENTS];
  private final ByteBuffer body = ByteBuffer.allocate(MOST_SEGMENTS * 255);
  private int segments;

  OggPage(int serial) {
    this.serial = serial;
  }

  boolean isEmpty() {
    return segments == 0;
  }

  /** Adds a packet; false when the page has no room for it. */
  boolean add(byte[] packet, int offset, int length) {
    int needed = length / 255 + 1;
    if (segments + needed > MOST_SEGMENTS) {
      return false;
    }
    for (int i = 1; i < needed; i++) {
      lacing[segments++] = (byte) 255;
    }
    lacing[segments++] = (byte) (length % 255);
    body.put(packet, offset, length);
    return true;
  }

  /**
   * The page with all that was added; the next one begins empty.
   *
   * @param flags {@link #BEGINNING} or 0
   * @param position samples of 48 kHz up to the end of its last packet
   */
  ByteBuffer finish(int flags, long position, int sequence) {
    body.flip();
    ByteBuffer page =
        ByteBuffer.allocate(HEADER + segments + body.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    page.put(CAPTURE).put((byte) 0).put((byte) flags).putLong(position);
    page.putInt(serial).putInt(sequence).putInt(0).put((byte) segments);
    page.put(lacing, 0, segments).put(body).flip();
    page.putInt(22, crc(page, page.limit()));
    body.clear();
    segments = 0;
    return page;
  }

  /**
   * The length of the page that begins at the buffer's index 0; 0 when there is no whole and sound
   * one.
   */
  static int length(ByteBuffer buffer) {
    if (buffer.limit() < HEADER) {
      return 0;
    }
    for (int i = 0; i < CAPTURE.length; i++) {
      if (buffer.get(i) != CAPTURE[i]) {
        return 0;
      }
    }
    int count = buffer.get(26) & 0xFF;
    int length = HEADER + count;
    if (buffer.limit() < length) {
      return 0;
    }
    for (int i = 0; i < count; i++) {
      length += buffer.get(HEADER + i) & 0xFF;
    }
    if (buffer.limit() < length) {
      return 0;
    }
    int told = buffer.getInt(22);
    buffer.putInt(22, 0);
    boolean sound = crc(buffer, length) == told;
    buffer.putInt(22, told);
    return sound ? length : 0;
  }

  private static int crc(ByteBuffer page, int length) {
    int crc = 0;
    for (int i = 0; i < length; i++) {
      crc = (crc << 8) ^ CRC[((crc >>> 24) ^ page.get(i)) & 0xFF];
    }
    return crc;
  }
}
