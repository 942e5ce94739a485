package org.confocal.engine.focus;

import java.time.Duration;
import java.util.Optional;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.edge.EdgeProtocol;

/**
 * What a focus and its participant actors say to each other. Both live in one place: nothing here
 * is serialized.
 */
final class ParticipantProtocol {
  private ParticipantProtocol() {}

  /** What the focus says. */
  sealed interface Command {}

  /** What a participant says to itself. */
  non-sealed interface Internal extends Command {}

  /**
   * A leg stands.
   *
   * @param recovered it is from an earlier life of the focus: ask the peer unless something is
   *     heard of it
   */
  record LegUp(int leg, Optional<SessionTimer> timer, boolean recovered) implements Command {}

  /** The peer or we have refreshed the session, perhaps with another timer. */
  record LegRefreshed(int leg, Optional<SessionTimer> timer) implements Command {}

  /** Something has come from the peer: a request, or the answer to one. */
  record LegHeard(int leg) implements Command {}

  /** Packets of the leg come. */
  record LegFlows(int leg) implements Command {}

  /** Packets of the leg have stopped. */
  record LegSilent(int leg) implements Command {}

  /** The connection over which the leg came is closed; it may come back by another. */
  record LegCutOff(int leg) implements Command {}

  /** The leg is gone. */
  record LegDown(int leg) implements Command {}

  /** A request that the participant asked for has ended. */
  record RequestEnded(int leg, EdgeProtocol.Method method, EdgeProtocol.Outcome outcome)
      implements Command {}

  /** Offer our description again after {@code delay}: both sides offered at once. */
  record OfferLater(int leg, Duration delay) implements Command {}

  /** The participant wants this request sent in the leg's dialog. */
  record WantsRequest(int leg, EdgeProtocol.Method method) implements FocusProtocol.FocusInternal {}

  /** The peer is dead, says the participant. */
  record LegDead(int leg, String why) implements FocusProtocol.FocusInternal {}
}
