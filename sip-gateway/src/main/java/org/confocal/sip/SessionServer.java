package org.confocal.sip;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Keys;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Serves one INVITE, or one UPDATE: who is it, where does he want to go, what does the focus say,
 * and for an INVITE: repeat the 2xx until its ACK comes.
 *
 * <pre>
 *   INVITE --&gt; who? --&gt; where? --&gt; join/change, said again each second --&gt; 2xx, repeated --&gt; ACK
 *                |         |              |  CANCEL: 487, Abandon               |  no ACK: the leg ends
 *               401       404          4xx, 5xx
 * </pre>
 */
final class SessionServer extends AbstractBehavior<SessionServer.Command> {
  /** What the actor understands. */
  sealed interface Command {}

  /** The client has cancelled its INVITE. */
  record Cancel() implements Command {}

  private record Identified(Authentication.Result result) implements Command {}

  private record Located(ConferenceFinder.Found found) implements Command {}

  private record Scheduled(AdHocMeetings.Scheduled meeting) implements Command {}

  private record Reply(FocusProtocol.InviteReply reply) implements Command {}

  private record AbandonDone() implements Command {}

  private record Forget() implements Command {}

  private record Repeat() implements Command {}

  private record GiveUp() implements Command {}

  private record Resend(Duration pause) implements Command {}

  private record NoAck() implements Command {}

  private final Edge edge;
  private final StackEvents.Incoming in;
  private final SipRequest request;
  private final RequestKey key;
  private final TimerScheduler<Command> timers;
  private final ActorRef<FocusProtocol.InviteReply> replies;
  private @Nullable Runnable ask;
  private @Nullable FocusKey asked;
  private @Nullable SipResponse sent;
  private @Nullable LegTag leg;
  private @Nullable Caller caller;
  private @Nullable FocusJoin focusJoin;
  private boolean stale;
  private boolean scheduling;
  private @Nullable ConferenceUri made;

  private SessionServer(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Edge edge,
      StackEvents.Incoming in) {
    super(context);
    this.timers = timers;
    this.edge = edge;
    this.in = in;
    this.request = in.request();
    this.key = SipDialogs.key(request);
    this.replies = context.messageAdapter(FocusProtocol.InviteReply.class, Reply::new);
  }

