package org.confocal.media.loop;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** The thread of one loop: works, sleeps until the next turn, and is woken by commands. */
final class LoopThread implements Runnable {

  private static final long RETRY_NS = 5_000_000L;
  private static final long END_MS = 1_000;

  final MediaLoop loop;
  final Thread thread;

  private final LoopLoad load;
  private final LongSupplier nanoClock;
  private volatile boolean running = true;

  LoopThread(MediaLoop loop, LoopLoad load, LongSupplier nanoClock, String name) {
    this.loop = loop;
    this.load = load;
    this.nanoClock = nanoClock;
    this.thread = new Thread(this, name);
    thread.setDaemon(true);
  }

  /** Any thread: false if the queue is full or the loop has ended. */
  boolean offer(Runnable command) {
    boolean taken = running && loop.offer(command);
    LockSupport.unpark(thread);
    return taken;
  }

  @Override
  public void run() {
    while (running) {
      long nowNs = nanoClock.getAsLong();
      long nextNs;
      try {
        nextNs = loop.doWork(nowNs);
      } catch (RuntimeException | Error e) { // whatever it was, the legs of others go on
        loop.onFailure(e);
        nextNs = nowNs + RETRY_NS;
      }
      long doneNs = nanoClock.getAsLong();
      load.worked(nowNs, doneNs);
      long waitNs = nextNs - doneNs;
      if (waitNs > 0 && running) {
        LockSupport.parkNanos(this, waitNs);
      }
    }
    loop.onShutdown(nanoClock.getAsLong());
  }

  void stop() {
    running = false;
    LockSupport.unpark(thread);
  }

  void awaitEnd() {
    try {
      thread.join(END_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
