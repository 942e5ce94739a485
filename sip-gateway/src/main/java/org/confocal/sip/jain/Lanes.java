package org.confocal.sip.jain;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads with a bounded queue each; what has the same key runs in order. */
final class Lanes {
  private final List<ThreadPoolExecutor> lanes = new ArrayList<>();

  Lanes(int count, int queued) {
    int each = Math.max(4, queued / count);
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

  /** False if that lane is full or closed. */
  boolean offer(int key, Runnable work) {
    try {
      lanes.get(Math.floorMod(key, lanes.size())).execute(work);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  void close() {
    lanes.forEach(ThreadPoolExecutor::shutdownNow);
  }
}
