package org.confocal.engine.edge;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.confocal.engine.Message;
import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.chat.Undelivered;
import org.confocal.engine.control.ControlResult;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.presence.PresenceNotice;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterUser;
import org.confocal.engine.roster.SubscriptionStyle;

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
    UPDATE,
    /** Tells a subscriber (RFC 6665). */
    NOTIFY,
    /** Carries a line of the chat (RFC 3428). */
    MESSAGE,
    /** Carries the late result of an order. */
    INFO
  }

  /** Our session description as the edge writes it: the o= line counts its versions. */
  public record LocalSession(long sessionId, long version, SessionAnswer description) {}

  /** What a focus may say to an edge. */
  public sealed interface Command permits Steered, NotifySubscriber, Drain, Close, EdgeInternal {}

  /**
   * What a focus orders. An edge carries out nothing of a focus that another one with a higher
   * epoch has followed: it answers {@link Outcome#STALE}.
   */
  public sealed interface Steered extends Command, Message
      permits Attach, Send, Notify, Deliver, Inform, Report, ReportReferral, Call, CancelCall {
    /** Of the focus that orders: grows with each start of it. */
    long epoch();

    /** Whose focus it is. */
    FocusKey focus();
  }

  /** For messages that an edge sends to itself, or to another: {@link PassingProtocol}. */
  public non-sealed interface EdgeInternal extends Command {}

  /**
   * A focus has started and looks for the ways to its peers.
   *
   * @param contacts the Contact URIs that peers have of us, each once
   * @param peers those that have come by connections, each once
   */
  public record Attach(
      long epoch,
      FocusKey focus,
      List<String> contacts,
      List<PeerAddress> peers,
      ActorRef<Attached> replyTo)
      implements Steered {
    public Attach {
      contacts = List.copyOf(contacts);
      peers = List.copyOf(peers);
    }
  }

  /** What an edge answers to a focus that attaches. */
  public sealed interface Attached extends Message permits Carries, Stale {}

  /**
   * The edge is at the service of the focus.
   *
   * @param contacts those of the asked ones at which requests come to this edge
   * @param peers those of the asked ones whose connections to this edge are open
   */
  public record Carries(ActorRef<Command> edge, List<String> contacts, List<PeerAddress> peers)
      implements Attached {
    public Carries {
      contacts = List.copyOf(contacts);
      peers = List.copyOf(peers);
    }
  }

  /** A focus with a higher epoch steers the conference: the one that asked shall do nothing. */
  public record Stale(long highest) implements Attached {}

  /**
   * Send this request in its dialog and tell how it ended.
   *
   * @param cseq CSeq number, chosen by the focus
   * @param reason for a BYE: text for the Reason header, empty for none
   */
  public record Send(
      long epoch,
      Method method,
      Dialog dialog,
      long cseq,
      Optional<LocalSession> session,
      Optional<SessionTimer> timer,
      String reason,
      ActorRef<Result> replyTo)
      implements Steered {
    @Override
    public FocusKey focus() {
      return dialog.localTag().focus();
    }
  }

  /**
   * Tell these subscribers the same document, each under his own version. The result of each comes
   * as a {@link Result} of {@code NOTIFY}; those who do not answer count as told when it is sent.
   *
   * @param document empty only when every notice ends its subscription
   * @param notices one at least
   */
  public record Notify(
      long epoch, Optional<RosterDocument> document, List<Notice> notices, ActorRef<Result> replyTo)
      implements Steered {
    public Notify {
      notices = List.copyOf(notices);
    }

    @Override
    public FocusKey focus() {
      return notices.get(0).dialog().localTag().focus();
    }
  }

  /**
   * Tell a subscriber something of a user. The result comes as a {@link Result} of {@code NOTIFY}
   * with the number of the subscription in place of that of a leg.
   */
  public record NotifySubscriber(PresenceNotice notice, ActorRef<Result> replyTo)
      implements Command, Message {}

  /**
   * One subscriber of a {@link Notify}.
   *
   * @param version of the document, counted per subscription
   * @param expiresSeconds what is left of the subscription
   * @param self the subscriber himself where a document for all does not hold him
   * @param ended the subscription ends with this notice, and why
   */
  public record Notice(
      Dialog dialog,
      long cseq,
      long version,
      SubscriptionStyle style,
      int expiresSeconds,
      Optional<RosterUser> self,
      Optional<SubscriptionEnd> ended) {}

  /** Why a subscription ends (RFC 6665 section 4.1.3). */
  public enum SubscriptionEnd {
    /** It ran out or its subscriber asked for it. */
    TIMEOUT,
    /** The conference is over, or the subscriber has left it. */
    NORESOURCE,
    /** The subscriber was sent away. */
    REJECTED
  }

  /** Send a line in these dialogs; a {@link Result} of {@code MESSAGE} comes for each. */
  public record Deliver(long epoch, ChatLine line, List<Addressee> to, ActorRef<Result> replyTo)
      implements Steered {
    public Deliver {
      to = List.copyOf(to);
    }

    @Override
    public FocusKey focus() {
      return to.get(0).dialog().localTag().focus();
    }
  }

  /** The next request in a dialog. */
  public record Addressee(Dialog dialog, long cseq) {}

  /** Tell the late result of an order by INFO. Nobody waits for an answer. */
  public record Inform(
      long epoch, Dialog dialog, long cseq, ConferenceUri conference, ControlResult result)
      implements Steered {
    @Override
    public FocusKey focus() {
      return dialog.localTag().focus();
    }
  }

  /** Tell a sender whom his line did not reach; a {@link Result} of {@code MESSAGE} comes. */
  public record Report(
      long epoch,
      Dialog dialog,
      long cseq,
      long line,
      List<Undelivered> missed,
      ActorRef<Result> replyTo)
      implements Steered {
    public Report {
      missed = List.copyOf(missed);
    }

    @Override
    public FocusKey focus() {
      return dialog.localTag().focus();
    }
  }

  /**
   * Tell by NOTIFY what has become of a REFER (RFC 3515 section 2.4.4). Nobody waits for an answer.
   *
   * @param referred CSeq number of the REFER
   * @param status as in the status line of the answer that it is about
   * @param secondsLeft how long there may be more reports; 0 = this is the last one
   */
  public record ReportReferral(
      long epoch, Dialog dialog, long cseq, long referred, int status, String text, int secondsLeft)
      implements Steered {
    @Override
    public FocusKey focus() {
      return dialog.localTag().focus();
    }
  }

  /**
   * Call somebody: an INVITE that begins a dialog. The edge finds a registered user by himself. It
   * watches whoever is told: when he has ended, the call is given up unless the focus, wherever it
   * lives then, has its leg.
   *
   * @param tag our tag in the new dialog
   * @param target URI to call
   * @param localUri who calls: goes into From
   * @param referredBy at whose wish (RFC 3892)
   */
  public record Call(
      long epoch,
      LegTag tag,
      String callId,
      long cseq,
      String target,
      String localUri,
      UserUri referredBy,
      LocalSession session,
      ActorRef<CallProgress> replyTo)
      implements Steered {
    @Override
    public FocusKey focus() {
      return tag.focus();
    }
  }

  /** Give up a {@link Call} that has not been answered. */
  public record CancelCall(long epoch, LegTag tag) implements Steered {
    @Override
    public FocusKey focus() {
      return tag.focus();
    }
  }

  /** How a {@link Call} goes. */
  public sealed interface CallProgress extends Message permits Ringing, Answered, NotAnswered {
    LegTag tag();
  }

  /** It rings. */
  public record Ringing(LegTag tag) implements CallProgress {}

  /**
   * Somebody took it; the edge has acknowledged. The dialog stands.
   *
   * @param timer session timer that the answer agreed to
   * @param edge that has called, and reaches the peer best
   */
  public record Answered(
      LegTag tag,
      Dialog dialog,
      SessionOffer answer,
      Optional<SessionTimer> timer,
      Optional<ActorRef<Command>> edge)
      implements CallProgress {
    public Answered {
      edge = edge == null ? Optional.empty() : edge;
    }

    /** Without a session timer, by any edge. */
    public Answered(LegTag tag, Dialog dialog, SessionOffer answer) {
      this(tag, dialog, answer, Optional.empty(), Optional.empty());
    }
  }

  /**
   * Nobody took it.
   *
   * @param status of the answer; 408 when none came, 404 when nobody knows where to call
   */
  public record NotAnswered(LegTag tag, int status, String text) implements CallProgress {}

  /** The node stops: take nothing new, and tell when every BYE of ours was answered or given up. */
  public record Drain(ActorRef<Done> replyTo) implements Command {}

  /** The node has given away what it had: the edge ends, and whoever was reached by it is told. */
  public record Close() implements Command {}

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
    REFUSED,
    /** Not sent: a focus with a higher epoch steers the conference. */
    STALE
  }

  /**
   * The end of a {@link Send}.
   *
   * @param leg number in our tag: a leg or a subscription
   * @param answer the peer's session description, when it sent one
   * @param status of the answer; 408 when none came, 0 when the request could not be sent
   * @param detail status line or error, for the log
   * @param contact the Contact that the peer has of us now, when it is another than the dialog says
   */
  public record Result(
      int leg,
      Method method,
      long cseq,
      Outcome outcome,
      Optional<SessionOffer> answer,
      int status,
      String detail,
      Optional<String> contact)
      implements Message {
    public Result {
      contact = contact == null ? Optional.empty() : contact;
    }

    /** The same, taken for another outcome. */
    public Result with(Outcome other) {
      return new Result(leg, method, cseq, other, answer, status, detail, contact);
    }

    /** The peer has the Contact that it had. */
    public Result(
        int leg,
        Method method,
        long cseq,
        Outcome outcome,
        Optional<SessionOffer> answer,
        int status,
        String detail) {
      this(leg, method, cseq, outcome, answer, status, detail, Optional.empty());
    }
  }
}
