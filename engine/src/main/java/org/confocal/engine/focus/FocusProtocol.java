package org.confocal.engine.focus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.Message;
import org.confocal.engine.Rejection;
import org.confocal.engine.chat.Content;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.Recording;
import org.confocal.engine.conference.Role;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.control.ControlResult;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.roster.SubscriptionStyle;

/**
 * What may be said to a focus, and what it answers. Edges repeat a command with a {@link
 * RequestKey} until it is answered; the focus does the thing once and repeats the answer.
 */
public final class FocusProtocol {
  private FocusProtocol() {}

  /** What may be said. */
  public sealed interface Command
      permits Join,
          Change,
          Acknowledge,
          NotAcknowledged,
          Leave,
          Ask,
          CutOff,
          Comes,
          Abandon,
          Control,
          Routed,
          Unsubscribe,
          Renew,
          End,
          Show,
          Operate,
          Wake,
          FocusInternal {}

  /**
   * What an edge sends to a conference that it knows by URI or number only: by way of the
   * organizer's focus factory, which refuses it when there is no such meeting.
   */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "routed")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Subscribe.class, name = "Subscribe"),
    @JsonSubTypes.Type(value = Say.class, name = "Say"),
    @JsonSubTypes.Type(value = Refer.class, name = "Refer")
  })
  public sealed interface Routed extends Command, Message permits Subscribe, Say, Refer {
    /** Tells the asker that it shall not be. */
    void refuse(Rejection why);
  }

  /** For what a focus says to itself and its children say to it. */
  non-sealed interface FocusInternal extends Command {}

  /**
   * Somebody wants to join; sent by the organizer's focus factory.
   *
   * @param policy of the organizer; absent = that of the site
   * @param expires after this the conference is not activated any more; absent = never
   */
  public record Join(
      Meeting meeting,
      Joining joining,
      Optional<ConferencePolicy> policy,
      Optional<Instant> expires)
      implements Command, Message {
    public Join {
      policy = policy == null ? Optional.empty() : policy;
      expires = expires == null ? Optional.empty() : expires;
    }

    /** Under the policy of the site, for ever. */
    public Join(Meeting meeting, Joining joining) {
      this(meeting, joining, Optional.empty(), Optional.empty());
    }
  }

  /**
   * A request to join, as an edge sends it to the focus factory.
   *
   * @param offer empty when the caller wants an offer of ours
   * @param timer session timer that the edge agreed on
   * @param edge the edge that has the caller's flow
   */
  public record Joining(
      RequestKey key,
      Entry entry,
      Caller caller,
      DialogSeed seed,
      Optional<SessionOffer> offer,
      Optional<SessionTimer> timer,
      ActorRef<InviteReply> replyTo,
      ActorRef<EdgeProtocol.Command> edge)
      implements Message {
    /**
     * Where it came from, as the socket tells; only an older node knows but what the dialog says.
     */
    PeerAddress source() {
      return caller.source().orElse(seed.peer());
    }
  }

  /**
   * What the edge knows of a dialog before the focus gives it a tag; the names are those of {@code
   * Dialog}.
   */
  public record DialogSeed(
      String localUri,
      String remoteUri,
      String remoteTarget,
      String contact,
      List<String> routeSet,
      PeerAddress peer,
      boolean peerUpdates) {
    public DialogSeed {
      routeSet = List.copyOf(routeSet);
    }
  }

  /** What a change of a session brings. */
  public enum ChangeKind {
    /** An offer of the peer. */
    OFFER,
    /** A re-INVITE without a description: the peer wants an offer of ours. */
    OFFERLESS,
    /** Nothing but a refresh of timer and target. */
    REFRESH
  }

  /** A re-INVITE or UPDATE. */
  public record Change(
      RequestKey key,
      LegTag tag,
      ChangeKind kind,
      Optional<SessionOffer> offer,
      String remoteTarget,
      PeerAddress peer,
      Optional<SessionTimer> timer,
      ActorRef<InviteReply> replyTo)
      implements Command, Message {}

  /** The ACK of a 2xx; with the peer's description when the offer was ours. */
  public record Acknowledge(
      LegTag tag, String callId, String remoteTag, long cseq, Optional<SessionOffer> answer)
      implements Command, Message {}

  /** No ACK to the 2xx of the INVITE number {@code cseq} came in time: the leg ends. */
  public record NotAcknowledged(LegTag tag, long cseq) implements Command, Message {}

  /** The connection of a peer is closed: his legs may come back by another, or are gone. */
  public record CutOff(PeerAddress peer) implements Command, Message {}

  /**
   * A request of the dialog {@code tag} has come to this edge by a connection by which none of this
   * conference had come before.
   */
  public record Comes(LegTag tag, ActorRef<EdgeProtocol.Command> edge)
      implements Command, Message {}

  /** A BYE. */
  public record Leave(RequestKey key, LegTag tag, ActorRef<LeaveReply> replyTo)
      implements Command, Message {}

  /** Does this dialog exist? An OPTIONS in it, or any other request that changes nothing. */
  public record Ask(RequestKey key, LegTag tag, ActorRef<LeaveReply> replyTo)
      implements Command, Message {}

  /** The edge has given up or was cancelled: whatever became of this request shall not be. */
  public record Abandon(RequestKey key, ActorRef<Abandoned> replyTo) implements Command, Message {}

  /** End the conference and say BYE to everybody. */
  public record End(EndReason why, ActorRef<Ended> replyTo) implements Command, Message {}

  /** Tell what there is. */
  public record Show(ActorRef<View> replyTo) implements Command, Message {}

  /** An operator orders something about the lobby, bans or recordings. */
  public record Operate(ControlOrder order, ActorRef<Operated> replyTo)
      implements Command, Message {}

  /**
   * What became of the order of an operator.
   *
   * @param refusal empty = it is done
   */
  public record Operated(Optional<Rejection> refusal) implements Message {}

  /** The table says that this conference should be running. */
  public record Wake() implements Command, Message {}

  /**
   * An order of a participant in his dialog with the focus.
   *
   * @param requestId of the client, repeated in the answer
   */
  public record Control(
      RequestKey key,
      LegTag tag,
      String requestId,
      ControlOrder order,
      ActorRef<ControlReply> replyTo)
      implements Command, Message {}

  /** The answer to {@link Control}. */
  public sealed interface ControlReply extends Message
      permits Controlled, ControlPending, ControlUnheard {
    RequestKey key();
  }

  /** The order is carried out, or refused. */
  public record Controlled(RequestKey key, ControlResult result) implements ControlReply {}

  /** The result comes later, by {@link EdgeProtocol.Inform}. */
  public record ControlPending(RequestKey key) implements ControlReply {}

  /** The request was not heard at all: no such dialog, or overtaken. */
  public record ControlUnheard(RequestKey key, Rejection rejection) implements ControlReply {}

  /**
   * Somebody wants to be told of changes, longer than before, or no more.
   *
   * @param tag our tag of a subscription that is there; empty = a new one
   * @param from address in From, without name: proves nothing by itself
   * @param expiresSeconds wanted; 0 = no more, less = the subscriber does not say
   * @param inAnswer the first document shall come in the answer
   */
  public record Subscribe(
      RequestKey key,
      Optional<LegTag> tag,
      Caller caller,
      String from,
      DialogSeed seed,
      SubscriptionStyle style,
      int expiresSeconds,
      boolean inAnswer,
      ActorRef<SubscribeReply> replyTo,
      ActorRef<EdgeProtocol.Command> edge)
      implements Routed {
    @Override
    public void refuse(Rejection why) {
      replyTo.tell(new NotSubscribed(key, why));
    }
  }

  /** A subscriber does not exist any more, says the edge: its connection or its answer tells. */
  public record Unsubscribe(LegTag tag) implements Command, Message {}

  /** The organizer has changed the meeting; nothing happens when the conference does not run. */
  public record Renew(Meeting meeting) implements Command, Message {}

  /** The answer to {@link Subscribe}. */
  public sealed interface SubscribeReply extends Message permits Subscribed, NotSubscribed {
    RequestKey key();
  }

  /**
   * The subscription stands, or is over when {@code expiresSeconds} is 0.
   *
   * @param first the document that was wanted in the answer
   */
  public record Subscribed(
      RequestKey key,
      LegTag tag,
      String contact,
      int expiresSeconds,
      Optional<EdgeProtocol.Notify> first)
      implements SubscribeReply {}

  /** Nothing has changed. */
  public record NotSubscribed(RequestKey key, Rejection rejection) implements SubscribeReply {}

  /**
   * Somebody says something (MESSAGE).
   *
   * @param tag our tag when it came in a dialog
   * @param from address in From, without name: proves nothing by itself
   * @param peer where it came from
   * @param to whom it is for; empty = everybody
   */
  public record Say(
      RequestKey key,
      Optional<LegTag> tag,
      Caller caller,
      String from,
      PeerAddress peer,
      Optional<UserUri> to,
      Content content,
      ActorRef<SayReply> replyTo)
      implements Routed {
    @Override
    public void refuse(Rejection why) {
      replyTo.tell(new NotSaid(key, why));
    }
  }

  /** The answer to {@link Say}. */
  public sealed interface SayReply extends Message permits Said, NotSaid {
    RequestKey key();
  }

  /** It is stored and on its way to everybody. */
  public record Said(RequestKey key, long line) implements SayReply {}

  /** Nobody hears it. */
  public record NotSaid(RequestKey key, Rejection rejection) implements SayReply {}

  /**
   * A participant wants somebody called or removed (REFER, RFC 4579 sections 5.5 and 5.11).
   *
   * @param tag our tag when it came in a dialog
   * @param order a {@link ControlOrder.DialOut} or a {@link ControlOrder.Eject}
   * @param reports how it goes shall be told (no {@code Refer-Sub: false}, RFC 4488)
   */
  public record Refer(
      RequestKey key,
      Optional<LegTag> tag,
      Caller caller,
      DialogSeed seed,
      ControlOrder order,
      boolean reports,
      ActorRef<ReferReply> replyTo,
      ActorRef<EdgeProtocol.Command> edge)
      implements Routed {
    @Override
    public void refuse(Rejection why) {
      replyTo.tell(new NotReferred(key, why));
    }
  }

  /** The answer to {@link Refer}. */
  public sealed interface ReferReply extends Message permits Referred, NotReferred {
    RequestKey key();
  }

  /**
   * It is being done.
   *
   * @param tag our tag: of the dialog in which it came, or of the new one in which reports go
   */
  public record Referred(RequestKey key, LegTag tag, String contact) implements ReferReply {}

  /** Nothing is done. */
  public record NotReferred(RequestKey key, Rejection rejection) implements ReferReply {}

  /** The answers to whoever holds an INVITE or UPDATE transaction. */
  public sealed interface InviteReply extends Message permits Established, Refused, Acknowledged {
    RequestKey key();
  }

  /**
   * The leg stands, or its session is changed.
   *
   * @param participant as whom the peer is in the conference
   * @param endpoint the id of this leg in the roster
   * @param session our description; empty for a refresh without one
   * @param timer what was agreed on
   */
  public record Established(
      RequestKey key,
      LegTag tag,
      UserUri participant,
      Role role,
      String endpoint,
      String contact,
      Optional<EdgeProtocol.LocalSession> session,
      Optional<SessionTimer> timer)
      implements InviteReply {}

  /** Nothing has changed. */
  public record Refused(RequestKey key, Rejection rejection) implements InviteReply {}

  /** The ACK has arrived: stop repeating the 2xx. */
  public record Acknowledged(RequestKey key) implements InviteReply {}

  /** The answer to {@link Leave} and {@link Ask}. */
  public sealed interface LeaveReply extends Message permits Yes, No {}

  /** It is so. */
  public record Yes(RequestKey key) implements LeaveReply {}

  /** It is not so. */
  public record No(RequestKey key, Rejection rejection) implements LeaveReply {}

  /** Nothing is left of that request. */
  public record Abandoned(RequestKey key) implements Message {}

  /** The conference is over. */
  public record Ended(int legs) implements Message {}

  /**
   * What an operator sees.
   *
   * @param recordings of all its lives, oldest first; older nodes tell none
   */
  public record View(
      FocusKey key,
      Optional<ConferenceUri> conference,
      Optional<Meeting> meeting,
      long activation,
      long incarnation,
      long revision,
      List<LegView> legs,
      List<Recording> recordings)
      implements Message {
    public View {
      legs = List.copyOf(legs);
      recordings = recordings == null ? List.of() : List.copyOf(recordings);
    }

    /** Of a conference of which nothing was recorded. */
    public View(
        FocusKey key,
        Optional<ConferenceUri> conference,
        Optional<Meeting> meeting,
        long activation,
        long incarnation,
        long revision,
        List<LegView> legs) {
      this(key, conference, meeting, activation, incarnation, revision, legs, List.of());
    }
  }

  /**
   * One leg as an operator sees it.
   *
   * @param waiting it is in the lobby
   */
  public record LegView(
      int leg,
      String participant,
      String displayName,
      Role role,
      String callId,
      String peer,
      String media,
      Instant joinedAt,
      boolean waiting) {}
}
