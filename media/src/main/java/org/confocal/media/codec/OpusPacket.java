package org.confocal.media.codec;

import java.nio.ByteBuffer;

/** What an Opus packet says about itself before it is decoded. RFC 6716 section 3. */
final class OpusPacket {

  /** The largest that is decoded; an RTP packet in one datagram is smaller. */
  static final int LARGEST = 1500;

  /** A packet plays at most 120 ms. */
  private static final int MOST_UNITS = 48;

  private static final int UNITS_OF_20_MS = 8;

  private OpusPacket() {}

  /**
   * How long it plays in units of 2.5 ms.
   *
   * @return 0 when it is no Opus packet
   */
  static int units(byte[] payload, int offset, int length) {
    if (length < 1 || length > LARGEST) {
      return 0;
    }
    int frames = frames(payload, offset, length);
    int units = frames * unitsOfFrame(payload[offset]);
    return units > MOST_UNITS ? 0 : units;
  }

  private static int frames(byte[] payload, int offset, int length) {
    return switch (payload[offset] & 3) {
      case 0 -> 1;
      case 1 -> (length & 1) == 1 ? 2 : 0;
      case 2 -> length >= 2 ? 2 : 0;
      default -> length >= 2 ? payload[offset + 1] & 0x3F : 0;
    };
  }

  private static int unitsOfFrame(int toc) {
    int config = (toc >> 3) & 0x1F;
    if (config >= 16) {
      return 1 << (config & 3); // CELT: 2.5, 5, 10, 20 ms
    }
    if (config >= 12) {
      return 4 << (config & 1); // hybrid: 10, 20 ms
    }
    int size = config & 3; // SILK: 10, 20, 40, 60 ms
    return size == 3 ? 3 * UNITS_OF_20_MS : 4 << size;
  }

  /**
   * Whether its first frame holds a copy of the sound before it: the flags of voice activity and of
   * the copy are the first bits of a SILK frame. RFC 6716 section 4.2.3.
   */
  static boolean hasRedundancy(byte[] payload, int offset, int length) {
    int toc = payload[offset];
    if (length < 2 || (toc & 0x80) != 0) {
      return false; // CELT alone has none
    }
    int first = offset + firstFrame(payload, offset, length);
    if (first >= offset + length) {
      return false;
    }
    int silkFrames = Math.max(1, unitsOfFrame(toc) / UNITS_OF_20_MS);
    boolean middle = ((payload[first] >> (7 - silkFrames)) & 1) != 0;
    boolean stereo = (toc & 4) != 0;
    boolean side = stereo && ((payload[first] >> (6 - 2 * silkFrames)) & 1) != 0;
    return middle || side;
  }

  /**
   * Whether its sender says that there is no voice in it: the flags of voice activity are the first
   * bits of a SILK frame (RFC 6716 section 4.2.3). Of packets with several frames, and of those
   * that are CELT alone, nobody knows: false.
   */
  static boolean voiceless(ByteBuffer payload, int offset, int length) {
    int toc = payload.get(offset);
    if (length < 2 || (toc & 0x80) != 0 || (toc & 3) != 0) {
      return false;
    }
    int silkFrames = Math.max(1, unitsOfFrame(toc) / UNITS_OF_20_MS);
    int flags = 0xFF << (8 - silkFrames);
    return (payload.get(offset + 1) & flags) == 0;
  }

  /** Where the bytes of the first frame begin; {@code length} when there are none. */
  private static int firstFrame(byte[] payload, int offset, int length) {
    int code = payload[offset] & 3;
    if (code < 2) {
      return 1;
    }
    int at = 1;
    boolean variable = true;
    int frames = 2;
    if (code == 3) {
      int count = payload[offset + 1];
      frames = count & 0x3F;
      variable = (count & 0x80) != 0;
      at = 2;
      if ((count & 0x40) != 0) {
        while (at < length && (payload[offset + at] & 0xFF) == 255) {
          at++;
        }
        at++; // the padding itself is at the end
      }
    }
    for (int i = 1; variable && i < frames && at < length; i++) {
      at += (payload[offset + at] & 0xFF) < 252 ? 1 : 2;
    }
    return Math.min(at, length);
  }
}
