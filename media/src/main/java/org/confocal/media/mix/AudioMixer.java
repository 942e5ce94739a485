package org.confocal.media.mix;

import java.util.Arrays;

/**
 * Adds frames of linear 16 bit samples. Sums are kept in 32 bits and brought back by a soft
 * ceiling: the identity up to {@link #THRESHOLD}, then a curve that starts with slope 1 and never
 * quite reaches full scale, so that loud sums are rounded and not cut.
 */
public final class AudioMixer {

  /** Three quarters of full scale. */
  public static final int THRESHOLD = 24576;

  private static final int ROOM = Short.MAX_VALUE - THRESHOLD;

  private AudioMixer() {}

  public static void clear(int[] sum) {
    Arrays.fill(sum, 0);
  }

  /** Adds a frame to a sum of at most 16 frames. */
  public static void add(int[] sum, short[] frame) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += frame[i];
    }
  }

  /** Adds what was summed up elsewhere. */
  public static void add(int[] sum, int[] part) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += part[i];
    }
  }

  /** The sum as it is heard by those who are not in it. */
  public static void saturate(int[] sum, short[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = soften(sum[i]);
    }
  }

  /**
   * The sum as it is heard by one who is in it: without himself.
   *
   * @param own the frame of the listener, as it was added
   * @param out may be {@code own}
   */
  public static void saturateWithout(int[] sum, short[] own, short[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = soften(sum[i] - own[i]);
    }
  }

  /** The soft ceiling; odd, monotonic, its result is at most 32766 in magnitude. */
  public static short soften(int value) {
    if (value <= THRESHOLD && value >= -THRESHOLD) {
      return (short) value;
    }
    int over = Math.abs(value) - THRESHOLD;
    int softened = THRESHOLD + (int) ((long) over * ROOM / (over + ROOM));
    return (short) (value < 0 ? -softened : softened);
  }

  /** Lets a frame begin from silence: a ramp over all of it. */
  public static void fadeIn(short[] frame) {
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (short) (frame[i] * i / frame.length);
    }
  }

  /** Lets a frame end in silence. */
  public static void fadeOut(short[] frame) {
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (short) (frame[i] * (frame.length - i) / frame.length);
    }
  }
}
