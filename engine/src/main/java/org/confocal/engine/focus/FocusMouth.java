package org.confocal.engine.focus;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.control.ControlResult;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.meeting.Meeting;

/**
 * All that a focus says to the outside: to edges, to its MCU, to its participant actors and to
 * whoever waits for an answer. Used by the focus only, after the facts are stored.
 */
final class FocusMouth {
  private static final int CSEQ_BLOCK_BITS = 20;

  record FromMcu(McuProtocol.Event event) implements FocusProtocol.FocusInternal {}

  record FromEdge(EdgeProtocol.Result result) implements FocusProtocol.FocusInternal {}

  record McuGone(McuType type, ActorRef<McuProtocol.Command> mcu)
      implements FocusProtocol.FocusInternal {}

  record ParticipantGone(UserUri user, ActorRef<ParticipantProtocol.Command> child)
      implements FocusProtocol.FocusInternal {}

  /** Somebody who repeats a 2xx until the ACK comes. */
  private record AwaitingAck(int leg, RequestKey key, ActorRef<FocusProtocol.InviteReply> invite) {}

  private final ActorContext<FocusProtocol.Command> context;
  private final FocusKey key;
  private final Focus.Environment env;
  private final ActorRef<McuProtocol.Event> mcuEvents;
  private final ActorRef<EdgeProtocol.Result> results;
  private final Ways ways;
  private final Map<RequestKey, AwaitingAck> awaitingAck = new LinkedHashMap<>();
  private final Map<UserUri, ActorRef<ParticipantProtocol.Command>> participants = new HashMap<>();
  private final Map<McuType, ActorRef<McuProtocol.Command>> mcus = new EnumMap<>(McuType.class);

  /** MCUs that ended too often: until they are made anew, nothing is said to them. */
  private final Set<McuType> resting = EnumSet.noneOf(McuType.class);

  private long epoch;
  private long cseq;
  private int lastNumber;
  private int mcuStarts;

  FocusMouth(ActorContext<FocusProtocol.Command> context, FocusKey key, Focus.Environment env) {
    this.context = context;
    this.key = key;
    this.env = env;
    this.mcuEvents = context.messageAdapter(McuProtocol.Event.class, FromMcu::new);
    this.results = context.messageAdapter(EdgeProtocol.Result.class, FromEdge::new);
    this.ways = new Ways(context, env);
  }

  /** Starts the CSeq block of this incarnation; MCUs of an earlier one are no longer heard. */
  void begin(Conference state) {
    epoch = state.epoch();
    cseq = state.incarnation() << CSEQ_BLOCK_BITS;
    mcus.values().forEach(context::stop);
    mcus.clear();
    resting.clear();
  }

  /**
   * The MCU of that type: the MCU factory is asked when it is needed for the first time, and then
   * no more in this life of the focus.
   */
  private ActorRef<McuProtocol.Command> mcu(McuType type) {
    return mcus.computeIfAbsent(type, this::newMcu);
  }

  private ActorRef<McuProtocol.Command> newMcu(McuType type) {
    ActorRef<McuProtocol.Command> child =
        context.spawn(
            env.mcus().mcu(type, key, epoch, mcuEvents),
            "mcu-" + type.token() + "-" + epoch + "-" + ++mcuStarts);
    context.watchWith(child, new McuGone(type, child));
    return child;
  }

  /** Takes note that an MCU has ended; false when it was not the present one. */
  boolean mcuGone(McuGone gone) {
    return mcus.remove(gone.type(), gone.mcu());
  }

  /** From now on nothing is said to that MCU: whoever wakes it tells it everything again. */
  void rests(McuType type) {
    resting.add(type);
  }

  /** That MCU may be made anew; false when it was not resting any more. */
  boolean wakes(McuType type) {
    return resting.remove(type);
  }

  void toMcu(McuType type, McuProtocol.Command command) {
    if (!resting.contains(type)) {
      mcu(type).tell(command);
    }
  }

  /** Whether the audio MCU is there: when the conference is over it may have a last word. */
  boolean hasAudio() {
    return mcus.containsKey(McuType.AUDIO_VIDEO);
  }

  /** Says the same to every MCU that there is. */
  void toMcus(McuProtocol.Command command) {
    mcus.values().forEach(m -> m.tell(command));
  }

