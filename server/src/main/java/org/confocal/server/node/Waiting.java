package org.confocal.server.node;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** For the main thread and the command line, which have nothing to do until an answer is there. */
public final class Waiting {
  /** No answer came in time. */
  public static final class TimedOut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TimedOut(String what, Duration limit) {
      super(what + ": no answer within " + limit.toSeconds() + " s");
    }
  }

  private static final class Outcome<T> {
    private volatile @Nullable T value;
    private volatile @Nullable Throwable failure;
  }

  private Waiting() {}

  /**
   * Waits for the value.
   *
   * @param what named in the message of {@link TimedOut}
   * @throws RuntimeException the cause, when the stage fails
   */
  public static <T> T until(CompletionStage<T> stage, Duration limit, String what) {
    Outcome<T> outcome = new Outcome<>();
    CountDownLatch done = new CountDownLatch(1);
    stage.whenComplete(
        (given, failed) -> {
          outcome.value = given;
          outcome.failure = failed;
          done.countDown();
        });
    pause(done, limit, what);
    Throwable failure = outcome.failure;
    if (failure != null) {
      throw unwrapped(failure);
    }
    T value = outcome.value;
    if (value == null) {
      throw new IllegalStateException(what + ": no value");
    }
    return value;
  }

  /** Waits for nothing in particular; a signal ends the process meanwhile. */
  public static void forMillis(long millis) {
    try {
      if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("nobody counts down");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(CountDownLatch done, Duration limit, String what) {
    try {
      if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimedOut(what, limit);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new TimedOut(what, limit);
    }
  }

  private static RuntimeException unwrapped(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof RuntimeException runtime
        ? runtime
        : new CompletionException(String.valueOf(cause.getMessage()), cause);
  }
}
