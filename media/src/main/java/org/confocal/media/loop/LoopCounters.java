package org.confocal.media.loop;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counters that one loop writes as plain numbers and publishes now and then for other threads. */
final class LoopCounters {

  private final long[] values = new long[Counter.values().length];
  private final AtomicLongArray published = new AtomicLongArray(values.length);

  void add(Counter counter, long amount) {
    values[index(counter)] += amount;
  }

  void increment(Counter counter) {
    values[index(counter)]++;
  }

  void atLeast(Counter counter, long value) {
    values[index(counter)] = Math.max(values[index(counter)], value);
  }

  void publish() {
    for (int i = 0; i < values.length; i++) {
      published.lazySet(i, values[i]);
    }
  }

  /** For other threads: the value as of the last publication. */
  long published(Counter counter) {
    return published.get(index(counter));
  }

  @SuppressWarnings("EnumOrdinal") // a dense table that is never stored
  private static int index(Counter counter) {
    return counter.ordinal();
  }
}
