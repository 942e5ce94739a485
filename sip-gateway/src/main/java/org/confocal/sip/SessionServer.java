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
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
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

  private record Located(Optional<ConferenceUri> conference, boolean failed) implements Command {}

  private record Reply(FocusProtocol.InviteReply reply) implements Command {}

  private record AbandonDone() implements Command {}

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
  private boolean stale;

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
        .onMessage(Repeat.class, m -> onRepeat())
        .onMessage(GiveUp.class, m -> onGiveUp())
        .onMessage(Reply.class, this::onReply)
        .onMessage(Cancel.class, m -> onCancel())
        .onMessage(AbandonDone.class, m -> Behaviors.stopped())
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
      SdpTranslation.readIfAny(request.body());
      SipDialogs.contactOf(request);
    } catch (WireFormatException e) {
      return refuse(RejectionMapping.malformed(e));
    }
    getContext()
        .pipeToSelf(
            Authentication.check(edge, request),
            (result, error) ->
                new Identified(result == null ? Authentication.unavailable(edge) : result));
    return this;
  }

  // A new dialog

  private Behavior<Command> onIdentified(Identified identified) {
    Authentication.Result who = identified.result();
    if (who.rejection().isPresent()) {
      return refuse(who.rejection().get());
    }
    stale = who.stale();
    caller =
        new Caller(
            who.user(),
            Optional.ofNullable(request.from().displayName())
                .orElseGet(() -> request.from().uri().plainUser().orElse("")),
            edge.names().isThisMachine(in.flow().remoteHost()));
    return locate();
  }

  private Behavior<Command> locate() {
    SipUri uri = request.uri();
    if (!edge.names().isOurs(uri.host())) {
      return refuse(
          Rejection.of(
              Rejection.Reason.UNKNOWN_USER, "The domain " + uri.host() + " is not served here"));
    }
    Optional<FocusKey> running = SipDialogs.conferenceOfContact(uri);
    if (running.isPresent()) {
      ActorRef<FocusProtocol.View> views =
          getContext()
              .messageAdapter(
                  FocusProtocol.View.class, view -> new Located(view.conference(), false));
      edge.doors().engine().tell(running.get(), new FocusProtocol.Show(views));
      return this;
    }
    Optional<ConferenceUri> direct = edge.names().conference(uri);
    if (direct.isPresent()) {
      return onLocated(new Located(direct, false));
    }
    Optional<MeetingNumber> number = uri.plainUser().flatMap(MeetingNumber::parse);
    if (number.isEmpty()) {
      return onLocated(new Located(Optional.empty(), false));
    }
    getContext()
        .pipeToSelf(
            edge.doors().numbers().find(number.get()),
            (found, error) -> new Located(found == null ? Optional.empty() : found, error != null));
    return this;
  }

  private Behavior<Command> onLocated(Located located) {
    if (located.failed()) {
      return refuse(unavailable("The directory of numbers does not answer"));
    }
    if (located.conference().isEmpty()) {
      String user = request.uri().plainUser().orElse("");
      return refuse(
          Rejection.of(
              Rejection.Reason.UNKNOWN_NUMBER,
              user.isEmpty() ? "No number was dialled" : "No conference has the number " + user));
    }
    return join(located.conference().get());
  }

  private Behavior<Command> join(ConferenceUri conference) {
    Caller who = caller;
    if (who == null) {
      throw new AssertionError("nobody was identified");
    }
    FocusKey focus = FocusKey.of(conference);
    try {
      SipUri contact =
          SipDialogs.contact(focus, edge.stack().advertised(in.flow()), in.flow().transport());
      FocusProtocol.Joining joining =
          new FocusProtocol.Joining(
              key,
              Entry.PLAIN,
              who,
              SipDialogs.seed(request, in.flow(), contact),
              SdpTranslation.readIfAny(request.body()),
              SessionTimerRules.agree(request, edge.settings().sessionTimers()).timer(),
              replies,
              edge.self());
      return say(
          focus,
          () ->
              edge.doors()
                  .engine()
                  .tell(
                      conference.organizer(),
                      new FocusFactoryProtocol.RouteJoin(conference.id(), joining)));
    } catch (WireFormatException e) {
      return refuse(RejectionMapping.malformed(e));
    }
  }

  // In a dialog

  private Behavior<Command> change(LegTag tag) throws WireFormatException {
    Optional<SessionOffer> offer = SdpTranslation.readIfAny(request.body());
    FocusProtocol.ChangeKind kind =
        offer.isPresent()
            ? FocusProtocol.ChangeKind.OFFER
            : isInvite() ? FocusProtocol.ChangeKind.OFFERLESS : FocusProtocol.ChangeKind.REFRESH;
    SipUri target = SipDialogs.contactOf(request).uri();
    FocusProtocol.Change change =
        new FocusProtocol.Change(
            key,
            tag,
            kind,
            offer,
            target.write(),
            SipDialogs.peer(request, in.flow(), target),
            SessionTimerRules.agree(request, edge.settings().sessionTimers()).timer(),
            replies);
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
      return refused.rejection().reason() == Rejection.Reason.AUTHENTICATION_REQUIRED
          ? refuse(Authentication.challenge(edge, request, stale))
          : refuse(refused.rejection());
    } else if (reply.reply() instanceof FocusProtocol.Established established) {
      return established(established);
    }
    throw new AssertionError(reply);
  }

  private Behavior<Command> established(FocusProtocol.Established e) {
    timers.cancel("repeat");
    timers.cancel("give-up");
    SipResponse response =
        request
            .response(200, "OK")
            .with("Contact", SipDialogs.focusContact(e.contact()))
            .with("Allow", SipDialogs.ALLOW)
            .with("Supported", "timer");
    if (response.to().tag().isEmpty()) {
      response = response.withToTag(e.tag().text());
    }
    if (e.session().isPresent()) {
      response = response.withBody(SdpTranslation.write(e.session().get()));
    }
    respond(SessionTimerRules.write(response, e.timer()));
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
    return refuse(RejectionMapping.response(request, rejection));
  }

  private Behavior<Command> refuse(SipResponse response) {
    respond(response);
    return Behaviors.stopped();
  }

  private void respond(SipResponse response) {
    SipResponse tagged = RequestRules.tagged(response, edge.doors().ids());
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
              request.uri(),
              request.callId());
    }
  }
}
