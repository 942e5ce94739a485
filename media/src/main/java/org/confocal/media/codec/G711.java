package org.confocal.media.codec;

import java.nio.ByteBuffer;

/**
 * One of the two laws of ITU-T G.711 by tables: 256 entries to decode, 65536 to encode. Samples are
 * linear 16 bit, so that the 14 bit scale of mu-law is multiplied by 4 and the 13 bit scale of
 * A-law by 8.
 */
public final class G711 {

  public static final G711 MU_LAW = new G711(true);
  public static final G711 A_LAW = new G711(false);

  private static final int MU_BIAS = 33;
  private static final int MU_CLIP = 8158;

  private final short[] decoded = new short[256];
  private final byte[] encoded = new byte[65536];
  private final byte silence;

  private G711(boolean muLaw) {
    for (int code = 0; code < 256; code++) {
      decoded[code] = (short) (muLaw ? 4 * expandMu(code) : 8 * expandA(code));
    }
    for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
      encoded[sample & 0xFFFF] = (byte) (muLaw ? compressMu(sample) : compressA(sample));
    }
    silence = encoded[0];
  }

  /** The linear value of a code, -32124 to 32124 (mu-law) or -32256 to 32256 (A-law). */
  public short decode(byte code) {
    return decoded[code & 0xFF];
  }

  public byte encode(short sample) {
    return encoded[sample & 0xFFFF];
  }

  /** The code of the sample 0. */
  public byte silence() {
    return silence;
  }

  public void decode(byte[] from, int fromIndex, short[] to, int toIndex, int count) {
    for (int i = 0; i < count; i++) {
      to[toIndex + i] = decoded[from[fromIndex + i] & 0xFF];
    }
  }

  /** Encodes to absolute indexes of a buffer; its position stays. */
  public void encode(short[] from, ByteBuffer to, int toIndex, int count) {
    for (int i = 0; i < count; i++) {
      to.put(toIndex + i, encoded[from[i] & 0xFFFF]);
    }
  }

  /** Table 2a: value on the 14 bit scale. All bits of the code are inverted on the line. */
  private static int expandMu(int code) {
    int bits = ~code & 0xFF;
    int segment = (bits >> 4) & 7;
    int magnitude = ((((bits & 0x0F) << 1) | 0x21) << segment) - MU_BIAS;
    return (bits & 0x80) != 0 ? -magnitude : magnitude;
  }

  /**
   * Negative values are taken by ones' complement, as ITU-T's reference program (G.191) does: -1 is
   * the first step below 0. The magnitude with bias lies in [2^(5+segment), 2^(6+segment)); four
   * bits below the leading one are kept.
   */
  private static int compressMu(int sample) {
    int magnitude = Math.min((sample < 0 ? ~sample : sample) >> 2, MU_CLIP) + MU_BIAS;
    int segment = 31 - Integer.numberOfLeadingZeros(magnitude) - 5;
    int bits = (sample < 0 ? 0x80 : 0) | (segment << 4) | ((magnitude >> (segment + 1)) & 0x0F);
    return ~bits & 0xFF;
  }

  /**
   * Table 1a: value on the 13 bit scale. Even bits are inverted on the line; a set sign bit is
   * positive.
   */
  private static int expandA(int code) {
    int bits = code ^ 0x55;
    int segment = (bits >> 4) & 7;
    int magnitude = ((bits & 0x0F) << 1) | 1;
    if (segment > 0) {
      magnitude = (magnitude | 0x20) << (segment - 1);
    }
    return (bits & 0x80) != 0 ? magnitude : -magnitude;
  }

  /** Ones' complement for negative values, as above. */
  private static int compressA(int sample) {
    int magnitude = (sample < 0 ? ~sample : sample) >> 4;
    int segment = 0;
    if (magnitude >= 16) {
      segment = 31 - Integer.numberOfLeadingZeros(magnitude) - 3;
      magnitude >>= segment - 1;
    }
    int bits = (sample < 0 ? 0 : 0x80) | (segment << 4) | (magnitude & 0x0F);
    return bits ^ 0x55;
  }
}
