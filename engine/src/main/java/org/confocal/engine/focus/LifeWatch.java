package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Lifetime;
import org.jspecify.annotations.Nullable;

/**
 * Ends a conference that nobody has joined for too long, or in which nobody is any more who has
 * proved who he is. It has one timer and no memory: the deadline is computed from the journal each
 * time, so it survives the death of the focus.
 */
final class LifeWatch {
  /** It is time to look. */
  record Due() implements FocusProtocol.FocusInternal {}

  /** Timers of the actor system reach no further than some months: we look in between. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final FocusParts parts;
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private Optional<Instant> armedFor = Optional.empty();
  private @Nullable Cancellable timer;

  LifeWatch(FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
  }

  /** Sees to it that somebody looks when the deadline of this conference is there. */
  void arm(Conference state) {
    Optional<Instant> at = deadline(state).map(Lifetime.Deadline::at);
    if (at.equals(armedFor)) {
      return;
    }
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    armedFor = at;
    at.ifPresent(deadline -> wait(Duration.between(now(), deadline)));
  }

  /** Whoever is on his way in is waited for. */
  Step due(Conference state) {
    armedFor = Optional.empty();
    Optional<Lifetime.Deadline> over = deadline(state).filter(d -> !now().isBefore(d.at()));
    if (over.isEmpty()) {
      arm(state);
      return Step.NONE;
    }
    if (parts.pending.joinCount() > 0) {
      wait(SOON);
      return Step.NONE;
    }
    parts.joins.refuseAll(
        Rejection.of(Rejection.Reason.UNKNOWN_CONFERENCE, over.get().why().text()));
    return parts.departures.end(state, over.get().why());
  }

  private Optional<Lifetime.Deadline> deadline(Conference state) {
    return env.settings().life().lifetime().deadline(state);
  }

  private void wait(Duration left) {
    Duration least = left.compareTo(SOON) < 0 ? SOON : left;
    timer =
        context.scheduleOnce(
            least.compareTo(LONGEST) > 0 ? LONGEST : least, context.getSelf(), new Due());
  }

  private Instant now() {
    return env.clock().instant();
  }
}
