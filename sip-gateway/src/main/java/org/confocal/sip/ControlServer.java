package org.confocal.sip;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.Rejection;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.control.ControlResult;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.c3p.C3pEnvelope;
import org.confocal.wire.c3p.C3pFormatException;
import org.confocal.wire.c3p.C3pRequest;
import org.confocal.wire.c3p.C3pResponse;

/**
 * Serves one INFO with a C3P request in the dialog with a focus. What is wrong with the envelope is
 * told by SIP, what is wrong with the command by C3P; both with {@code ms-diagnostics}.
 *
 * <pre>
 *   INFO --&gt; envelope? --&gt; order? --&gt; control, said again each second --&gt; 200 + response
 *                |            |                         |                     202 + pending
 *           400, no body   200 + failure            SIP refusal
 * </pre>
 */
final class ControlServer extends AbstractBehavior<ControlServer.Command> {
  /** What the actor understands. */
  sealed interface Command {}

  private record Reply(FocusProtocol.ControlReply reply) implements Command {}

  private record Repeat() implements Command {}

  private record GiveUp() implements Command {}

  private final Edge edge;
  private final StackEvents.Incoming in;
  private final C3pEnvelope envelope;
  private final ConferenceUri conference;
  private final FocusProtocol.Control control;

  private ControlServer(
      ActorContext<Command> context,
      Edge edge,
      StackEvents.Incoming in,
      C3pEnvelope envelope,
      ConferenceUri conference,
      ControlOrder order) {
    super(context);
    this.edge = edge;
    this.in = in;
    this.envelope = envelope;
    this.conference = conference;
    this.control =
        new FocusProtocol.Control(
            SipDialogs.key(in.request()),
            SipDialogs.tag(in.request()).orElseThrow(),
            envelope.requestId(),
            order,
            context.messageAdapter(FocusProtocol.ControlReply.class, Reply::new));
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
    LegTag tag = SipDialogs.tag(in.request()).orElseThrow();
    try {
      C3pRequest request = C3pRequest.read(in.request().body().bytes());
      ConferenceUri conference = checked(edge, in, tag, request.envelope());
      C3pChecks.isAbout(conference, request.command(), edge.names());
      return translated(context, timers, edge, in, request, conference);
    } catch (C3pFormatException e) {
      return respond(edge, in, malformed(edge, in, tag, e));
    } catch (C3pRefusal refusal) {
      return respond(
          edge, in, RejectionMapping.conferencing(in.request(), refusal, edge.names().domain()));
    }
  }

  private static ConferenceUri checked(
      Edge edge, StackEvents.Incoming in, LegTag tag, C3pEnvelope envelope) throws C3pRefusal {
    C3pChecks.sender(in.request(), envelope, edge.names());
    return C3pChecks.conference(envelope, tag.focus(), edge.names());
  }

  private static Behavior<Command> translated(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Edge edge,
      StackEvents.Incoming in,
      C3pRequest request,
      ConferenceUri conference) {
    try {
      ControlOrder order = ControlTranslation.order(request.command(), conference, edge.names());
      SipSettings.Patience patience = edge.settings().patience();
      timers.startTimerWithFixedDelay("repeat", new Repeat(), patience.repeat());
      timers.startSingleTimer("give-up", new GiveUp(), patience.giveUp());
      return new ControlServer(context, edge, in, request.envelope(), conference, order).ask();
    } catch (C3pRefusal refusal) {
      return respond(edge, in, failure(edge, in, request.envelope(), refusal));
    }
  }

  /** A request whose envelope can be read gets an answer of C3P. */
  private static SipResponse malformed(
      Edge edge, StackEvents.Incoming in, LegTag tag, C3pFormatException e) {
    C3pRefusal refusal = C3pRefusal.malformed(e);
    if (e.envelope().isEmpty()) {
      return RejectionMapping.conferencing(in.request(), refusal, edge.names().domain());
    }
    try {
      checked(edge, in, tag, e.envelope().get());
      return failure(edge, in, e.envelope().get(), refusal);
    } catch (C3pRefusal envelope) {
      return RejectionMapping.conferencing(in.request(), envelope, edge.names().domain());
    }
  }

  private static SipResponse failure(
      Edge edge, StackEvents.Incoming in, C3pEnvelope envelope, C3pRefusal refusal) {
    return C3pBody.failure(in.request(), envelope, refusal, edge.names().domain());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Reply.class, this::onReply)
        .onMessage(Repeat.class, m -> ask())
        .onMessage(GiveUp.class, m -> onGiveUp())
        .build();
  }

  private Behavior<Command> ask() {
    edge.doors().engine().tell(control.tag().focus(), control);
    return this;
  }

  private Behavior<Command> onReply(Reply reply) {
    if (reply.reply() instanceof FocusProtocol.Controlled controlled) {
      return respond(edge, in, controlled(controlled.result()));
    } else if (reply.reply() instanceof FocusProtocol.ControlPending) {
      return respond(
          edge,
          in,
          in.request()
              .response(202, "Accepted")
              .withBody(C3pBody.of(C3pResponse.pending(envelope))));
    } else if (reply.reply() instanceof FocusProtocol.ControlUnheard unheard) {
      return refuse(unheard.rejection());
    }
    throw new AssertionError(reply);
  }

  private SipResponse controlled(ControlResult result) {
    SipResponse response =
        in.request()
            .response(200, "OK")
            .withBody(C3pBody.of(ControlAnswers.response(envelope, conference, result)));
    return result
        .refusal()
        .map(
            r ->
                RejectionMapping.diagnosed(
                    response, RejectionMapping.codes(r.reason()), r.text(), edge.names().domain()))
        .orElse(response);
  }

  private Behavior<Command> onGiveUp() {
    return refuse(
        Rejection.unavailable(
            "The conference does not answer", edge.settings().patience().retryAfter()));
  }

  private Behavior<Command> refuse(Rejection rejection) {
    return respond(
        edge, in, RejectionMapping.conferencing(in.request(), rejection, edge.names().domain()));
  }

  private static Behavior<Command> respond(
      Edge edge, StackEvents.Incoming in, SipResponse response) {
    edge.stack().respond(in.id(), response);
    return Behaviors.stopped();
  }
}
