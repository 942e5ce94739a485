package org.confocal.it.kit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The one place where a test waits for the clock: for what a real process does, and while audio is
 * being spoken. Nothing that runs inside the test's own process may be polled by it.
 */
public final class Eventually {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Eventually() {}

  /**
   * Waits until something is there.
   *
   * @param what ends the sentence "within 5 s: ..."
   * @throws AssertionError if it is not there after {@code limit}
   */
  public static <T> T eventually(String what, Duration limit, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + limit.toMillis() + " ms: " + what);
      }
      pass(PAUSE);
    }
  }

  /** Waits until something is true; otherwise as the other. */
  public static void eventually(String what, Duration limit, BooleanSupplier look) {
    eventually(what, limit, () -> look.getAsBoolean() ? Optional.of(what) : Optional.empty());
  }

  /** Lets time pass while real clients talk. */
  public static void pass(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}
