package org.confocal.media.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Hands out pairs of an even and the next odd port, round and round, so that a released pair waits
 * for all others; it also waits out its quarantine. Any thread, no lock.
 */
public final class PortPool {

  /** No pair. */
  public static final int NONE = -1;

  private static final long FREE = Long.MIN_VALUE;
  private static final long TAKEN = Long.MAX_VALUE;

  private final int first;
  private final int pairs;
  private final long quarantineNs;
  private final AtomicLongArray freeAtNs;
  private final AtomicInteger next;

  /**
   * @param first even
   * @param last odd
   * @param start where the round begins, any number: a process that starts anew should not hand out
   *     the ports to which callers of its predecessor still send
   */
  public PortPool(int first, int last, long quarantineNs, int start) {
    this.next = new AtomicInteger(start);
    this.first = first;
    this.pairs = (last - first + 1) / 2;
    this.quarantineNs = quarantineNs;
    this.freeAtNs = new AtomicLongArray(pairs);
    for (int i = 0; i < pairs; i++) {
      freeAtNs.set(i, FREE);
    }
  }

  public int pairs() {
    return pairs;
  }

  /** Takes the next pair: its even port, or {@link #NONE}. */
  public int take(long nowNs) {
    for (int i = 0; i < pairs; i++) {
      int pair = Math.floorMod(next.getAndIncrement(), pairs);
      if (takePair(pair, nowNs)) {
        return first + 2 * pair;
      }
    }
    return NONE;
  }

  /** Takes a given pair if it is in the range and free. */
  public boolean take(int evenPort, long nowNs) {
    int pair = (evenPort - first) / 2;
    return evenPort >= first && pair < pairs && (evenPort & 1) == 0 && takePair(pair, nowNs);
  }

  private boolean takePair(int pair, long nowNs) {
    long freeAt = freeAtNs.get(pair);
    boolean free = freeAt == FREE || (freeAt != TAKEN && nowNs - freeAt >= 0);
    return free && freeAtNs.compareAndSet(pair, freeAt, TAKEN);
  }

  /** Gives a pair back; it is not handed out again before the quarantine is over. */
  public void release(int evenPort, long nowNs) {
    freeAtNs.set((evenPort - first) / 2, nowNs + quarantineNs);
  }
}
