package org.confocal.media.loop;

import java.util.random.RandomGenerator;

/**
 * When the next RTCP report is due: random around an interval that is the one of the settings, or
 * longer where reports would else take more than a twentieth of the bandwidth. A session has two
 * members, so nothing is reconsidered. RFC 3550 sections 6.2 and 6.3.
 */
final class RtcpInterval {

  /**
   * e - 1.5: makes up for the reconsideration that shortens the mean interval. RFC 3550 section
   * 6.3.1.
   */
  private static final double COMPENSATION = 1.21828;

  private static final double SHARE = 0.05;
  private static final int MEMBERS = 2;
  private static final int BITS = 8;

  /** IP and UDP, which count too. */
  private static final int LOWER_HEADERS = 28;

  private static final int FIRST_GUESS = 128;

  private final long leastNs;
  private final RandomGenerator random;
  private double meanBytes = FIRST_GUESS + LOWER_HEADERS;
  private int bitsPerSecond;
  private boolean begun;

  /**
   * @param leastNs mean time between two reports where the bandwidth is enough
   */
  RtcpInterval(long leastNs, RandomGenerator random) {
    this.leastNs = leastNs;
    this.random = random;
  }

  /**
   * What the session may take, RTP and all below it.
   *
   * @param newBitsPerSecond 0 = not known, reports are not scaled
   */
  void bandwidth(int newBitsPerSecond) {
    bitsPerSecond = newBitsPerSecond;
  }

  /** A report was sent or came. */
  void onReport(int bytes) {
    meanBytes += (bytes + LOWER_HEADERS - meanBytes) / 16;
  }

  /** The mean time between two reports, in ns. */
  long meanNs() {
    double scaled =
        bitsPerSecond == 0 ? 0 : MEMBERS * meanBytes * BITS * 1e9 / (SHARE * bitsPerSecond);
    return Math.max(leastNs, (long) scaled);
  }

  /** How long to wait for the next report, in ns; the first one comes in half the time. */
  long nextNs() {
    double share = begun ? 1 : 0.5;
    begun = true;
    return (long) (meanNs() * share * (0.5 + random.nextDouble()) / COMPENSATION);
  }
}
