package org.confocal.media.jitter;

/**
 * Finds by which lag of 5 to 15 ms a sound repeats itself: the normalised cross-correlation over 10
 * ms, coarsely at about 8000 Hz and then sample by sample. ITU-T G.711 Appendix I section I.2.3 has
 * the idea and the range (66 to 200 Hz; a higher voice is found at a multiple of its period).
 */
final class PitchSearch {

  private static final int COARSE_HZ = 8000;
  private static final int BITS = 11;

  private final int thinning;
  private final int minLag;
  private final int maxLag;
  private final int window;
  private final int[] thin;
  private int lag;
  private double likeness;
  private int peak;

  PitchSearch(int rateHz) {
    thinning = Math.max(1, rateHz / COARSE_HZ);
    minLag = rateHz / 200;
    maxLag = rateHz * 3 / 200;
    window = rateHz / 100;
    thin = new int[(window + maxLag) / thinning];
  }

  int minLag() {
    return minLag;
  }

  int maxLag() {
    return maxLag;
  }

  int window() {
    return window;
  }

  /**
   * Compares the window at {@code base} with those before it, which begin up to the longest lag
   * earlier.
   */
  void back(short[] samples, int base) {
    thinOut(samples, base - maxLag);
    coarse(maxLag / thinning, -1, maxLag / thinning);
    fine(samples, base, -1, maxLag);
  }

  /** Compares the window at {@code base} with those after it, at most {@code longest} later. */
  void ahead(short[] samples, int base, int longest) {
    thinOut(samples, base);
    coarse(0, 1, longest / thinning);
    fine(samples, base, 1, longest);
  }

  /** What the last search found, in samples. */
  int lag() {
    return lag;
  }

  /** How alike they are, 0 to 1. */
  double likeness() {
    return likeness;
  }

  /** The loudest value that was looked at. */
  int peak() {
    return peak;
  }

  /** Scaled so that sums of products fit into an int. */
  private void thinOut(short[] samples, int begin) {
    peak = 0;
    for (int i = 0; i < thin.length; i++) {
      int sum = 0;
      for (int k = 0; k < thinning; k++) {
        sum += samples[begin + i * thinning + k];
      }
      thin[i] = sum / thinning;
      peak = Math.max(peak, Math.abs(thin[i]));
    }
    int shift = Math.max(0, 32 - Integer.numberOfLeadingZeros(peak) - BITS);
    for (int i = 0; i < thin.length; i++) {
      thin[i] >>= shift;
    }
  }

  private void coarse(int at, int direction, int longest) {
    int length = window / thinning;
    double own = Math.max(1, dot(at, at, length));
    double best = 0;
    lag = minLag;
    for (int candidate = minLag / thinning; candidate <= longest; candidate++) {
      int other = at + direction * candidate;
      double product = dot(at, other, length);
      double score = product <= 0 ? 0 : product * product / Math.max(1, dot(other, other, length));
      if (score > best) {
        best = score;
        lag = candidate * thinning;
      }
    }
    likeness = Math.sqrt(best / own);
  }

  private int dot(int at, int other, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += thin[at + i] * thin[other + i];
    }
    return sum;
  }

  private void fine(short[] samples, int base, int direction, int longest) {
    if (thinning == 1) {
      return;
    }
    int first = Math.max(minLag, lag - thinning + 1);
    int last = Math.min(longest, lag + thinning - 1);
    long least = Long.MAX_VALUE;
    for (int candidate = first; candidate <= last; candidate++) {
      int other = base + direction * candidate;
      long apart = 0;
      for (int i = 0; i < window; i++) {
        apart += Math.abs(samples[base + i] - samples[other + i]);
      }
      if (apart < least) {
        least = apart;
        lag = candidate;
      }
    }
  }
}
