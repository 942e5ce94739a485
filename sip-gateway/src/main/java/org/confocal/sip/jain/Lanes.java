package org.confocal.sip.jain;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads with a bounded queue each; what has the same key runs in order. A part of each queue is
 * kept for urgent work.
 */
final class Lanes {
  private final List<ThreadPoolExecutor> lanes = new ArrayList<>();
  private final int keptForUrgent;

  /**
   * @param keptPercent of each queue, for urgent work
   */
  Lanes(int count, int queued, int keptPercent) {
    int each = Math.max(4, queued / count);
    this.keptForUrgent = Math.max(1, each * keptPercent / 100);
    for (int i = 0; i < count; i++) {
      String name = "sip-lane-" + i;
      lanes.add(
          new ThreadPoolExecutor(
              1,
              1,
              0,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(each),
              work -> {
                Thread thread = new Thread(work, name);
                thread.setDaemon(true);
                return thread;
              }));
    }
  }

  /** False if that lane is full or closed; for work that is not urgent, if it is nearly full. */
  boolean offer(int key, boolean urgent, Runnable work) {
    ThreadPoolExecutor lane = lanes.get(Math.floorMod(key, lanes.size()));
    if (!urgent && lane.getQueue().remainingCapacity() <= keptForUrgent) {
      return false;
    }
    try {
      lane.execute(work);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  void close() {
    lanes.forEach(ThreadPoolExecutor::shutdownNow);
  }
}
