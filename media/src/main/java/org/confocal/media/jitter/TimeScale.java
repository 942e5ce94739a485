package org.confocal.media.jitter;

/**
 * Makes the sound in the reservoir shorter or longer by one lag at which it repeats itself (overlap
 * and add by waveform similarity), so that its pitch stays; silence by as much as is wished.
 */
final class TimeScale {

  private static final int QUIET_PEAK = 100; // -50 dB below full scale
  private static final double ALIKE = 0.6;

  private final Reservoir reservoir;
  private final PitchSearch pitch;
  private final Grain grain;
  private final int frame;

  TimeScale(Reservoir reservoir, PitchSearch pitch, Grain grain, int frame) {
    this.reservoir = reservoir;
    this.pitch = pitch;
    this.grain = grain;
    this.frame = frame;
  }

  /** Repeats a period in front of the next frame, which is there. */
  void lengthen() {
    int lag = Math.min(pitch.maxLag(), grain.samples() - grain.rest(reservoir.level()));
    if (!quiet(frame)) {
      pitch.back(reservoir.samples(), reservoir.from());
      lag = pitch.lag();
    }
    reservoir.lengthen(lag);
  }

  /** The largest lag that {@link #shorten} may leave out. */
  int longest(Pace.Step step) {
    int rest = Math.min(grain.rest(reservoir.level()), pitch.maxLag());
    boolean onlyRest =
        step == Pace.Step.REST_IF_ALIKE || (step == Pace.Step.SHORTER_IN_SILENCE && rest > 0);
    return onlyRest ? rest : pitch.maxLag();
  }

  /**
   * Leaves out a period at the beginning of the next frame.
   *
   * @param longest above 0; a frame and as much is there
   * @return false if the sound is not such that the step allows it
   */
  boolean shorten(Pace.Step step, int longest) {
    int lag = lag(step, longest);
    if (lag > 0) {
      reservoir.shorten(lag);
    }
    return lag > 0;
  }

  private int lag(Pace.Step step, int longest) {
    if (quiet(frame + longest)) {
      return longest;
    }
    if (step == Pace.Step.SHORTER_IN_SILENCE || longest < pitch.minLag()) {
      return 0;
    }
    pitch.ahead(reservoir.samples(), reservoir.from(), longest);
    return step == Pace.Step.SHORTER || pitch.likeness() >= ALIKE ? pitch.lag() : 0;
  }

  private boolean quiet(int count) {
    short[] samples = reservoir.samples();
    int end = reservoir.from() + count;
    for (int i = reservoir.from(); i < end; i++) {
      if (Math.abs(samples[i]) >= QUIET_PEAK) {
        return false;
      }
    }
    return true;
  }
}
