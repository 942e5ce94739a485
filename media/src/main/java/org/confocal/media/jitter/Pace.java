package org.confocal.media.jitter;

/**
 * Decides when the delay is changed by a period: at once when packets would come too late, slowly
 * when they wait too long, and rather in silence than in speech.
 *
 * <p>A frame is read as a whole, so that a packet must be there at the tick whose frame it begins
 * in. What is held in front of the packets (the rest of a grain) is therefore delay without use,
 * and the use of a delay goes in grains: the greatest common divisor of packet and frame, 20 ms as
 * a rule. The delay is let alone while its surplus is less than the grains of the longest period.
 */
final class Pace {

  enum Step {
    KEEP,
    LONGER,
    /** Leaves out what is silent. */
    SHORTER_IN_SILENCE,
    /** Leaves out a period where there is one. */
    SHORTER_IF_ALIKE,
    /** Leaves out the rest of a grain, by a period if there is one. */
    REST_IF_ALIKE,
    SHORTER
  }

  /** A surplus that is this much above a grain is a burden. */
  static final long MARGIN_NS = 1_000_000L;

  /** Above a grain and this, silence is not waited for. */
  static final long SOON_NS = 10_000_000L;

  /** Above a grain and this, sound is shortened even where it does not repeat itself. */
  static final long URGENT_NS = 40_000_000L;

  /** How long silence is waited for. */
  static final int PATIENCE_TICKS = 100;

  private static final long SHORTEST_PERIOD_NS = 5_000_000L;
  private static final long LONGEST_PERIOD_NS = 15_000_000L;
  private static final int TICKS_BETWEEN_LONGER = 2;
  private static final int TICKS_BETWEEN_SHORTER = 5;
  private static final int TICKS_AFTER_A_TRY = 3;
  private static final int TICKS_AFTER_GROWTH = 100;

  private int untilLonger;
  private int untilShorter = TICKS_AFTER_GROWTH;
  private int waited;

  /**
   * What to do in this tick.
   *
   * @param surplusNs how much longer packets wait, counted to the tick that needs them, than is
   *     needed
   * @param grainNs in which the surplus changes
   * @param restNs what is held in front of the packets without use
   */
  Step step(long surplusNs, long grainNs, long restNs) {
    untilLonger = Math.max(0, untilLonger - 1);
    untilShorter = Math.max(0, untilShorter - 1);
    if (surplusNs < 0) {
      return untilLonger == 0 ? Step.LONGER : Step.KEEP;
    }
    long largestNs = (LONGEST_PERIOD_NS + grainNs - 1) / grainNs * grainNs;
    long aboveNs = surplusNs - largestNs - MARGIN_NS;
    if (aboveNs < 0 && restNs == 0) {
      waited = 0;
      return Step.KEEP;
    }
    waited++;
    if (untilShorter > 0) {
      return Step.KEEP;
    }
    if (aboveNs >= URGENT_NS) {
      return Step.SHORTER;
    }
    if (aboveNs < SOON_NS && waited < PATIENCE_TICKS) {
      return Step.SHORTER_IN_SILENCE;
    }
    if (aboveNs >= 0) {
      return Step.SHORTER_IF_ALIKE;
    }
    return restNs >= SHORTEST_PERIOD_NS ? Step.REST_IF_ALIKE : Step.SHORTER_IN_SILENCE;
  }

  /** The step was done or was not possible. */
  void done(Step step, boolean changed) {
    if (step == Step.LONGER) {
      untilLonger = changed ? TICKS_BETWEEN_LONGER : 0;
      grown();
    } else {
      untilShorter = changed ? TICKS_BETWEEN_SHORTER : TICKS_AFTER_A_TRY;
    }
  }

  /** The delay became longer: it shall not become shorter soon. */
  void grown() {
    untilShorter = TICKS_AFTER_GROWTH;
    waited = 0;
  }
}
