package org.confocal.media.loop;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The highest epoch that any loop has heard of, by conference: of all that are on a loop now, and
 * of the most recent ones that are not. One memory for all loops, because a conference may be on
 * several of them, and on others the next time. Any thread.
 */
final class Fences {

  /** How many conferences that are on no loop are remembered. */
  static final int REMEMBERED = 65_536;

  private final ConcurrentHashMap<String, Fence> known = new ConcurrentHashMap<>();

  /** Those on no loop, the oldest in front; some may have come back meanwhile. */
  private final ConcurrentLinkedQueue<Fence> idle = new ConcurrentLinkedQueue<>();

  private final AtomicInteger idleCount = new AtomicInteger();

  /** Of one conference; written while its place in the table is locked. */
  private static final class Fence {
    final String key;
    volatile long highest = Long.MIN_VALUE;
    int loops;
    boolean queued;

    Fence(String key) {
      this.key = key;
    }
  }

  /**
   * A command with this epoch came.
   *
   * @return the highest so far, this one included: the command is stale if it is another
   */
  long raise(String key, long epoch) {
    return change(key, 0, epoch).highest;
  }

  /** The conference is on one more loop: it is not forgotten. */
  void hold(String key) {
    change(key, 1, Long.MIN_VALUE);
  }

  /** It is on one loop less. */
  void release(String key) {
    change(key, -1, Long.MIN_VALUE);
  }

  private Fence change(String key, int loops, long epoch) {
    Fence changed =
        known.compute(
            key,
            (same, old) -> {
              Fence fence = old == null ? new Fence(key) : old;
              fence.highest = Math.max(fence.highest, epoch);
              fence.loops += loops;
              if (fence.loops == 0 && !fence.queued) {
                fence.queued = true;
                idle.add(fence);
                idleCount.incrementAndGet();
              }
              return fence;
            });
    if (idleCount.get() > REMEMBERED) {
      forgetOldest();
    }
    return changed;
  }

  private void forgetOldest() {
    Fence oldest = idle.poll();
    if (oldest != null) {
      idleCount.decrementAndGet();
      known.computeIfPresent(
          oldest.key,
          (key, fence) -> {
            fence.queued = false;
            return fence.loops == 0 ? null : fence;
          });
    }
  }
}
