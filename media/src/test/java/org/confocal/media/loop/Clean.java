package org.confocal.media.loop;

/** How clean a tone is. */
final class Clean {

  private Clean() {}

  /**
   * The energy of the sine that fits best over that of all the rest, in dB.
   *
   * @param hz of which there are whole periods in {@code count}, about
   */
  static double snrDb(short[] heard, int from, int count, double hz, int rateHz) {
    double cc = 0;
    double ss = 0;
    double cs = 0;
    double xc = 0;
    double xs = 0;
    double energy = 0;
    for (int i = from; i < from + count; i++) {
      double phase = 2 * Math.PI * hz * i / rateHz;
      double c = Math.cos(phase);
      double s = Math.sin(phase);
      cc += c * c;
      ss += s * s;
      cs += c * s;
      xc += heard[i] * c;
      xs += heard[i] * s;
      energy += (double) heard[i] * heard[i];
    }
    double determinant = cc * ss - cs * cs;
    double a = (xc * ss - xs * cs) / determinant;
    double b = (xs * cc - xc * cs) / determinant;
    double signal = a * xc + b * xs;
    return 10 * Math.log10(Math.max(1e-9, signal) / Math.max(1e-9, energy - signal));
  }
}
