package org.confocal.media.jitter;

/**
 * The smallest and largest lead of the last seconds. The lead of a packet is the time between its
 * arrival and the tick that plays its first sample: the smallest says how much delay could be
 * saved, the largest how much there is.
 */
final class LeadHistory {

  static final int WINDOWS = 4;
  static final long WINDOW_NS = 1_000_000_000L;

  private final long[] smallest = new long[WINDOWS];
  private final long[] largest = new long[WINDOWS];
  private int current;
  private int full;
  private long windowEndsNs;

  LeadHistory() {
    clear(0);
  }

  void clear(long nowNs) {
    current = 0;
    full = 0;
    windowEndsNs = nowNs + WINDOW_NS;
    empty(0);
  }

  private void empty(int window) {
    smallest[window] = Long.MAX_VALUE;
    largest[window] = Long.MIN_VALUE;
  }

  void observe(long leadNs, long nowNs) {
    if (nowNs - windowEndsNs >= 0) {
      windowEndsNs = nowNs + WINDOW_NS;
      full = Math.min(full + 1, WINDOWS - 1);
      current = (current + 1) % WINDOWS;
      empty(current);
    }
    smallest[current] = Math.min(smallest[current], leadNs);
    largest[current] = Math.max(largest[current], leadNs);
  }

  /** Playout moved: all that was seen moves with it. */
  void shift(long byNs) {
    for (int i = 0; i <= full; i++) {
      int window = (current - i + WINDOWS) % WINDOWS;
      if (largest[window] != Long.MIN_VALUE) {
        smallest[window] += byNs;
        largest[window] += byNs;
      }
    }
  }

  /** Whether it looks back over all its windows. */
  boolean complete() {
    return full == WINDOWS - 1;
  }

  /** {@link Long#MAX_VALUE} if nothing was seen. */
  long smallest() {
    long result = Long.MAX_VALUE;
    for (int i = 0; i <= full; i++) {
      result = Math.min(result, smallest[(current - i + WINDOWS) % WINDOWS]);
    }
    return result;
  }

  /** {@link Long#MIN_VALUE} if nothing was seen. */
  long largest() {
    long result = Long.MIN_VALUE;
    for (int i = 0; i <= full; i++) {
      result = Math.max(result, largest[(current - i + WINDOWS) % WINDOWS]);
    }
    return result;
  }
}