  /** Asks an MCU to prepare a leg, or a change of it. */
  void negotiate(
      McuType type,
      int leg,
      Optional<UserUri> user,
      Optional<SessionOffer> offer,
      String peerHost) {
    toMcu(type, new McuProtocol.Negotiate(leg, user, offer, peerHost, mcuEvents));
  }

  /** A name for a new dialog of ours: its number is never used again. */
  LegTag newTag(Conference state) {
    lastNumber = Math.max(lastNumber, state.lastLeg()) + 1;
    return new LegTag(state.key(), lastNumber, env.ids().hex(8));
  }

  long nextCseq() {
    return ++cseq;
  }

  /** Which edge reaches whom. */
  Ways ways() {
    return ways;
  }

  /** The edge that reaches the peer of that leg or subscription. */
  ActorRef<EdgeProtocol.Command> edge(int number) {
    return ways.edge(number);
  }

  /** The epoch of this life of the focus: goes with every order to an edge. */
  long epoch() {
    return epoch;
  }

  ActorRef<EdgeProtocol.Result> results() {
    return results;
  }

  /** Answers a join or change that stands. */
  void established(
      Leg leg,
      RequestKey key,
      boolean withSession,
      Optional<SessionTimer> timer,
      ActorRef<FocusProtocol.InviteReply> replyTo) {
    if (withSession && leg.lostItsKeys()) {
      return; // the edge asks again, and by then it has new ones
    }
    if (key.method().equals("INVITE")) {
      awaitingAck.put(key, new AwaitingAck(leg.number(), key, replyTo));
    }
    replyTo.tell(
        new FocusProtocol.Established(
            key,
            leg.dialog().localTag(),
            leg.participant(),
            leg.role(),
            leg.endpoint(),
            leg.dialog().contact(),
            withSession && leg.entry().kind() != LegKind.FOCUS
                ? Optional.of(session(leg))
                : Optional.empty(),
            timer));
  }

  /**
   * The answer of INVITE number {@code inviteCseq} needs to be repeated no more.
   *
   * @return false when nobody repeats it
   */
  boolean acknowledged(int leg, long inviteCseq) {
    return settle(w -> w.leg() == leg && w.key().cseq() == inviteCseq);
  }

  boolean awaitsAck(int leg) {
    return awaitingAck.values().stream().anyMatch(w -> w.leg() == leg);
  }

  private boolean settle(Predicate<AwaitingAck> which) {
    List<AwaitingAck> settled = awaitingAck.values().stream().filter(which).toList();
    for (AwaitingAck waiting : settled) {
      awaitingAck.remove(waiting.key());
      waiting.invite().tell(new FocusProtocol.Acknowledged(waiting.key()));
    }
    return !settled.isEmpty();
  }

  /** A new leg: media flows, its clockwork starts. */
  void joined(Leg leg) {
    connect(leg);
    participant(leg).tell(new ParticipantProtocol.LegUp(leg.number(), leg.timer(), false));
  }

  /** A leg of an earlier life of the focus: its clockwork starts with a doubt. */
  void recovered(Leg leg) {
    participant(leg).tell(new ParticipantProtocol.LegUp(leg.number(), leg.timer(), true));
  }

  /** Lets media flow as the leg's descriptions say. */
  void connect(Leg leg) {
    leg.remote()
        .ifPresent(
            r -> {
              for (McuType type : served(leg)) {
                toMcu(
                    type,
                    new McuProtocol.Connect(
                        leg.number(), leg.participant(), r, leg.local(), leg.waits()));
              }
            });
  }

  /** The MCUs that a leg has to do with: in the lobby the one that keeps its call alive. */
  private static Set<McuType> served(Leg leg) {
    Set<McuType> types = leg.media();
    if (leg.waits()) {
      types.retainAll(Set.of(McuType.AUDIO_VIDEO));
    }
    return types;
  }

  /** A leg is let in: media flows both ways, and the MCUs that it has waited for know it. */
  void admitted(Leg leg) {
    connect(leg);
  }

  /** Tells MCUs that streams of theirs are no longer in the session of the leg. */
  void dropped(Leg before, Leg now) {
    for (McuType type : before.media()) {
      if (!now.media().contains(type)) {
        toMcu(type, new McuProtocol.Release(now.number()));
      }
    }
  }

  /** Tells MCUs of a leg of an earlier life. */
  void revive(Leg leg, Set<McuType> types) {
    leg.remote()
        .ifPresent(
            r -> {
              Set<McuType> served = served(leg);
              served.retainAll(types);
              for (McuType type : served) {
                toMcu(
                    type,
                    new McuProtocol.Revive(
                        leg.number(),
                        leg.participant(),
                        leg.place(),
                        r,
                        leg.local(),
                        leg.dialog().peer().host(),
                        leg.waits()));
              }
            });
  }

