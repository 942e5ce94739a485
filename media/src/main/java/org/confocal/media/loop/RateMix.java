package org.confocal.media.loop;

import java.util.Arrays;
import org.confocal.media.mix.Limiter;
import org.confocal.media.resample.Resampler;
import org.jspecify.annotations.Nullable;

/**
 * The sum of a conference at one of the sample rates of its listeners: resampled once for all of
 * them. What is between is linear, so a talker gets it without himself by taking away his own part,
 * resampled alike; only then it is brought to 16 bits.
 */
final class RateMix {

  /** After so many frames of silence a resampler holds nothing but silence. */
  private static final int TAIL_FRAMES = 2;

  /** 40 dB below full scale. */
  private static final int SOFT = 328;

  final int rateHz;

  /** The sum, unbounded. */
  final int[] sum;

  /** What all hear who are not in the sum. */
  final short[] all;

  /** What one hears alone; valid until the next one is made. */
  final short[] own;

  /** Room for the sum without one. */
  final int[] rest;

  /** What brings the sum to 16 bits: the same for all, whether they are in it or not. */
  final Limiter limiter = new Limiter();

  /** What is made for those who are held or wait. */
  final Interlude interlude;

  private final @Nullable Resampler resampler;
  private boolean silent;
  private int loudest;

  RateMix(int rateHz, int mixHz, Interlude interlude) {
    this.rateHz = rateHz;
    this.interlude = interlude;
    int frame = LoopContext.samples(rateHz);
    this.sum = new int[frame];
    this.rest = new int[frame];
    this.all = new short[frame];
    this.own = new short[frame];
    this.resampler = rateHz == mixHz ? null : new Resampler(mixHz, rateHz);
  }

  /**
   * Takes the sum of this tick.
   *
   * @param quietFrames how many ticks there has been nothing in it, 0 if there is something
   */
  void take(int[] mixed, int quietFrames) {
    if (quietFrames > TAIL_FRAMES) {
      if (!silent) {
        silent = true;
        Arrays.fill(sum, 0);
        Arrays.fill(all, (short) 0);
        loudest = 0;
        limiter.onSilence();
      }
      return;
    }
    silent = false;
    if (resampler == null) {
      System.arraycopy(mixed, 0, sum, 0, sum.length);
    } else {
      resampler.resample(mixed, mixed.length, sum);
    }
    limiter.take(sum);
    limiter.write(sum, all);
    loudest = 0;
    for (short sample : all) {
      loudest = Math.max(loudest, Math.abs(sample));
    }
  }

  /** Whether what many hear is hardly to be heard in this tick. */
  boolean soft(Program program, long tick) {
    if (program == Program.ALL) {
      return loudest < SOFT;
    }
    int most = 0;
    for (short sample : interlude.frame(program, tick)) {
      most = Math.max(most, Math.abs(sample));
    }
    return most < SOFT;
  }

  /** What many hear. */
  short[] frame(Program program, long tick) {
    return program == Program.ALL ? all : interlude.frame(program, tick);
  }

  /** The same, faded over from something else if that is another one. */
  short[] frame(Program from, Program to, long tick) {
    short[] goal = frame(to, tick);
    if (from == to) {
      return goal;
    }
    short[] left = frame(from, tick);
    for (int i = 0; i < own.length; i++) {
      own[i] = (short) (left[i] + (goal[i] - left[i]) * i / own.length);
    }
    return own;
  }
}
