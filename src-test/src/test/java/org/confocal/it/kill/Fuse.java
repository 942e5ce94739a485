package org.confocal.it.kill;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Burns down by one with each order that is sent; then somebody may kill. */
public final class Fuse {
  private static final long LIMIT_S = 60;

  private final AtomicInteger left;
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * @param orders so many are sent before the end
   */
  public Fuse(int orders) {
    left = new AtomicInteger(orders);
  }

  void burn() {
    if (left.decrementAndGet() <= 0) {
      over.countDown();
    }
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  /** Returns as soon as the last order is on its way. */
  public void await() {
    try {
      if (!over.await(LIMIT_S, TimeUnit.SECONDS)) {
        throw new AssertionError("only " + left + " orders are missing, but they do not come");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
