package org.confocal.sip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.Rejection;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Meeting;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.c3p.C3pAnswer;
import org.confocal.wire.c3p.C3pEnvelope;
import org.confocal.wire.c3p.C3pFormatException;
import org.confocal.wire.c3p.C3pRequest;
import org.confocal.wire.c3p.C3pResponse;
import org.confocal.wire.c3p.ConferenceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Serves one SERVICE to the focus factory of a user. Nobody schedules without having proved who he
 * is, and everybody has a factory of his own. The engine is asked once: scheduling twice is not the
 * same as scheduling once, and the client sends again. MS-CONFPRO 3.1.5.
 *
 * <pre>
 *   SERVICE --&gt; a factory? --&gt; who? --&gt; envelope? --&gt; order? --&gt; factory --&gt; 200 + response
 *                  |             |         |             |
 *              404, 405, 415    401   400, 403, no body  200 + failure
 * </pre>
 */
final class FactoryServer extends AbstractBehavior<FactoryServer.Command> {
  /** What the actor understands. */
  sealed interface Command {}

  private record Checked(Authentication.Result result) implements Command {}

  private record Reply(FocusFactoryProtocol.Reply reply) implements Command {}

  private record Listed(FocusFactoryProtocol.AllMeetings all) implements Command {}

  private record GiveUp() implements Command {}

  /** How the answer to what is under way is made. */
  private interface Then {
    Behavior<Command> with(Meeting meeting);
  }

  private final Edge edge;
  private final StackEvents.Incoming in;
  private final SipRequest request;
  private final UserUri organizer;
  private final ActorRef<FocusFactoryProtocol.Reply> replies;
  private @Nullable C3pEnvelope envelope;
  private @Nullable Then then;
  private final Map<ConferenceId, Meeting> meetings = new LinkedHashMap<>();

  private FactoryServer(
      ActorContext<Command> context, Edge edge, StackEvents.Incoming in, UserUri organizer) {
    super(context);
    this.edge = edge;
    this.in = in;
    this.request = in.request();
    this.organizer = organizer;
    this.replies = context.messageAdapter(FocusFactoryProtocol.Reply.class, Reply::new);
    context.pipeToSelf(
        Authentication.check(edge, in),
        (result, error) -> new Checked(result == null ? Authentication.unavailable(edge) : result));
  }

