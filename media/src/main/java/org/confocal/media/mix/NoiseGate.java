package org.confocal.media.mix;

import java.util.Arrays;

/**
 * Keeps the noise of a room out of the conference while nobody speaks there: what stays below a
 * threshold for a while is faded to silence; what comes above opens it within the same frame, 2.5
 * ms long. A frame is judged as a whole, so the beginning of a word is not lost.
 */
public final class NoiseGate {

  private static final int OPENING_DIVISOR = 8;

  private final int threshold;
  private final int holdFrames;
  private final float down;
  private int framesBelow;
  private float gain = 1;

  /**
   * @param thresholdDb mean magnitude below which nobody speaks, in dB of full scale
   * @param holdFrames how long it stays open after that
   * @param releaseFrames how long it fades, from 1
   */
  public NoiseGate(int thresholdDb, int holdFrames, int releaseFrames) {
    this.threshold = Math.round(Short.MAX_VALUE * (float) Math.pow(10, thresholdDb / 20.0));
    this.holdFrames = holdFrames;
    this.down = 1f / releaseFrames;
  }

  /** Takes a frame. */
  public void apply(short[] frame) {
    framesBelow = mean(frame) >= threshold ? 0 : Math.min(framesBelow + 1, holdFrames + 1);
    float before = gain;
    gain = framesBelow <= holdFrames ? 1 : Math.max(0, gain - down);
    if (before == gain) {
      if (gain == 0) {
        Arrays.fill(frame, (short) 0);
      }
      return;
    }
    int ramp = gain > before ? frame.length / OPENING_DIVISOR : frame.length;
    for (int i = 0; i < ramp; i++) {
      frame[i] = (short) Math.round(frame[i] * (before + (gain - before) * i / ramp));
    }
  }

  private static int mean(short[] frame) {
    int sum = 0;
    for (short sample : frame) {
      sum += Math.abs(sample);
    }
    return sum / frame.length;
  }

  /** 0 (closed) to 1 (open). */
  public float gain() {
    return gain;
  }
}
