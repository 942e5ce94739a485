package org.confocal.media.loop;

import java.util.Arrays;
import org.confocal.media.Hold;
import org.confocal.media.MediaSettings;
import org.confocal.media.mix.Gain;
import org.confocal.media.mix.Levelling;
import org.confocal.media.mix.NoiseGate;
import org.confocal.media.mix.Ramp;
import org.confocal.media.mix.SpeechLevel;
import org.jspecify.annotations.Nullable;

/**
 * One leg as the others hear it: its noise gate, levelling and volume, whether it is heard at all,
 * and what it adds to the sum.
 */
final class Voice {

  final String leg;

  /** Whether it is among the chosen talkers. */
  boolean talking;

  /** Whether other branches of the conference were given its frame of the last tick. */
  boolean told;

  private final @Nullable NoiseGate gate;
  private final @Nullable Levelling levelling;
  private final SpeechLevel level = new SpeechLevel();
  private final Ramp in = new Ramp(1);
  private final Ramp toAll = new Ramp(1);
  private @Nullable Contribution contribution;
  private float volume = 1;
  private boolean muted;
  private boolean held;
  private boolean waits;

  Voice(String leg, MediaSettings.Mix settings) {
    this.leg = leg;
    this.gate = settings.gate().enabled() ? gate(settings.gate()) : null;
    this.levelling = settings.levelling().enabled() ? levelling(settings.levelling()) : null;
  }

  private static NoiseGate gate(MediaSettings.Gate terms) {
    return new NoiseGate(
        terms.thresholdDb(),
        LoopContext.frames(terms.hold()),
        Math.max(1, LoopContext.frames(terms.release())));
  }

  private static Levelling levelling(MediaSettings.Levelling terms) {
    return new Levelling(
        terms.targetDb(),
        terms.mostDb(),
        Math.max(1, LoopContext.frames(terms.attack())),
        Math.max(1, LoopContext.frames(terms.release())));
  }

  void mute(boolean newMuted) {
    muted = newMuted;
    aim();
  }

  void hold(Hold newHeld) {
    held = newHeld != Hold.NONE;
    aim();
  }

  void waits(boolean newWaits) {
    waits = newWaits;
    aim();
  }

  void volume(int db) {
    volume = Gain.factor(db);
    aim();
  }

  /** Who is not to be heard ends his turn at once. */
  private void aim() {
    boolean closed = muted || held || waits;
    in.to(closed ? 0 : volume);
    if (closed) {
      level.reset();
    }
  }

  /** Whether nothing of it is heard by anybody, now and until that is changed. */
  boolean closed() {
    return in.is(0);
  }

  /** By how much all hear it of whom nothing else is said. */
  void relate(float factor) {
    if (contribution != null && contribution.audible()) {
      toAll.to(factor);
    } else {
      toAll.jump(factor);
    }
  }

  /** Not heard by all: it takes no place of the loudest away from those who are. */
  boolean apart() {
    return toAll.target() == 0;
  }

  /** Takes a place in a conference that mixes at this rate. */
  void stand(int rateHz, int mixHz) {
    Contribution before = contribution;
    if (before == null || !before.fits(rateHz, mixHz)) {
      contribution = new Contribution(rateHz, mixHz, before, toAll);
    }
  }

  /** Null before it has a place. */
  @Nullable Contribution contribution() {
    return contribution;
  }

  /**
   * Makes of the frame of this tick what the others may hear.
   *
   * @param there whether anything came
   * @return its level, 0 if it is not to be mixed
   */
  int take(short[] frame, boolean there) {
    boolean closed = in.target() == 0;
    if (!there || in.is(0)) {
      Arrays.fill(frame, (short) 0);
      in.settle();
    } else {
      if (gate != null) {
        gate.apply(frame);
      }
      if (levelling != null) {
        levelling.apply(frame);
      }
      in.apply(frame);
    }
    if (there && !closed) {
      level.onFrame(frame);
    } else {
      level.onSilence();
    }
    return level.level();
  }

  /**
   * Adds the frame of this tick to the sum.
   *
   * @param alone nobody else is there: it is not added
   * @return whether there was anything in the sum
   */
  boolean contribute(short[] frame, boolean alone, int[] sum) {
    return contribution != null && contribution.add(frame, talking && !alone, sum);
  }

  /** Whether the sum has something of it in this tick. */
  boolean heard() {
    return contribution != null && contribution.heard();
  }

  /** Adds the frame of the tick before again, for a mix whose rate has changed. */
  void contributeAgain(int[] sum) {
    if (contribution != null) {
      contribution.addAgain(sum);
    }
  }
}