  void toParticipant(Conference state, int number, ParticipantProtocol.Command command) {
    state.leg(number).ifPresent(leg -> participant(leg).tell(command));
  }

  /** The session timer of the leg starts anew. */
  void refreshed(Leg leg, Optional<SessionTimer> timer) {
    participant(leg).tell(new ParticipantProtocol.LegRefreshed(leg.number(), timer));
  }

  /** An offer of ours has to wait. */
  void later(Leg leg, Duration delay) {
    participant(leg).tell(new ParticipantProtocol.OfferLater(leg.number(), delay));
  }

  /** A participant actor has ended; the next leg of this user gets a new one. */
  void participantGone(UserUri user, ActorRef<ParticipantProtocol.Command> child) {
    participants.remove(user, child);
  }

  /** The leg is no more: media and clockwork end. */
  void left(Leg leg) {
    toMcus(new McuProtocol.Release(leg.number()));
    Optional.ofNullable(participants.get(leg.participant()))
        .ifPresent(p -> p.tell(new ParticipantProtocol.LegDown(leg.number())));
    settle(waiting -> waiting.leg() == leg.number());
    ways.forget(leg.number());
  }

  void bye(Leg leg, String reason) {
    send(leg, EdgeProtocol.Method.BYE, Optional.empty(), reason);
  }

  /** Ends a dialog that never became a leg. */
  void bye(Dialog dialog, String reason) {
    edge(dialog.localTag().leg())
        .tell(
            new EdgeProtocol.Send(
                epoch,
                EdgeProtocol.Method.BYE,
                dialog,
                nextCseq(),
                Optional.empty(),
                Optional.empty(),
                reason,
                results));
  }

  /** Calls somebody; how it goes is told to {@code progress}. */
  void call(
      LegTag tag,
      String target,
      UserUri referredBy,
      Meeting meeting,
      SessionAnswer offer,
      ActorRef<EdgeProtocol.CallProgress> progress) {
    env.edges()
        .tell(
            new EdgeProtocol.Call(
                epoch,
                tag,
                env.ids().hex(32),
                nextCseq(),
                target,
                "<sip:" + meeting.number() + "@" + meeting.uri().organizer().domain() + ">",
                referredBy,
                new EdgeProtocol.LocalSession(tag.sessionId(), 1, offer),
                progress));
  }

  void cancelCall(LegTag tag) {
    env.edges().tell(new EdgeProtocol.CancelCall(epoch, tag));
  }

  /** The late result of an order; nobody waits for an answer. */
  void inform(Leg leg, ConferenceUri conference, ControlResult result) {
    ways.tell(
        leg.dialog(), new EdgeProtocol.Inform(epoch, leg.dialog(), nextCseq(), conference, result));
  }

  /**
   * Sends the request that a participant wants. An UPDATE becomes a re-INVITE for a peer that knows
   * no UPDATE.
   */
  void request(Leg leg, EdgeProtocol.Method wanted) {
    if (leg.offersBy(wanted)) {
      send(leg, EdgeProtocol.Method.INVITE, Optional.of(session(leg)), "");
    } else {
      send(leg, wanted, Optional.empty(), "");
    }
  }

  private void send(
      Leg leg,
      EdgeProtocol.Method method,
      Optional<EdgeProtocol.LocalSession> session,
      String reason) {
    ways.tell(
        leg.dialog(),
        new EdgeProtocol.Send(
            epoch, method, leg.dialog(), nextCseq(), session, leg.timer(), reason, results));
  }

  private ActorRef<ParticipantProtocol.Command> participant(Leg leg) {
    return participants.computeIfAbsent(leg.participant(), this::newParticipant);
  }

  private ActorRef<ParticipantProtocol.Command> newParticipant(UserUri user) {
    ActorRef<ParticipantProtocol.Command> child =
        context.spawnAnonymous(Participant.create(context.getSelf(), env.settings()));
    context.watchWith(child, new ParticipantGone(user, child));
    return child;
  }

  private static EdgeProtocol.LocalSession session(Leg leg) {
    return new EdgeProtocol.LocalSession(
        leg.dialog().localTag().sessionId(), leg.version(), leg.local());
  }
}
