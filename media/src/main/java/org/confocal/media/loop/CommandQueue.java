package org.confocal.media.loop;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A bounded queue without locks from many threads to one; a full queue refuses. */
final class CommandQueue {

  private final AtomicReferenceArray<@Nullable Runnable> slots;
  private final int mask;
  private final AtomicLong tail = new AtomicLong();
  private final AtomicLong head = new AtomicLong();

  /**
   * @param capacity a power of two
   */
  CommandQueue(int capacity) {
    slots = new AtomicReferenceArray<>(capacity);
    mask = capacity - 1;
  }

  /** Any thread. */
  boolean offer(Runnable command) {
    while (true) {
      long place = tail.get();
      if (place - head.get() > mask) {
        return false;
      }
      if (tail.compareAndSet(place, place + 1)) {
        slots.setRelease((int) place & mask, command);
        return true;
      }
    }
  }

  /**
   * The one reader: the oldest command, or null if there is none or its writer is just about to put
   * it.
   */
  @Nullable Runnable poll() {
    long place = head.getPlain();
    Runnable command = slots.getAcquire((int) place & mask);
    if (command != null) {
      slots.setPlain((int) place & mask, null);
      head.setRelease(place + 1);
    }
    return command;
  }
}
