package org.confocal.engine.edge;

import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.confocal.engine.Message;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;

/** What a focus and an edge say to each other about dialogs that are there. */
public final class EdgeProtocol {
  /** Edges register under this key. */
  public static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "sip-edge");

  private EdgeProtocol() {}

  /** The requests that a focus sends in a dialog. */
  public enum Method {
    /** Ends the dialog. */
    BYE,
    /** Asks whether the peer still has the dialog. */
    OPTIONS,
    /** Offers a session description, changed or not. The edge acknowledges the answer. */
    INVITE,
    /** Refreshes the session timer without a description (RFC 3311). */
    UPDATE
  }

  /** Our session description as the edge writes it: the o= line counts its versions. */
  public record LocalSession(long sessionId, long version, SessionAnswer description) {}

  /** What a focus may say to an edge. */
  public sealed interface Command permits Send, Drain, EdgeInternal {}

  /** For messages that an edge sends to itself. */
  public non-sealed interface EdgeInternal extends Command {}

  /**
   * Send this request in its dialog and tell how it ended.
   *
   * @param cseq CSeq number, chosen by the focus
   * @param reason for a BYE: text for the Reason header, empty for none
   */
  public record Send(
      Method method,
      Dialog dialog,
      long cseq,
      Optional<LocalSession> session,
      Optional<SessionTimer> timer,
      String reason,
      ActorRef<Result> replyTo)
      implements Command, Message {}

  /** The node stops: take nothing new, and tell when every BYE of ours was answered or given up. */
  public record Drain(ActorRef<Done> replyTo) implements Command {}

  /** How a request ended. */
  public enum Outcome {
    /** A 2xx came. */
    OK,
    /** The peer has no such dialog, or nothing answered in time: the leg is dead. */
    GONE,
    /** The request could not be sent: that tells nothing of the peer. */
    UNREACHED,
    /** Both sides offered at once: try again later. */
    GLARE,
    /** The peer refused, and keeps the dialog. */
    REFUSED
  }

  /**
   * The end of a {@link Send}.
   *
   * @param answer the peer's session description, when it sent one
   * @param detail status line or error, for the log
   */
  public record Result(
      int leg,
      Method method,
      long cseq,
      Outcome outcome,
      Optional<SessionOffer> answer,
      String detail)
      implements Message {}
}
