package org.confocal.sip;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.Rejection;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.sip.message.SipResponse;

/** Serves one request in a dialog that needs a yes or no of the focus: BYE, OPTIONS, INFO. */
final class RequestServer extends AbstractBehavior<RequestServer.Command> {
  /** What the actor understands. */
  sealed interface Command {}

  private record Reply(FocusProtocol.LeaveReply reply) implements Command {}

  private record Repeat() implements Command {}

  private record GiveUp() implements Command {}

  private final Edge edge;
  private final StackEvents.Incoming in;
  private final LegTag tag;
  private final ActorRef<FocusProtocol.LeaveReply> replies;

  private RequestServer(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Edge edge,
      StackEvents.Incoming in) {
    super(context);
    this.edge = edge;
    this.in = in;
    this.tag = SipDialogs.tag(in.request()).orElseThrow();
    this.replies = context.messageAdapter(FocusProtocol.LeaveReply.class, Reply::new);
    timers.startTimerWithFixedDelay("repeat", new Repeat(), edge.settings().patience().repeat());
    timers.startSingleTimer("give-up", new GiveUp(), edge.settings().patience().giveUp());
    ask();
  }

  static Behavior<Command> create(Edge edge, StackEvents.Incoming in) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new RequestServer(context, timers, edge, in)));
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
    RequestKey key = SipDialogs.key(in.request());
    FocusProtocol.Command command =
        in.request().method().equals("BYE")
            ? new FocusProtocol.Leave(key, tag, replies)
            : new FocusProtocol.Ask(key, tag, replies);
    edge.doors().engine().tell(tag.focus(), command);
    return this;
  }

  private Behavior<Command> onReply(Reply reply) {
    if (reply.reply() instanceof FocusProtocol.No no) {
      return respond(RejectionMapping.response(in.request(), no.rejection()));
    }
    return respond(
        in.request().method().equals("OPTIONS")
            ? RequestRules.capabilities(in.request())
            : in.request().response(200, "OK"));
  }

  /**
   * A BYE is always granted: whoever hangs up has hung up, and dead legs are found by their
   * silence.
   */
  private Behavior<Command> onGiveUp() {
    if (in.request().method().equals("BYE")) {
      return respond(in.request().response(200, "OK"));
    }
    return respond(
        RejectionMapping.response(
            in.request(),
            Rejection.unavailable(
                "The conference does not answer", edge.settings().patience().retryAfter())));
  }

  private Behavior<Command> respond(SipResponse response) {
    edge.stack().respond(in.id(), response);
    return Behaviors.stopped();
  }
}
