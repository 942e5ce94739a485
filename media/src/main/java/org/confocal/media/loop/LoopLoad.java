package org.confocal.media.loop;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How busy a loop is. Its thread measures which share of the time it works, over about a second;
 * legs that were given to it since then, or have gone, are not in that measure yet and count with
 * what a leg weighs on average. So many conferences that begin at once are spread as well.
 */
final class LoopLoad {

  private static final long WINDOW_NS = 200_000_000L;

  /** Of the newest window: the others fade within a second. */
  private static final float NEWEST = 0.2f;

  private final AtomicInteger legs = new AtomicInteger();
  private volatile float share;
  private volatile float measuredLegs;
  private boolean begun;
  private long windowNs;
  private long busyNs;
  private float measuredShare;
  private float legsMeanwhile;

  /** The loop's thread: it worked from here to there. */
  void worked(long fromNs, long toNs) {
    if (!begun) {
      begun = true;
      windowNs = fromNs;
    }
    busyNs += toNs - fromNs;
    long pastNs = toNs - windowNs;
    if (pastNs >= WINDOW_NS) {
      measuredShare += NEWEST * ((float) busyNs / pastNs - measuredShare);
      legsMeanwhile += NEWEST * (legs.get() - legsMeanwhile);
      share = measuredShare;
      measuredLegs = legsMeanwhile;
      windowNs = toNs;
      busyNs = 0;
    }
  }

  /** Any thread: so many legs more were given to the loop. */
  void give(int more) {
    legs.addAndGet(more);
  }

  /** Any thread: the share of its time that the loop worked, 0 to 1. */
  float share() {
    return share;
  }

  /** Any thread: of how many legs that was, about. */
  float measuredLegs() {
    return measuredLegs;
  }

  /**
   * Any thread: the share of its time that it will be working.
   *
   * @param weight what one leg takes of it
   */
  float expected(float weight) {
    return share + weight * (legs.get() - measuredLegs);
  }
}
