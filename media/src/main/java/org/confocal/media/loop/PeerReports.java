package org.confocal.media.loop;

/**
 * What the peer's reports say of our stream, and the time to the peer and back: from our sender
 * report to the report that tells it, less what the peer kept it. RFC 3550 sections 6.4.1 and
 * 6.4.4.
 */
final class PeerReports {

  /** Nothing is known yet. */
  static final int UNKNOWN = -1;

  private static final int REMEMBERED = 4;
  private static final double UNITS_PER_SECOND = 65536;
  private static final long LONGEST_NS = 60_000_000_000L;

  private final int[] sent = new int[REMEMBERED];
  private final long[] sentNs = new long[REMEMBERED];
  private int count;
  private long reports;
  private long roundTripNs = UNKNOWN;
  private int fractionLost;
  private int cumulativeLost;
  private int jitterTicks;

  /**
   * We sent a sender report.
   *
   * @param middle the middle 32 bits of its NTP time, by which the peer will name it
   */
  void onSent(int middle, long nowNs) {
    sent[count % REMEMBERED] = middle;
    sentNs[count % REMEMBERED] = nowNs;
    count++;
  }

  /**
   * A report block about our stream came.
   *
   * @param newFractionLost in 1/256
   * @param newCumulativeLost 24 signed bits
   * @param newJitterTicks of the clock of our stream
   * @param lastSr the sender report of ours that the peer saw last, or 0
   * @param delay since then, in 1/65536 s
   */
  void onBlock(
      int newFractionLost,
      int newCumulativeLost,
      int newJitterTicks,
      int lastSr,
      int delay,
      long nowNs) {
    reports++;
    fractionLost = newFractionLost;
    cumulativeLost = newCumulativeLost;
    jitterTicks = newJitterTicks;
    for (int i = 0; lastSr != 0 && i < Math.min(count, REMEMBERED); i++) {
      if (sent[i] == lastSr) {
        double keptNs = Integer.toUnsignedLong(delay) * 1e9 / UNITS_PER_SECOND;
        long tripNs = nowNs - sentNs[i] - (long) keptNs;
        // What took longer was not kept by a network: the peer says nonsense.
        roundTripNs = tripNs <= LONGEST_NS ? Math.max(0, tripNs) : roundTripNs;
      }
    }
  }

  /** How many came. */
  long reports() {
    return reports;
  }

  /** To the peer and back, or {@link #UNKNOWN}. */
  long roundTripNs() {
    return roundTripNs;
  }

  /** Of our packets in the peer's last interval, in 1/256. */
  int fractionLost() {
    return fractionLost;
  }

  /** Of our packets since the beginning; negative with duplicates. */
  int cumulativeLost() {
    return cumulativeLost;
  }

  /** Interarrival jitter at the peer, in ticks of the clock of our stream. */
  int jitterTicks() {
    return jitterTicks;
  }
}
