package org.confocal.media.loop;

import java.util.Arrays;

/**
 * Reads what another branch says, one tick of it in each tick of our own, in order.
 *
 * <p>When the other loop is late there is nothing to read; then all that it says is heard one tick
 * later from there on, so that a loop that is always a bit late is heard without holes. When more
 * than one tick has been waiting for a second, one is left out as soon as nobody of that branch is
 * heard, or at once if there are even more.
 */
final class TalkReader {

  /** More than that many waiting ticks are left out at once: a loop stood still. */
  private static final int MOST_WAITING = 6;

  private static final int LOOK_TICKS = 50;

  final Branch from;

  /** How many talkers there are in the tick that was taken. */
  int count;

  String[] legs = new String[8];
  int[] levels = new int[8];
  boolean[] talking = new boolean[8];

  /** Whether somebody of the branch is heard. */
  boolean heard;

  private long next;
  private long least = Long.MAX_VALUE;
  private int looked;
  private long tooMany;

  TalkReader(Branch from) {
    this.from = from;
    Arrays.fill(legs, "");
  }

  /** Takes the next tick, if there is one. */
  void take() {
    count = 0;
    TalkRing ring = from.ring();
    if (ring == null) {
      return;
    }
    long written = ring.written();
    if (next == 0 || written - next >= MOST_WAITING) {
      next = written;
    }
    look(written - next + 1);
    if (tooMany > 1 || (tooMany > 0 && !heard)) {
      next++;
      tooMany--;
    }
    if (next > 0 && written >= next && readNames(ring.tick(next))) {
      next++;
    } else {
      count = 0;
    }
  }

  private void look(long waiting) {
    least = Math.min(least, waiting);
    if (++looked == LOOK_TICKS) {
      tooMany = Math.max(0, least - 1);
      looked = 0;
      least = Long.MAX_VALUE;
    }
  }

  private boolean readNames(TalkRing.Tick tick) {
    if (!tick.is(next)) {
      return false;
    }
    TalkRing.Talk[] talks = tick.talks;
    int found = Math.min(tick.count, talks.length);
    if (found > legs.length) {
      legs = new String[2 * found];
      Arrays.fill(legs, "");
      levels = new int[legs.length];
      talking = new boolean[legs.length];
    }
    for (int i = 0; i < found; i++) {
      legs[i] = talks[i].leg;
      levels[i] = talks[i].level;
      talking[i] = talks[i].talking;
    }
    count = found;
    return tick.still(next);
  }

  /**
   * Copies a frame of the tick that was taken.
   *
   * @return false if it was overtaken meanwhile; then there is silence
   */
  boolean read(int talk, RemoteVoice into, int mixHz) {
    TalkRing ring = from.ring();
    if (ring == null) {
      return false;
    }
    long number = next - 1;
    TalkRing.Tick tick = ring.tick(number);
    if (!tick.is(number) || talk >= tick.talks.length) {
      return false;
    }
    TalkRing.Talk source = tick.talks[talk];
    int samples = source.samples;
    if (!tick.still(number)) {
      return false;
    }
    System.arraycopy(source.frame, 0, into.frame(samples, mixHz), 0, samples);
    if (tick.still(number)) {
      return true;
    }
    into.silence();
    return false;
  }
}
