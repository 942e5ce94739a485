package org.confocal.engine.focus;

import java.util.Optional;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.edge.EdgeProtocol;

/** How the requests end that we send to peers: whose it was is told. */
final class RequestResults {
  private final FocusParts parts;
  private final Focus.Environment env;
  private final KeyTries keyTries = new KeyTries();

  RequestResults(FocusParts parts, Focus.Environment env) {
    this.parts = parts;
    this.env = env;
  }

  /** Its result is here; of a fenced focus nobody asks. */
  Step ended(Conference state, EdgeProtocol.Result told) {
    EdgeProtocol.Result result = keyTries.judged(state, told);
    if (result.method() == EdgeProtocol.Method.NOTIFY) {
      return parts.subscriptions.notified(state, result);
    } else if (result.method() == EdgeProtocol.Method.MESSAGE) {
      parts.chats.delivered(state, result);
      return Step.NONE;
    }
    parts.mouth.toParticipant(
        state,
        result.leg(),
        new ParticipantProtocol.RequestEnded(result.leg(), result.method(), result.outcome()));
    Optional<Leg> leg = state.leg(result.leg());
    if (leg.isEmpty()) {
      return Step.NONE;
    }
    boolean offered = result.method() == EdgeProtocol.Method.INVITE;
    if (offered && result.outcome() != EdgeProtocol.Outcome.UNREACHED) {
      parts.introductions.reached(leg.get());
    }
    if (offered
        && result.outcome() == EdgeProtocol.Outcome.REFUSED
        && KeyTries.isKeyless(leg.get())) {
      return parts.departures.sentAway(
          state, leg.get(), Departure.LOST, "Your audio has no keys any more");
    }
    Step step = parts.changes.ended(leg.get(), result, env.clock().instant());
    if (step.events().isEmpty()) {
      heardOf(state, leg.get(), result);
    }
    return step;
  }

  private void heardOf(Conference state, Leg leg, EdgeProtocol.Result result) {
    switch (result.outcome()) {
      case OK, REFUSED -> parts.introductions.alive(state, leg, env.clock().instant());
      case GONE, GLARE -> parts.introductions.due(state, leg, env.clock().instant());
      case STALE -> throw new AssertionError("a fenced focus hears nothing");
      case UNREACHED -> {
        if (result.method() == EdgeProtocol.Method.INVITE) {
          parts.introductions.unreached(leg);
        }
      }
    }
  }
}
