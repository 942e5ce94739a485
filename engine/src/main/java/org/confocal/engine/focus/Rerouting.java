package org.confocal.engine.focus;

import java.time.Instant;
import java.util.Set;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.edge.EdgeProtocol;

/**
 * What follows when it is known, or known no more, which edge reaches whom. A leg that no edge
 * reaches any more is given another Contact by a target refresh, when a datagram can do that; one
 * that came by a connection has the time of a lost connection to come back.
 */
final class Rerouting {
  private final FocusParts parts;
  private final Focus.Environment env;

  Rerouting(FocusParts parts, Focus.Environment env) {
    this.parts = parts;
    this.env = env;
  }

  /** An edge has answered a focus that starts again. */
  void heard(Conference state, EdgeProtocol.Carries carries) {
    parts.mouth.ways().carries(state, carries);
    if (parts.mouth.ways().found()) {
      found(state);
    }
  }

  /** Nobody else is waited for. */
  void waitOver(Conference state) {
    if (parts.mouth.ways().settle()) {
      found(state);
    }
  }

  private void found(Conference state) {
    if (!state.active()) {
      parts.life.restIfIdle(state);
      return;
    }
    parts.subscriptions.found();
    state.allLegs().stream()
        .filter(leg -> !parts.mouth.ways().reaches(leg.number()))
        .forEach(leg -> withoutWay(state, leg));
  }

  /** An edge has ended: whom it has reached is reached by another one, or has lost his way. */
  void lost(Conference state, Ways.EdgeGone gone) {
    Set<Integer> numbers = parts.mouth.ways().lost(gone.edge());
    if (!state.active()) {
      return;
    }
    parts.subscriptions.lost(numbers);
    for (Leg leg : state.allLegs()) {
      if (numbers.contains(leg.number())) {
        lost(state, leg);
      }
    }
  }

  /** Whoever carried an offer of ours is gone: it is made again. */
  private void lost(Conference state, Leg leg) {
    boolean offered = parts.changes.isOffering(leg, env.clock().instant());
    parts.changes.free(leg.number());
    if (offered && Ways.isDatagram(leg.dialog())) {
      parts.mouth.later(leg, env.settings().glareDelay());
    } else {
      withoutWay(state, leg);
    }
  }

  private void withoutWay(Conference state, Leg leg) {
    if (Ways.isDatagram(leg.dialog())) {
      Instant now = env.clock().instant();
      if (parts.changes.quiet(leg, now)) {
        parts.changes.wants(leg, EdgeProtocol.Method.UPDATE, env.settings().glareDelay(), now);
      } else if (!parts.changes.isOffering(leg, now)) { // an offer of ours tells the Contact too
        parts.mouth.later(leg, env.settings().glareDelay());
      }
    } else {
      parts.mouth.toParticipant(
          state, leg.number(), new ParticipantProtocol.LegCutOff(leg.number()));
    }
  }
}
