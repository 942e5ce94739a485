package org.confocal.media.resample;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Changes the rate of one mono stream by a polyphase FIR filter with linear phase. With {@code low}
 * for the lower of both rates: flat to 0.1 dB up to 0.425 {@code low} (3400 Hz for 8000 Hz), and
 * what would alias or mirror from beyond 0.575 {@code low} is 60 dB down at least. In between it
 * rolls off (6 dB down at 0.5 {@code low}). The delay is 16 samples of the lower rate: 2 ms at 8000
 * Hz.
 *
 * <p>It is linear up to the rounding of its output: what is true of two streams is true of their
 * sum.
 */
public final class Resampler {

  /** The longest piece that is taken at once: 60 ms at 48000 Hz. */
  public static final int MOST_SAMPLES = 2880;

  /** Length of the filter in samples of the lower rate. */
  private static final int TAPS = 32;

  /** Of the Kaiser window: 70 dB. */
  private static final double BETA = 6.755;

  private static final int UNROLLED = 4;

  /** The filters of a pair of rates are the same for all; their making takes a tenth of a ms. */
  private static final ConcurrentMap<Integer, float[]> FILTERS = new ConcurrentHashMap<>();

  private final int up;
  private final int down;
  private final int taps;
  private final float[] phases;
  private final float[] line;
  private int position;

  /**
   * @param fromHz 8000 to 48000, a multiple of 8000
   * @param toHz as well, and another one
   */
  public Resampler(int fromHz, int toHz) {
    require(fromHz);
    require(toHz);
    int common = greatestCommonDivisor(fromHz, toHz);
    up = toHz / common;
    down = fromHz / common;
    int needed = (TAPS * Math.max(up, down) + up - 1) / up;
    taps = (needed + UNROLLED - 1) / UNROLLED * UNROLLED;
    phases = FILTERS.computeIfAbsent(fromHz * 64 + toHz / 1000, pair -> phases());
    line = new float[taps - 1 + MOST_SAMPLES];
  }

  private static void require(int hz) {
    if (hz < 8000 || hz > 48000 || hz % 8000 != 0) {
      throw new IllegalArgumentException(
          "sample rate: " + hz + " (expected: a multiple of 8000 up to 48000)");
    }
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  /** The low pass at the common multiple of both rates, phase by phase, the latest sample last. */
  private float[] phases() {
    int length = taps * up;
    double cutoff = 0.5 / Math.max(up, down);
    float[] result = new float[length];
    for (int phase = 0; phase < up; phase++) {
      double[] values = new double[taps];
      double sum = 0;
      for (int tap = 0; tap < taps; tap++) {
        double at = phase + (double) tap * up - (length - 1) / 2.0;
        values[tap] = sinc(2 * cutoff * at) * kaiser(2 * at / length);
        sum += values[tap];
      }
      for (int tap = 0; tap < taps; tap++) {
        result[phase * taps + taps - 1 - tap] = (float) (values[tap] / sum);
      }
    }
    return result;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double kaiser(double x) {
    return bessel(BETA * Math.sqrt(Math.max(0, 1 - x * x))) / bessel(BETA);
  }

  /** I0, by its series. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; k < 40; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }

  /** Forgets the stream: as if silence had been before. */
  public void reset() {
    Arrays.fill(line, 0);
    position = 0;
  }

  /**
   * Takes the next samples of the stream.
   *
   * @param count at most {@link #MOST_SAMPLES}; 10 ms and multiples give as many at the other rate
   * @param out receives 16 bit values, clipped
   * @return samples written
   */
  public int resample(short[] in, int count, short[] out) {
    for (int i = 0; i < count; i++) {
      line[taps - 1 + i] = in[i];
    }
    int written = 0;
    for (; position < count * up; position += down) {
      float value = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, next()));
      out[written++] = (short) round(value);
    }
    advance(count);
    return written;
  }

  /** The same without clipping. */
  public int resample(short[] in, int count, int[] out) {
    for (int i = 0; i < count; i++) {
      line[taps - 1 + i] = in[i];
    }
    return resampleLine(count, out);
  }

  /** The same for sums of at most 2^23 in magnitude, without clipping. */
  public int resample(int[] in, int count, int[] out) {
    for (int i = 0; i < count; i++) {
      line[taps - 1 + i] = in[i];
    }
    return resampleLine(count, out);
  }

  private int resampleLine(int count, int[] out) {
    int written = 0;
    for (; position < count * up; position += down) {
      out[written++] = round(next());
    }
    advance(count);
    return written;
  }

  private void advance(int count) {
    position -= count * up;
    System.arraycopy(line, count, line, 0, taps - 1);
  }

  /** The filter at the present position; four sums, for one would wait for itself. */
  private float next() {
    int from = position / up;
    int phase = (position - from * up) * taps;
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int i = 0; i < taps; i += UNROLLED) {
      a += phases[phase + i] * line[from + i];
      b += phases[phase + i + 1] * line[from + i + 1];
      c += phases[phase + i + 2] * line[from + i + 2];
      d += phases[phase + i + 3] * line[from + i + 3];
    }
    return a + b + (c + d);
  }

  private static int round(float value) {
    return (int) (value >= 0 ? value + 0.5f : value - 0.5f);
  }
}