  static Behavior<Command> create(Edge edge, StackEvents.Incoming in) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> begin(context, timers, edge, in)));
  }

  private static Behavior<Command> begin(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Edge edge,
      StackEvents.Incoming in) {
    SipRequest request = in.request();
    Optional<UserUri> organizer = edge.names().factory(request.uri());
    if (organizer.isEmpty() || !edge.names().isOurs(request.uri().host())) {
      return respond(edge, in, noFactory(request, edge.names()));
    }
    if (!request.body().is(C3pBody.TYPE)) {
      return respond(
          edge,
          in,
          request
              .response(415, "Only " + C3pBody.TYPE + " is understood")
              .with("Accept", C3pBody.TYPE));
    }
    timers.startSingleTimer("give-up", new GiveUp(), edge.settings().patience().giveUp());
    return new FactoryServer(context, edge, in, organizer.get());
  }

  /** A conference takes no SERVICE; anything else is not there at all. */
  private static SipResponse noFactory(SipRequest request, OwnNames names) {
    return names.conference(request.uri()).isPresent() || names.mcu(request.uri()).isPresent()
        ? RequestRules.notAllowed(request)
        : RejectionMapping.conferencing(
            request,
            Rejection.of(Rejection.Reason.UNKNOWN_USER, request.uri() + " offers no service"),
            names.domain());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Checked.class, this::onChecked)
        .onMessage(Reply.class, this::onReply)
        .onMessage(Listed.class, this::onListed)
        .onMessage(GiveUp.class, m -> onGiveUp())
        .build();
  }

  private Behavior<Command> onChecked(Checked checked) {
    Authentication.Result result = checked.result();
    if (result.rejection().isPresent()) {
      return refuse(result.rejection().get());
    }
    if (result.user().isEmpty()) {
      return respond(edge, in, Authentication.challenge(edge, request, result.stale()));
    }
    UserUri user = result.user().get();
    try {
      C3pRequest c3p = C3pRequest.read(request.body().bytes());
      check(user, c3p.envelope());
      envelope = c3p.envelope();
      return order(c3p);
    } catch (C3pFormatException e) {
      return malformed(user, e);
    } catch (C3pRefusal refusal) {
      return refuse(refusal);
    }
  }

  private void check(UserUri user, C3pEnvelope c3p) throws C3pRefusal {
    UserUri sender = C3pChecks.sender(request, c3p, edge.names());
    if (!sender.equals(user) || !organizer.equals(user)) {
      throw C3pRefusal.of(
          Rejection.Reason.NOT_AUTHORIZED,
          user + " may not speak as " + sender + " to the factory of " + organizer);
    }
    Optional<UserUri> own = Optional.of(organizer);
    if (!own.equals(edge.names().factoryOf(c3p.to()))
        || !own.equals(edge.names().factory(request.to().uri()))) {
      throw C3pRefusal.of(
          C3pFault.BAD_TO, "to: " + c3p.to() + " (expected: the factory of " + organizer + ")");
    }
  }

  /** A request whose envelope can be read gets an answer of C3P. */
  private Behavior<Command> malformed(UserUri user, C3pFormatException e) {
    C3pRefusal refusal = C3pRefusal.malformed(e);
    if (e.envelope().isEmpty()) {
      return refuse(refusal);
    }
    try {
      check(user, e.envelope().get());
      return fail(e.envelope().get(), refusal);
    } catch (C3pRefusal wrongEnvelope) {
      return refuse(wrongEnvelope);
    }
  }

  private Behavior<Command> order(C3pRequest c3p) {
    String command = c3p.command().name();
    try {
      FactoryOrder order = FactoryTranslation.order(c3p.command(), organizer, edge.names());
      if (order instanceof FactoryOrder.Tell o) {
        return succeed(o.answer());
      } else if (order instanceof FactoryOrder.All) {
        list(Optional.empty());
      } else if (order instanceof FactoryOrder.Find o) {
        then = meeting -> succeed(FactoryTranslation.whole(command, meeting));
        tell(new FocusFactoryProtocol.Find(o.id(), replies));
      } else if (order instanceof FactoryOrder.Delete o) {
        then = meeting -> succeed(FactoryTranslation.deleted(command, meeting));
        tell(new FocusFactoryProtocol.Delete(o.id(), replies));
      } else if (order instanceof FactoryOrder.Schedule o) {
        then = meeting -> succeed(FactoryTranslation.stored(command, meeting));
        MeetingWish w = o.wish();
        tell(
            new FocusFactoryProtocol.Schedule(
                o.id(), Optional.empty(), w.subject(), w.admission(), w.terms(), replies));
      } else if (order instanceof FactoryOrder.Change o) {
        then = meeting -> change(command, o.id(), o.record(), meeting);
        tell(new FocusFactoryProtocol.Find(o.id(), replies));
      } else {
        throw new AssertionError(order);
      }
      return this;
    } catch (C3pRefusal refusal) {
      return fail(c3p.envelope(), refusal);
    }
  }

  /** What the client does not say stays as it is: so the meeting is read before it is changed. */
  private Behavior<Command> change(
      String command, ConferenceId id, ConferenceRecord record, Meeting meeting) {
    try {
      MeetingWish w = FactoryTranslation.wish(record, MeetingWish.of(meeting), edge.names());
      then = changed -> succeed(FactoryTranslation.stored(command, changed));
      tell(
          new FocusFactoryProtocol.Change(
              id,
              Optional.of(record.version().orElse(meeting.version())),
              w.subject(),
              w.admission(),
              w.terms(),
              replies));
      return this;
    } catch (C3pRefusal refusal) {
      return fail(opened(), refusal);
    }
  }

  private void tell(FocusFactoryProtocol.Command command) {
    edge.doors().engine().tell(organizer, command);
  }

  private Behavior<Command> onReply(Reply reply) {
    if (reply.reply() instanceof FocusFactoryProtocol.NotDone not) {
      return fail(opened(), C3pRefusal.of(not.rejection().reason(), not.rejection().text()));
    }
    Then next = then;
    if (next == null) {
      throw new AssertionError("nothing was asked");
    }
    return next.with(((FocusFactoryProtocol.Done) reply.reply()).meeting());
  }

  private void list(Optional<ConferenceId> after) {
    ActorRef<FocusFactoryProtocol.AllMeetings> answer =
        getContext().messageAdapter(FocusFactoryProtocol.AllMeetings.class, Listed::new);
    tell(new FocusFactoryProtocol.All(after, answer));
  }

  /** A page; one that begins anew tells some meetings again. */
  private Behavior<Command> onListed(Listed listed) {
    listed.all().meetings().forEach(meeting -> meetings.put(meeting.uri().id(), meeting));
    if (listed.all().more().isPresent()) {
      list(listed.all().more());
      return this;
    }
    return succeed(
        FactoryTranslation.all(new ArrayList<>(meetings.values()), edge.doors().clock().instant()));
  }

  private Behavior<Command> onGiveUp() {
    return refuse(
        Rejection.unavailable(
            "The focus factory does not answer", edge.settings().patience().retryAfter()));
  }

  private C3pEnvelope opened() {
    if (envelope == null) {
      throw new AssertionError("nothing was read");
    }
    return envelope;
  }

  private Behavior<Command> succeed(C3pAnswer answer) {
    getContext()
        .getLog()
        .info("{} by={} callId={}", answer.commandName(), organizer, request.callId());
    return respond(
        edge,
        in,
        request.response(200, "OK").withBody(C3pBody.of(C3pResponse.success(opened(), answer))));
  }

  private Behavior<Command> fail(C3pEnvelope c3p, C3pRefusal refusal) {
    getContext()
        .getLog()
        .info(
            "{} refused by={} reason={} text=\"{}\" callId={}",
            c3p.commandName(),
            organizer,
            refusal.codes().c3pReason(),
            refusal.text(),
            request.callId());
    return respond(edge, in, C3pBody.failure(request, c3p, refusal, edge.names().domain()));
  }

  private Behavior<Command> refuse(Rejection rejection) {
    return respond(
        edge, in, RejectionMapping.conferencing(request, rejection, edge.names().domain()));
  }

  private Behavior<Command> refuse(C3pRefusal refusal) {
    return respond(
        edge, in, RejectionMapping.conferencing(request, refusal, edge.names().domain()));
  }

  private static Behavior<Command> respond(
      Edge edge, StackEvents.Incoming in, SipResponse response) {
    edge.stack().respond(in.id(), RequestRules.tagged(response, edge.doors().ids()));
    return Behaviors.stopped();
  }
}
