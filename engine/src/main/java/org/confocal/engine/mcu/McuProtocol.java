package org.confocal.engine.mcu;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.Rejection;

/**
 * What a focus and an MCU say to each other. The MCU holds nothing that the focus could not tell it
 * again.
 */
public final class McuProtocol {
  private McuProtocol() {}

  /** What the focus says. */
  public sealed interface Command
      permits Negotiate, Connect, Revive, Release, Muted, Ended, McuInternal {}

  /**
   * Prepares a leg or a change of it and answers with our session description; nothing flows before
   * {@link Connect}. Repeating it changes nothing. A leg that has a place keeps it.
   *
   * @param offer what the peer offers; empty when the peer wants an offer of ours
   * @param peerHost IP address of the peer as its signalling comes, for choosing our address
   *     towards it
   */
  public record Negotiate(
      int leg, Optional<SessionOffer> offer, String peerHost, ActorRef<Event> replyTo)
      implements Command {}

  /**
   * The leg is admitted and stored: media may flow. Again for each change.
   *
   * @param remote what the peer described, as offer or as answer
   * @param local what we described
   */
  public record Connect(int leg, SessionOffer remote, SessionAnswer local) implements Command {}

  /**
   * A leg of an earlier life of the focus: finds its session, or makes it anew at the same place
   * when that is free.
   */
  public record Revive(
      int leg, MediaPlace place, SessionOffer remote, SessionAnswer local, String peerHost)
      implements Command {}

  /** The leg is gone, or was never admitted. */
  public record Release(int leg) implements Command {}

  /** The leg is heard no more, or again. */
  public record Muted(int leg, boolean muted) implements Command {}

  /** The conference is over: all legs end and the MCU stops. */
  public record Ended() implements Command {}

  /** For messages that an MCU sends to itself. */
  public non-sealed interface McuInternal extends Command {}

  /** What the MCU says. */
  public sealed interface Event
      permits Negotiated, NotNegotiated, NotConnected, Moved, StreamAlive, StreamLost, Fenced {}

  /** The leg is prepared. */
  public record Negotiated(int leg, SessionAnswer local, MediaPlace place) implements Event {}

  /** The leg cannot be served; nothing is kept of it. */
  public record NotNegotiated(int leg, Rejection rejection) implements Event {}

  /** What the peer described cannot be used: nothing flows and the leg should end. */
  public record NotConnected(int leg, Rejection rejection) implements Event {}

  /** The leg could not be revived at its place and needs a new offer with this description. */
  public record Moved(int leg, SessionAnswer local, MediaPlace place) implements Event {}

  /** Packets come: for the first time, or again. */
  public record StreamAlive(int leg) implements Event {}

  /** No packet came for {@code silentForMs} though some were expected. */
  public record StreamLost(int leg, long silentForMs) implements Event {}

  /**
   * Somebody with a higher epoch steers the conference: the focus must stop without another outward
   * act.
   */
  public record Fenced(long highestEpoch) implements Event {}
}
