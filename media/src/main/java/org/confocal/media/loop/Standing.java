package org.confocal.media.loop;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which focus steers a conference, and since when none does. Shared by all loops that the
 * conference is on: a command to a leg on one of them attaches the focus to all.
 */
final class Standing {

  private static final long ATTACHED = Long.MIN_VALUE;

  private final AtomicLong epoch = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong detachedNs = new AtomicLong(ATTACHED);

  long epoch() {
    return epoch.get();
  }

  /** A command of a focus with this epoch came; one below the present is the present one. */
  void attach(long newEpoch) {
    detachedNs.set(ATTACHED);
    if (newEpoch > epoch.get()) {
      epoch.accumulateAndGet(newEpoch, Math::max);
    }
  }

  void detach(long nowNs) {
    detachedNs.compareAndSet(ATTACHED, nowNs);
  }

  /** Whether there has been no focus for so long. */
  boolean orphaned(long nowNs, long graceNs) {
    long since = detachedNs.get();
    return since != ATTACHED && nowNs - since >= graceNs;
  }
}
