package org.confocal.media.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A stream of G.722 at 64 kbit/s: two samples of 16000 Hz become one octet. */
public final class G722Encoder implements AudioEncoder {

  private static final int TAPS = G722.QMF.length;

  /** Decision levels of the lower band (Q6); index 0 is not used. */
  private static final int[] LEVELS = {
    0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023,
    1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919
  };

  private static final int HIGH_LEVEL = 564;

  private final G722Band lower = G722Band.lower();
  private final G722Band higher = G722Band.higher();

  /** Every other sample, each written twice, so that the last twelve always stand in a row. */
  private final int[] firsts = new int[2 * TAPS];

  private final int[] seconds = new int[2 * TAPS];
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
  public boolean takes(int samples) {
    return samples > 0 && (samples & 1) == 0;
  }

  @Override
  public int mostBytes(int samples) {
    return samples / 2;
  }

  @Override
  public int encode(short[] pcm, int samples, ByteBuffer out, int index) {
    for (int i = 0; i < samples; i += 2) {
      firsts[position] = pcm[i];
      firsts[position + TAPS] = pcm[i];
      seconds[position] = pcm[i + 1];
      seconds[position + TAPS] = pcm[i + 1];
      position = position + 1 == TAPS ? 0 : position + 1;
      int odd = 0;
      int even = 0;
      for (int tap = 0; tap < TAPS; tap++) {
        odd += firsts[position + tap] * G722.QMF[tap];
        even += seconds[position + tap] * G722.QMF[TAPS - 1 - tap];
      }
      int low = encodeLower((even + odd) >> 14);
      int high = encodeHigher((even - odd) >> 14);
      out.put(index + i / 2, (byte) ((high << 6) | low));
    }
    return samples / 2;
  }

  /** Blocks 1L to 4L. Codes count down from 31 below 0 and from 61 above; the least have 63, 62. */
  private int encodeLower(int sample) {
    int error = G722Band.saturate(sample - lower.prediction());
    int magnitude = error >= 0 ? error : ~error;
    int step = 1;
    while (step < LEVELS.length && magnitude >= (LEVELS[step] * lower.scale()) >> 12) {
      step++;
    }
    int code;
    if (error >= 0) {
      code = 62 - step;
    } else {
      code = step <= 2 ? 64 - step : 34 - step;
    }
    G722.lowerFollows(lower, code);
    return code;
  }

  /** Blocks 1H to 4H. */
  private int encodeHigher(int sample) {
    int error = G722Band.saturate(sample - higher.prediction());
    int magnitude = error >= 0 ? error : ~error;
    boolean large = magnitude >= (HIGH_LEVEL * higher.scale()) >> 12;
    int code = (error >= 0 ? 2 : 0) + (large ? 0 : 1);
    G722.higherFollows(higher, code);
    return code;
  }

  @Override
  public boolean continueFrom(AudioEncoder other) {
    if (!(other instanceof G722Encoder same)) {
      return false;
    }
    lower.copy(same.lower);
    higher.copy(same.higher);
    System.arraycopy(same.firsts, 0, firsts, 0, firsts.length);
    System.arraycopy(same.seconds, 0, seconds, 0, seconds.length);
    position = same.position;
    return true;
  }

  @Override
  public void reset() {
    lower.reset();
    higher.reset();
    Arrays.fill(firsts, 0);
    Arrays.fill(seconds, 0);
  }
}
