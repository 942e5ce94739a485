package org.confocal.media.loop;

import org.jspecify.annotations.Nullable;

/**
 * A conference on one loop, as the other loops that it is on see it. Written by its own loop only.
 */
final class Branch {

  final Route route;
  final int loop;

  /** When its ticks are, from the beginning of any 20 ms. */
  final long offsetNs;

  private volatile @Nullable TalkRing ring;
  private volatile int connected;

  Branch(Route route, int loop, long offsetNs) {
    this.route = route;
    this.loop = loop;
    this.offsetNs = offsetNs;
  }

  /** The branch that speaks for the conference, and is there as long as any other is. */
  boolean home() {
    return loop == route.home;
  }

  /** What is said here; null before there was another branch to read it. */
  @Nullable TalkRing ring() {
    return ring;
  }

  /** Its own loop: the ring, made when it is wanted for the first time. */
  TalkRing openRing() {
    TalkRing open = ring;
    if (open == null) {
      open = new TalkRing();
      ring = open;
    }
    return open;
  }

  /** How many legs hear the conference here. */
  int connected() {
    return connected;
  }

  void connected(int now) {
    if (now != connected) {
      connected = now;
    }
  }
}