  static Behavior<Command> create(Edge edge, StackEvents.Incoming in) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new SessionServer(context, timers, edge, in).begin()));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Identified.class, this::onIdentified)
        .onMessage(Located.class, this::onLocated)
        .onMessage(Scheduled.class, this::onScheduled)
        .onMessage(Repeat.class, m -> onRepeat())
        .onMessage(GiveUp.class, m -> onGiveUp())
        .onMessage(Reply.class, this::onReply)
        .onMessage(Cancel.class, m -> onCancel())
        .onMessage(AbandonDone.class, m -> Behaviors.stopped())
        .onMessage(Forget.class, m -> Behaviors.stopped())
        .onMessage(Resend.class, this::onResend)
        .onMessage(NoAck.class, m -> onNoAck())
        .build();
  }

  private Behavior<Command> begin() {
    timers.startSingleTimer("give-up", new GiveUp(), edge.settings().patience().giveUp());
    if (SessionTimerRules.agree(request, edge.settings().sessionTimers()).tooSmall()) {
      int least = edge.settings().sessionTimers().leastSeconds();
      return refuse(
          request
              .response(422, "Session Interval Too Small")
              .with("Min-SE", Integer.toString(least)));
    }
    Optional<LegTag> tag = SipDialogs.tag(request);
    try {
      if (tag.isPresent()) {
        return change(tag.get());
      }
      SipDialogs.contactOf(request);
      Optional<Body> control = C3pBody.in(request.body());
      if (control.isPresent()) {
        focusJoin = FocusJoin.read(request, control.get(), edge.names());
      } else {
        SdpTranslation.readIfAny(request.body());
      }
    } catch (WireFormatException e) {
      return refuse(RejectionMapping.response(request, RejectionMapping.malformed(e)));
    } catch (C3pRefusal refusal) {
      return refuse(refusal);
    }
    getContext()
        .pipeToSelf(
            focusJoin == null ? Authentication.check(edge, in) : Authentication.ofGuest(edge, in),
            (result, error) ->
                new Identified(result == null ? Authentication.unavailable(edge) : result));
    return this;
  }

  // A new dialog

  private Behavior<Command> onIdentified(Identified identified) {
    Authentication.Result who = identified.result();
    stale = who.stale();
    if (who.rejection().isPresent()) {
      return refuse(who.rejection().get());
    }
    Keys keys = JoinKeys.of(request, focusJoin == null ? Keys.NONE : focusJoin.keys());
    if (focusJoin != null) {
      if (who.user().isEmpty() && keys.none()) {
        return refuse(Authentication.challenge(edge, request, stale));
      }
      try {
        if (who.user().isPresent()) {
          focusJoin.by(who.user().get());
        }
      } catch (C3pRefusal refusal) {
        return refuse(refusal);
      }
    }
    caller = Authentication.caller(edge, in, who.user()).with(keys);
    if (CallTarget.of(request.uri(), edge.names()) instanceof CallTarget.NewConference) {
      scheduling = true;
      AdHocMeetings.schedule(edge, request, who.user(), getContext(), Scheduled::new);
    } else {
      ConferenceFinder.find(edge, request.uri(), getContext(), Located::new);
    }
    return this;
  }

  private Behavior<Command> onScheduled(Scheduled scheduled) {
    scheduling = false;
    made =
        scheduled.meeting().made() ? scheduled.meeting().found().conference().orElse(null) : null;
    if (sent != null) {
      unmake();
      return Behaviors.stopped();
    }
    return onLocated(new Located(scheduled.meeting().found()));
  }

  /** The meeting that was made for this INVITE has nobody in it and is of no use. */
  private void unmake() {
    if (made != null) {
      AdHocMeetings.delete(edge, made, getContext().getSystem().ignoreRef());
      made = null;
    }
  }

  private Behavior<Command> onLocated(Located located) {
    Optional<Rejection> nowhere = located.found().rejection();
    return nowhere.isPresent()
        ? refuse(nowhere.get())
        : join(located.found().conference().orElseThrow(), located.found().mcu());
  }

  private Behavior<Command> join(ConferenceUri conference, Optional<McuType> mcu) {
    Caller who = caller;
    if (who == null) {
      throw new AssertionError("nobody was identified");
    }
    Entry entry = Entry.PLAIN;
    if (focusJoin != null) {
      if (mcu.isPresent() || !focusJoin.conference().equals(conference)) {
        return refuse(
            C3pRefusal.of(C3pFault.BAD_TO, request.uri() + " (expected: " + conference + ")"));
      }
      entry = focusJoin.entry();
    } else if (mcu.isPresent()) {
      entry = new Entry(LegKind.MEDIA, mcu, Optional.empty());
    }
    try {
      FocusProtocol.Joining joining =
          SessionCommands.joining(edge, in, conference, entry, who, replies);
      return say(
          FocusKey.of(conference),
          () ->
              edge.doors()
                  .engine()
                  .tell(
                      conference.organizer(),
                      new FocusFactoryProtocol.RouteJoin(conference.id(), joining)));
    } catch (WireFormatException e) {
      return refuse(RejectionMapping.response(request, RejectionMapping.malformed(e)));
    }
  }

  // In a dialog

  private Behavior<Command> change(LegTag tag) throws WireFormatException {
    FocusProtocol.Change change = SessionCommands.change(edge, in, tag, replies);
    return say(tag.focus(), () -> edge.doors().engine().tell(tag.focus(), change));
  }

  // Both

  private Behavior<Command> say(FocusKey focus, Runnable command) {
    asked = focus;
    ask = command;
    timers.startTimerWithFixedDelay("repeat", new Repeat(), edge.settings().patience().repeat());
    command.run();
    return this;
  }

  private Behavior<Command> onRepeat() {
    if (ask != null) {
      ask.run();
    }
    return this;
  }

  private Behavior<Command> onGiveUp() {
    respond(RejectionMapping.response(request, unavailable("The conference does not answer")));
    return abandon();
  }

  private Behavior<Command> onCancel() {
    if (sent != null) {
      return this;
    }
    respond(request.response(487, "Request Terminated"));
    return abandon();
  }

  /**
   * Whatever the focus has made or will make of the request shall not be: says so until it is
   * confirmed.
   */
  private Behavior<Command> abandon() {
    FocusKey focus = asked;
    if (scheduling) {
      timers.startSingleTimer("give-up", new Forget(), edge.settings().patience().giveUp());
      return this; // what is made all the same is to be deleted
    }
    unmake();
    if (focus == null || SipDialogs.tag(request).isPresent()) {
      return Behaviors.stopped();
    }
    ActorRef<FocusProtocol.Abandoned> confirmed =
        getContext().messageAdapter(FocusProtocol.Abandoned.class, a -> new AbandonDone());
    timers.cancel("give-up");
    return say(
        focus, () -> edge.doors().engine().tell(focus, new FocusProtocol.Abandon(key, confirmed)));
  }

  private Behavior<Command> onReply(Reply reply) {
    if (reply.reply() instanceof FocusProtocol.Acknowledged) {
      return Behaviors.stopped();
    } else if (sent != null) {
      return this;
    } else if (reply.reply() instanceof FocusProtocol.Refused refused) {
      return refuse(refused.rejection());
    } else if (reply.reply() instanceof FocusProtocol.Established established) {
      return established(established);
    }
    throw new AssertionError(reply);
  }

  private Behavior<Command> established(FocusProtocol.Established e) {
    timers.cancel("repeat");
    timers.cancel("give-up");
    respond(
        focusJoin == null
            ? SessionAnswers.established(request, e)
            : SessionAnswers.joined(request, e, focusJoin));
    if (!isInvite()) {
      return Behaviors.stopped();
    }
    leg = e.tag();
    SipSettings.Patience p = edge.settings().patience();
    timers.startSingleTimer("resend", new Resend(p.ackT1()), p.ackT1());
    timers.startSingleTimer("no-ack", new NoAck(), p.ackTimeout());
    return this;
  }

  /** RFC 3261 section 13.3.1.4: the pause doubles from T1 to T2. */
  private Behavior<Command> onResend(Resend resend) {
    if (sent != null) {
      edge.stack().repeat(sent, in.flow());
    }
    Duration doubled = resend.pause().multipliedBy(2);
    Duration limit = edge.settings().patience().ackT2();
    Duration pause = doubled.compareTo(limit) > 0 ? limit : doubled;
    timers.startSingleTimer("resend", new Resend(pause), pause);
    return this;
  }

  private Behavior<Command> onNoAck() {
    if (leg != null) {
      getContext().getLog().info("no ACK callId={} leg={}", request.callId(), leg);
      edge.doors().engine().tell(leg.focus(), new FocusProtocol.NotAcknowledged(leg, key.cseq()));
    }
    return Behaviors.stopped();
  }

  private boolean isInvite() {
    return request.method().equals("INVITE");
  }

  private Rejection unavailable(String text) {
    return Rejection.unavailable(text, edge.settings().patience().retryAfter());
  }

  private Behavior<Command> refuse(Rejection rejection) {
    if (rejection.reason() == Rejection.Reason.AUTHENTICATION_REQUIRED) {
      return refuse(Authentication.challenge(edge, request, stale));
    }
    return refuse(RejectionMapping.conferencing(request, rejection, edge.names().domain()));
  }

  private Behavior<Command> refuse(C3pRefusal refusal) {
    return refuse(RejectionMapping.conferencing(request, refusal, edge.names().domain()));
  }

  private Behavior<Command> refuse(SipResponse response) {
    respond(response);
    unmake();
    return Behaviors.stopped();
  }

  private void respond(SipResponse response) {
    SipResponse tagged =
        edge.contact().in(RequestRules.tagged(response, edge.doors().ids()), in.flow());
    sent = tagged;
    edge.stack().respond(in.id(), tagged);
    if (tagged.status() >= 300) {
      getContext()
          .getLog()
          .info(
              "{} refused status={} reason=\"{}\" uri={} callId={}",
              request.method(),
              tagged.status(),
              tagged.reason(),
              JoinKeys.without(request.uri()),
              request.callId());
    }
  }
}
