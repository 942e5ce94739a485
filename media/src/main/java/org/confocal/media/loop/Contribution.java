package org.confocal.media.loop;

import java.util.Arrays;
import org.confocal.media.mix.AudioMixer;
import org.confocal.media.mix.Ramp;
import org.confocal.media.resample.Resampler;
import org.jspecify.annotations.Nullable;

/**
 * What one leg adds to the sum of its conference: its frames from the moment it is chosen to the
 * moment it no longer is, faded over one frame at both ends, and raised to the rate of the mix. And
 * the same as it comes back in the mix at the leg's own rate, to be taken away there.
 *
 * <p>It is added at the gain at which all hear the leg. Who hears it in another way adds the
 * difference for himself, from {@link #raised}.
 *
 * <p>Outside of that it adds exact silence, so its resamplers may rest: their state is silence as
 * well.
 */
final class Contribution {

  /** Frames after the last sound until the silence is through both resamplers. */
  private static final int TAIL_FRAMES = 2;

  private final int mixHz;
  private final int rateHz;
  private final short[] last;
  private final short[] raised;
  private final int[] part;
  private final int[] echo;
  private final Ramp toAll;
  private final boolean same;
  private @Nullable Resampler up;
  private @Nullable Resampler down;
  private boolean before;
  private int framesLeft;
  private int echoLeft;

  /**
   * Of one leg in one conference.
   *
   * @param former of the same leg before its rate or that of the mix changed: what was heard goes
   *     on
   * @param toAll the gain at which all hear the leg
   */
  Contribution(int rateHz, int mixHz, @Nullable Contribution former, Ramp toAll) {
    this.toAll = toAll;
    this.last = new short[LoopContext.samples(rateHz)];
    if (former != null && former.rateHz == rateHz) {
      System.arraycopy(former.last, 0, last, 0, last.length);
      this.before = former.before;
      this.framesLeft = former.framesLeft;
      this.echoLeft = former.echoLeft;
    }
    this.rateHz = rateHz;
    this.mixHz = mixHz;
    this.same = rateHz == mixHz;
    this.raised = new short[LoopContext.samples(mixHz)];
    this.part = new int[raised.length];
    this.echo = new int[LoopContext.samples(rateHz)];
  }

  boolean fits(int newRateHz, int newMixHz) {
    return rateHz == newRateHz && mixHz == newMixHz;
  }

  /**
   * Adds a frame.
   *
   * @param frame of the leg; is faded, or silenced if it is not heard
   * @param chosen whether the leg is to be heard in this tick
   * @return whether anything was added to the sum
   */
  boolean add(short[] frame, boolean chosen, int[] sum) {
    boolean heard = chosen || before;
    if (chosen && !before) {
      AudioMixer.fadeIn(frame);
    } else if (before && !chosen) {
      AudioMixer.fadeOut(frame);
    }
    before = chosen;
    if (heard) {
      framesLeft = tail();
    } else {
      framesLeft = Math.max(0, framesLeft - 1);
      if (framesLeft == 0) {
        echoLeft = 0;
        toAll.settle();
        return false;
      }
      Arrays.fill(frame, (short) 0);
    }
    System.arraycopy(frame, 0, last, 0, frame.length);
    raise(frame, sum);
    return heard();
  }

  /**
   * Adds the frame of before once more to the sum of before: so resamplers that are new begin with
   * what was and not with silence.
   */
  void addAgain(int[] sum) {
    if (framesLeft > 0) {
      raise(last, sum);
    }
  }

  private void raise(short[] frame, int[] sum) {
    if (same) {
      System.arraycopy(frame, 0, raised, 0, frame.length);
    } else {
      toMix().resample(frame, frame.length, raised);
    }
    boolean added = !toAll.is(0);
    echoLeft = added ? tail() : Math.max(0, echoLeft - 1);
    if (echoLeft == 0) {
      return;
    }
    Arrays.fill(part, 0);
    toAll.add(raised, part);
    AudioMixer.add(sum, part);
    if (same) {
      System.arraycopy(part, 0, echo, 0, echo.length);
    } else {
      toLeg().resample(part, part.length, echo);
    }
  }

  private int tail() {
    return same ? 1 : 1 + TAIL_FRAMES;
  }

  /** Most legs of a large conference are never heard: the filters come with the first sound. */
  private Resampler toMix() {
    Resampler filter = up;
    if (filter == null) {
      filter = new Resampler(rateHz, mixHz);
      up = filter;
    }
    return filter;
  }

  private Resampler toLeg() {
    Resampler filter = down;
    if (filter == null) {
      filter = new Resampler(mixHz, rateHz);
      down = filter;
    }
    return filter;
  }

  /** Whether the sum of all has something of the leg in this tick. */
  boolean heard() {
    return echoLeft > 0;
  }

  /** Whether there is something of the leg to be heard in this tick, for all or for some. */
  boolean audible() {
    return framesLeft > 0;
  }

  /** What there is, at the rate of the mix. */
  short[] raised() {
    return raised;
  }

  /** The sum as the leg hears it: without itself. */
  void takeAway(RateMix from) {
    System.arraycopy(from.sum, 0, from.rest, 0, echo.length);
    takeAway(from.rest);
    from.limiter.write(from.rest, from.own);
  }

  /** Takes it out of a sum at the leg's rate. */
  void takeAway(int[] sum) {
    if (heard()) {
      for (int i = 0; i < echo.length; i++) {
        sum[i] -= echo[i];
      }
    }
  }
}
