package org.confocal.sip;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Serves one request of a user that the user's own actor decides on: SUBSCRIBE and SERVICE of
 * contacts and presence. Nobody is served without having proved who he is.
 *
 * <pre>
 *   request --&gt; who? --&gt; task --+-------------------------&gt; answer
 *                               +--&gt; directory ------------&gt; answer
 *                               +--&gt; user's actor --&gt; reply --&gt; answer
 * </pre>
 */
final class UserServer extends AbstractBehavior<UserServer.Command> {
  /** What the actor understands. */
  sealed interface Command {}

  private record Checked(Authentication.Result result) implements Command {}

  private record Reply(Object reply) implements Command {}

  private record Looked(Optional<SipResponse> answer) implements Command {}

  private record GiveUp() implements Command {}

  /** What is particular to a request. */
  interface Task {
    /**
     * What to do for somebody who has proved who he is.
     *
     * @throws WireFormatException if the request cannot be read
     */
    Step step(UserUri user) throws WireFormatException;
  }

  /** The next step. */
  sealed interface Step {}

  /** Nobody needs to be asked. */
  record Answer(SipResponse response) implements Step {}

  /** Something is looked up first; when that fails the client is told to come again. */
  record Look(CompletionStage<SipResponse> answer) implements Step {}

  /**
   * The user's actor is asked.
   *
   * @param <T> how it replies
   */
  record Ask<T>(
      Class<T> replies,
      Function<ActorRef<T>, UserProtocol.Command> command,
      Function<T, SipResponse> answer)
      implements Step {}

  private final Edge edge;
  private final StackEvents.Incoming in;
  private final Task task;
  private @Nullable Function<Object, SipResponse> then;
  private @Nullable UserUri asked;

  private UserServer(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Edge edge,
      StackEvents.Incoming in,
      Task task) {
    super(context);
    this.edge = edge;
    this.in = in;
    this.task = task;
    timers.startSingleTimer("give-up", new GiveUp(), edge.settings().patience().giveUp());
    context.pipeToSelf(
        Authentication.check(edge, in),
        (result, error) -> new Checked(result == null ? Authentication.unavailable(edge) : result));
  }

  static Behavior<Command> create(Edge edge, StackEvents.Incoming in, Task task) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new UserServer(context, timers, edge, in, task)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Checked.class, this::onChecked)
        .onMessage(Reply.class, this::onReply)
        .onMessage(Looked.class, m -> m.answer().map(this::respond).orElseGet(() -> refuse(busy())))
        .onMessage(GiveUp.class, m -> refuse(busy()))
        .build();
  }

  private Behavior<Command> onChecked(Checked checked) {
    Authentication.Result result = checked.result();
    if (result.rejection().isPresent()) {
      return refuse(result.rejection().get());
    }
    if (result.user().isEmpty()) {
      return respond(Authentication.challenge(edge, in.request(), result.stale()));
    }
    UserUri user = result.user().get();
    try {
      Step step = task.step(user);
      if (step instanceof Answer answer) {
        return respond(answer.response());
      }
      if (step instanceof Look look) {
        getContext()
            .pipeToSelf(
                look.answer(), (response, error) -> new Looked(Optional.ofNullable(response)));
        return this;
      }
      return ask(user, (Ask<?>) step);
    } catch (WireFormatException e) {
      return refuse(RejectionMapping.malformed(e));
    }
  }

  private <T> Behavior<Command> ask(UserUri user, Ask<T> ask) {
    then = reply -> ask.answer().apply(ask.replies().cast(reply));
    if (!in.flow().isUdp()) {
      edge.flows().registers(in.flow(), user);
    }
    asked = user;
    edge.doors()
        .engine()
        .tell(user, ask.command().apply(getContext().messageAdapter(ask.replies(), Reply::new)));
    return this;
  }

  private Behavior<Command> onReply(Reply reply) {
    Function<Object, SipResponse> next = then;
    if (next == null) {
      throw new AssertionError("nothing was asked");
    }
    lookAtConnection();
    return respond(next.apply(reply.reply()));
  }

  /** It may have closed before the user's actor heard of what is served over it. */
  private void lookAtConnection() {
    if (asked != null && !in.flow().isUdp() && !edge.stack().isOpen(in.flow())) {
      edge.doors().engine().tell(asked, new UserProtocol.Unbind(FlowTable.address(in.flow())));
    }
  }

  private Rejection busy() {
    return Rejection.unavailable(
        "Contacts and presence do not answer", edge.settings().patience().retryAfter());
  }

  private Behavior<Command> refuse(Rejection rejection) {
    return respond(RejectionMapping.response(in.request(), rejection));
  }

  private Behavior<Command> respond(SipResponse response) {
    edge.stack().respond(in.id(), RequestRules.tagged(response, edge.doors().ids()));
    if (response.status() >= 300) {
      getContext()
          .getLog()
          .info(
              "{} refused status={} reason=\"{}\" uri={} callId={}",
              in.request().method(),
              response.status(),
              response.reason(),
              in.request().uri(),
              in.request().callId());
    }
    return Behaviors.stopped();
  }
}
