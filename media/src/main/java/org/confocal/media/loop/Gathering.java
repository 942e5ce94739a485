package org.confocal.media.loop;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.confocal.media.CommandResult;
import org.confocal.media.CommandResult.Busy;
import org.confocal.media.CommandResult.Done;
import org.confocal.media.CommandResult.Stale;

/** One answer of many loops: the last that comes gives the worst of all. Any thread. */
final class Gathering {

  private final AtomicInteger missing;
  private final AtomicReference<CommandResult> worst = new AtomicReference<>(new Done());
  private final Consumer<CommandResult> done;

  Gathering(int answers, Consumer<CommandResult> done) {
    this.missing = new AtomicInteger(answers);
    this.done = done;
  }

  void take(CommandResult answer) {
    worst.accumulateAndGet(answer, Gathering::worse);
    if (missing.decrementAndGet() == 0) {
      done.accept(worst.get());
    }
  }

  private static CommandResult worse(CommandResult one, CommandResult other) {
    return rank(other) > rank(one) ? other : one;
  }

  private static int rank(CommandResult result) {
    return result instanceof Stale ? 2 : result instanceof Busy ? 1 : 0;
  }
}
