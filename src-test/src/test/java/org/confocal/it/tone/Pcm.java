package org.confocal.it.tone;

import java.time.Duration;
import java.util.Arrays;

/** Linear audio of one channel. Never changed after it was made. */
public final class Pcm {
  private final int rateHz;
  private final short[] samples;

  /**
   * Copies {@code samples}.
   *
   * @param rateHz samples per second, at least 1000
   * @param samples 16-bit linear samples
   */
  public Pcm(int rateHz, short[] samples) {
    if (rateHz < 1000) {
      throw new IllegalArgumentException("rate: " + rateHz + " (expected: >= 1000)");
    }
    this.rateHz = rateHz;
    this.samples = samples.clone();
  }

  public int rateHz() {
    return rateHz;
  }

  /** A copy of the samples. */
  public short[] samples() {
    return samples.clone();
  }

  public int length() {
    return samples.length;
  }

  /** Sample {@code index} as a share of full scale, -1 to 1. */
  double at(int index) {
    return samples[index] / 32768.0;
  }

  public Duration duration() {
    return Duration.ofMillis(samples.length * 1000L / rateHz);
  }

  /** The part from {@code from} to {@code to}, cut to what there is. */
  public Pcm slice(Duration from, Duration to) {
    int start = Math.min(index(from), samples.length);
    int end = Math.max(start, Math.min(index(to), samples.length));
    return new Pcm(rateHz, Arrays.copyOfRange(samples, start, end));
  }

  /** The last {@code length} of it, or all if it is shorter. */
  public Pcm last(Duration length) {
    int start = Math.max(0, samples.length - index(length));
    return new Pcm(rateHz, Arrays.copyOfRange(samples, start, samples.length));
  }

  /** This audio without {@code length} at its beginning and at its end. */
  public Pcm trimmed(Duration length) {
    return slice(length, duration().minus(length));
  }

  /** The sum of both, cut off at full scale; as long as the longer one. */
  public Pcm plus(Pcm other) {
    if (other.rateHz != rateHz) {
      throw new IllegalArgumentException(other.rateHz + " Hz cannot be added to " + rateHz + " Hz");
    }
    short[] sum = Arrays.copyOf(samples, Math.max(samples.length, other.samples.length));
    for (int i = 0; i < other.samples.length; i++) {
      sum[i] = (short) Math.max(-32768, Math.min(32767, sum[i] + other.samples[i]));
    }
    return new Pcm(rateHz, sum);
  }

  /**
   * A sine.
   *
   * @param levelDbfs peak level, 0 = full scale
   */
  public static Pcm sine(int rateHz, double frequencyHz, double levelDbfs, Duration length) {
    short[] samples = new short[(int) (length.toMillis() * rateHz / 1000)];
    double peak = 32767 * Math.pow(10, levelDbfs / 20);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(peak * Math.sin(2 * Math.PI * frequencyHz * i / rateHz));
    }
    return new Pcm(rateHz, samples);
  }

  public static Pcm silence(int rateHz, Duration length) {
    return new Pcm(rateHz, new short[(int) (length.toMillis() * rateHz / 1000)]);
  }

  private int index(Duration time) {
    return (int) Math.max(0, time.toMillis() * rateHz / 1000);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pcm pcm && pcm.rateHz == rateHz && Arrays.equals(pcm.samples, samples);
  }

  @Override
  public int hashCode() {
    return 31 * rateHz + Arrays.hashCode(samples);
  }

  @Override
  public String toString() {
    return duration().toMillis() + " ms at " + rateHz + " Hz";
  }
}
