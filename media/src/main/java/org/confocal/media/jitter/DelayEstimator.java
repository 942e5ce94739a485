package org.confocal.media.jitter;

import java.util.Arrays;

/**
 * How long packets should wait. The transit of a packet is its arrival minus its timestamp; the
 * smallest of the last seconds is the baseline, which follows the drift of the sender's clock; what
 * a packet comes later than that is its lateness. A histogram of lateness that forgets in about 256
 * packets gives the wait at which a given share of packets is in time.
 */
final class DelayEstimator {

  static final int WINDOWS = 4;
  static final long WINDOW_NS = 1_000_000_000L;

  private static final long BUCKET_NS = 5_000_000L;
  private static final int BUCKETS = 101;
  private static final float GROWTH = 256f / 255f;
  private static final float LARGEST_WEIGHT = 1e6f;
  private static final int PACKETS_PER_QUANTILE = 8;
  private static final long NONE = Long.MAX_VALUE;

  private final float quantile;
  private final float[] weights = new float[BUCKETS];
  private final long[] smallest = new long[WINDOWS];
  private float total;
  private float weight = 1; // of the present packet: it grows instead of the others shrinking
  private int current;
  private long windowEndsNs;
  private long baselineNs;
  private int untilQuantile;
  private long latenessNs;

  /**
   * @param quantile share of packets that shall be in time, above 0 and below 1
   */
  DelayEstimator(double quantile) {
    this.quantile = (float) quantile;
    forgetBaseline();
  }

  /** The timestamps begin anew; what is known about the network stays. */
  void forgetBaseline() {
    Arrays.fill(smallest, NONE);
    baselineNs = NONE;
    windowEndsNs = Long.MIN_VALUE;
  }

  boolean hasBaseline() {
    return baselineNs != NONE;
  }

  /** The smallest transit of the last seconds. */
  long baselineNs() {
    return baselineNs;
  }

  void observe(long transitNs, long nowNs) {
    if (nowNs >= windowEndsNs) {
      windowEndsNs = nowNs + WINDOW_NS;
      current = (current + 1) % WINDOWS;
      smallest[current] = NONE;
      baselineNs = NONE;
      for (long other : smallest) {
        baselineNs = Math.min(baselineNs, other);
      }
    }
    smallest[current] = Math.min(smallest[current], transitNs);
    baselineNs = Math.min(baselineNs, transitNs);
    note(transitNs - baselineNs);
  }

  private void note(long lateNs) {
    weights[(int) Math.min(lateNs / BUCKET_NS, BUCKETS - 1)] += weight;
    total += weight;
    weight *= GROWTH;
    if (weight > LARGEST_WEIGHT) {
      rescale();
    }
    if (--untilQuantile <= 0) {
      untilQuantile = PACKETS_PER_QUANTILE;
      latenessNs = findQuantile();
    }
  }

  private void rescale() {
    total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      weights[i] /= weight;
      total += weights[i];
    }
    weight = 1;
  }

  private long findQuantile() {
    float wanted = quantile * total;
    float sum = 0;
    int bucket = 0;
    while (bucket < BUCKETS - 1) {
      sum += weights[bucket];
      if (sum >= wanted) {
        break;
      }
      bucket++;
    }
    return (bucket + 1) * BUCKET_NS;
  }

  /** The lateness that the wished share of packets does not exceed, in steps of 5 ms. */
  long latenessNs() {
    return latenessNs;
  }
}
