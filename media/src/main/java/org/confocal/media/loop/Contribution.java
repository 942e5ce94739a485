package org.confocal.media.loop;

import java.util.Arrays;
import org.confocal.media.mix.AudioMixer;
import org.confocal.media.resample.Resampler;
import org.jspecify.annotations.Nullable;

/**
 * What one leg adds to the sum of its conference: its frames from the moment it is chosen to the
 * moment it no longer is, faded over one frame at both ends, and raised to the rate of the mix. And
 * the same as it comes back in the mix at the leg's own rate, to be taken away there.
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
  private final int[] echo;
  private final boolean same;
  private @Nullable Resampler up;
  private @Nullable Resampler down;
  private boolean before;
  private int framesLeft;

  /**
   * Of one leg in one conference.
   *
   * @param former of the same leg before its rate or that of the mix changed: what was heard goes
   *     on
   */
  Contribution(int rateHz, int mixHz, @Nullable Contribution former) {
    this.last = new short[LoopContext.samples(rateHz)];
    if (former != null && former.rateHz == rateHz) {
      System.arraycopy(former.last, 0, last, 0, last.length);
      this.before = former.before;
      this.framesLeft = former.framesLeft;
    }
    this.rateHz = rateHz;
    this.mixHz = mixHz;
    this.same = rateHz == mixHz;
    this.raised = new short[LoopContext.samples(mixHz)];
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
   * @return whether anything was added
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
      framesLeft = same ? 1 : 1 + TAIL_FRAMES;
    } else {
      framesLeft = Math.max(0, framesLeft - 1);
      if (framesLeft == 0) {
        return false;
      }
      Arrays.fill(frame, (short) 0);
    }
    System.arraycopy(frame, 0, last, 0, frame.length);
    raise(frame, sum);
    return true;
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
      for (int i = 0; i < frame.length; i++) {
        echo[i] = frame[i];
      }
    } else {
      resample(frame);
    }
    AudioMixer.add(sum, raised);
  }

  /** Most legs of a large conference are never heard: the filters come with the first sound. */
  private void resample(short[] frame) {
    Resampler toMix = up;
    Resampler toLeg = down;
    if (toMix == null || toLeg == null) {
      toMix = new Resampler(rateHz, mixHz);
      toLeg = new Resampler(mixHz, rateHz);
      up = toMix;
      down = toLeg;
    }
    toMix.resample(frame, frame.length, raised);
    toLeg.resample(raised, raised.length, echo);
  }

  /** Whether the mix of the leg differs from that of the others in this tick. */
  boolean heard() {
    return framesLeft > 0;
  }

  /** The sum as the leg hears it: without itself. */
  void takeAway(RateMix from) {
    for (int i = 0; i < echo.length; i++) {
      from.own[i] = AudioMixer.soften(from.sum[i] - echo[i]);
    }
  }
}
