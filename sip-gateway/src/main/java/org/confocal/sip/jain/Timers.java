package org.confocal.sip.jain;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that runs short tasks, now or later, and forgets them all at the end. */
final class Timers {
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread thread = new Thread(work, "sip-timers");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.DiscardPolicy());

  void after(long delayMs, Runnable task) {
    Future<?> unused = executor.schedule(task, delayMs, TimeUnit.MILLISECONDS);
  }

  void now(Runnable task) {
    executor.execute(task);
  }

  void close() {
    executor.shutdownNow();
  }
}
