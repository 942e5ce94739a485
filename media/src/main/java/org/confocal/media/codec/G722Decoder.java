package org.confocal.media.codec;

import java.util.Arrays;

/** A stream of G.722 in mode 1 (64 kbit/s): one octet becomes two samples of 16000 Hz. */
public final class G722Decoder implements AudioDecoder {

  private static final int TAPS = G722.QMF.length;

  private final G722Band lower = G722Band.lower();
  private final G722Band higher = G722Band.higher();

  /** Sums and differences of the bands, each written twice: the last twelve stand in a row. */
  private final int[] sums = new int[2 * TAPS];

  private final int[] differences = new int[2 * TAPS];
  private int position;

  @Override
  public int rateHz() {
    return G722.RATE_HZ;
  }

  @Override
  public int clockHz() {
    return G722.CLOCK_HZ;
  }

  @Override
  public int samples(byte[] payload, int offset, int length) {
    return 2 * length;
  }

  @Override
  public int decode(byte[] payload, int offset, int length, short[] out) {
    for (int i = 0; i < length; i++) {
      int low = payload[offset + i] & 0x3F;
      int high = (payload[offset + i] >> 6) & 3;
      int lowSample = band(lower.prediction() + ((lower.scale() * G722.LOW_6[low]) >> 15));
      int highSample = band(higher.prediction() + ((higher.scale() * G722.HIGH_2[high]) >> 15));
      G722.lowerFollows(lower, low);
      G722.higherFollows(higher, high);
      sums[position] = lowSample + highSample;
      sums[position + TAPS] = lowSample + highSample;
      differences[position] = lowSample - highSample;
      differences[position + TAPS] = lowSample - highSample;
      position = position + 1 == TAPS ? 0 : position + 1;
      int first = 0;
      int second = 0;
      for (int tap = 0; tap < TAPS; tap++) {
        second += sums[position + tap] * G722.QMF[tap];
        first += differences[position + tap] * G722.QMF[TAPS - 1 - tap];
      }
      out[2 * i] = (short) G722Band.saturate(first >> 11);
      out[2 * i + 1] = (short) G722Band.saturate(second >> 11);
    }
    return 2 * length;
  }

  /** LIMIT: the bands have 15 bits. */
  private static int band(int value) {
    return Math.max(-16384, Math.min(16383, value));
  }

  @Override
  public void reset() {
    lower.reset();
    higher.reset();
    Arrays.fill(sums, 0);
    Arrays.fill(differences, 0);
  }
}
