package org.confocal.media.loop;

/** The amplitude of one frequency in a signal. */
final class Goertzel {

  private Goertzel() {}

  static double amplitude(short[] samples, double hz, double rateHz) {
    if (samples.length == 0) {
      return 0;
    }
    double step = 2 * Math.PI * hz / rateHz;
    double coefficient = 2 * Math.cos(step);
    double previous = 0;
    double beforePrevious = 0;
    for (int i = 0; i < samples.length; i++) {
      // A Hann window keeps a loud neighbour from leaking into this bin.
      double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / samples.length);
      double current = samples[i] * window + coefficient * previous - beforePrevious;
      beforePrevious = previous;
      previous = current;
    }
    double power =
        previous * previous
            + beforePrevious * beforePrevious
            - coefficient * previous * beforePrevious;
    return 4 * Math.sqrt(Math.max(0, power)) / samples.length;
  }
}
