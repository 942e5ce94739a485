package org.confocal.media.mix;

/**
 * Turns a sum down before it is too loud for 16 bits, frame by frame: by as much as its loudest
 * sample needs, within 5 ms, and up again by 1.2 dB a frame at most. So a loud sum keeps the shape
 * of its waves; only what comes within those 5 ms is rounded by {@link AudioMixer#soften}.
 */
public final class Limiter {

  private static final float UP_PER_FRAME = 1.15f;
  private static final int ATTACK_DIVISOR = 4;

  private float from = 1;
  private float now = 1;

  /** Looks at the sum of a frame and finds its gain. */
  public void take(int[] sum) {
    int peak = 0;
    for (int value : sum) {
      peak = Math.max(peak, Math.abs(value));
    }
    float wanted = peak <= AudioMixer.THRESHOLD ? 1 : (float) AudioMixer.THRESHOLD / peak;
    from = now;
    now = Math.min(wanted, now * UP_PER_FRAME);
  }

  /** Goes on where another one is: for a listener who leaves the mix of all. */
  public void continueFrom(Limiter other) {
    from = other.now;
    now = other.now;
  }

  /** A frame without sound. */
  public void onSilence() {
    from = 1;
    now = 1;
  }

  /** Whether the frame that was taken stays as it is, but for the soft ceiling. */
  public boolean idle() {
    return from == 1 && now == 1;
  }

  /** The gain at the end of the frame, 0 to 1. */
  public float gain() {
    return now;
  }

  /** The gain of one sample of the frame. */
  public float gain(int sample, int frameSamples) {
    int ramp = now < from ? frameSamples / ATTACK_DIVISOR : frameSamples;
    return sample >= ramp ? now : from + (now - from) * sample / ramp;
  }

  /** Brings a frame to 16 bits: that which was taken, or one that is part of it. */
  public void write(int[] sum, short[] out) {
    if (idle()) {
      AudioMixer.saturate(sum, out);
      return;
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = AudioMixer.soften(Math.round(sum[i] * gain(i, out.length)));
    }
  }
}
