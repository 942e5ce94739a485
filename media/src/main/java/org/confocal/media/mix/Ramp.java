package org.confocal.media.mix;

import java.util.Arrays;

/**
 * A gain that changes without a click: a new value is reached in a straight line over one frame.
 */
public final class Ramp {

  private float now;
  private float target;

  public Ramp(float value) {
    now = value;
    target = value;
  }

  /** To be reached at the end of the next frame. */
  public void to(float value) {
    target = value;
  }

  /** Reached at once: nothing was heard before. */
  public void jump(float value) {
    now = value;
    target = value;
  }

  /** A frame went by in which there was nothing to hear. */
  public void settle() {
    now = target;
  }

  /** Whether it has this value and keeps it. */
  public boolean is(float value) {
    return now == value && target == value;
  }

  /** What it was at the end of the last frame. */
  public float now() {
    return now;
  }

  /** What it is or will be. */
  public float target() {
    return target;
  }

  /** Takes one frame; what is too loud is rounded by the soft ceiling. */
  public void apply(short[] frame) {
    if (is(0)) {
      Arrays.fill(frame, (short) 0);
    } else if (!is(1)) {
      float step = (target - now) / frame.length;
      for (int i = 0; i < frame.length; i++) {
        frame[i] = AudioMixer.soften(Math.round(frame[i] * (now + step * i)));
      }
    }
    now = target;
  }

  /** Takes one frame of a sum. */
  public void apply(int[] sum) {
    if (is(0)) {
      Arrays.fill(sum, 0);
    } else if (!is(1)) {
      float step = (target - now) / sum.length;
      for (int i = 0; i < sum.length; i++) {
        sum[i] = Math.round(sum[i] * (now + step * i));
      }
    }
    now = target;
  }

  /** Adds one frame to a sum. */
  public void add(short[] frame, int[] sum) {
    if (is(1)) {
      AudioMixer.add(sum, frame);
    } else if (!is(0)) {
      float step = (target - now) / sum.length;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += Math.round(frame[i] * (now + step * i));
      }
    }
    now = target;
  }
}
