package org.confocal.sip.jain;

import java.util.concurrent.atomic.AtomicLongArray;
import org.confocal.sip.message.MessageHead;

/**
 * Remembers the last requests of one kind by their identity, so that a repetition is treated like
 * the first one. Its memory is fixed: a new request takes the place of an old one. Any thread may
 * call.
 */
final class RecentRequests {
  private static final int SLOTS = 1 << 14;
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

  void add(MessageHead request) {
    long id = request.identity();
    slots.set(slot(id), id);
  }

  boolean has(MessageHead request) {
    long id = request.identity();
    return slots.get(slot(id)) == id;
  }

  void clear() {
    for (int i = 0; i < SLOTS; i++) {
      slots.set(i, 0);
    }
  }

  private static int slot(long id) {
    return (int) ((id * SPREAD) >>> 50);
  }
}
