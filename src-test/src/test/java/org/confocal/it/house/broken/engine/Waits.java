package org.confocal.it.house.broken.engine;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Reads a clock and waits. */
public final class Waits {
  private Waits() {}

  static Instant waited(CompletableFuture<String> future) {
    future.join();
    return Instant.now();
  }
}
