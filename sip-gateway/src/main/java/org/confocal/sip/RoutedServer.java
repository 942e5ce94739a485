package org.confocal.sip;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Serves one request that a focus decides on, in a dialog or out of any.
 *
 * <pre>
 *   out of dialog --&gt; who? --&gt; which conference? --&gt; its factory --+
 *                                                                  +--&gt; focus, said again each second --&gt; answer
 *   in a dialog ---------------------------------------------------+
 * </pre>
 *
 * @param <T> how the focus answers
 */
final class RoutedServer<T> extends AbstractBehavior<RoutedServer.Command> {
  /** What the actor understands. */
  sealed interface Command {}

  private record Identified(Authentication.Result result) implements Command {}

  private record Located(ConferenceFinder.Found found) implements Command {}

  private record Reply(Object reply) implements Command {}

  private record Repeat() implements Command {}

  private record GiveUp() implements Command {}

  /**
   * What is particular to a method.
   *
   * @param <T> how the focus answers
   */
  interface Task<T> {
    /** The answer when nobody needs to be asked; empty when the request may go on. */
    Optional<SipResponse> refusal();

    /**
     * The command for the focus.
     *
     * @throws WireFormatException if the request cannot be read
     */
    FocusProtocol.Routed command(Asker<T> asker) throws WireFormatException;

    /** Why the focus refuses; empty when it does not. */
    Optional<Rejection> rejection(T reply);

    /** The answer when the focus does not refuse. */
    SipResponse answer(T reply);
  }

  /**
   * Who asks, and whom.
   *
   * @param tag our tag when the request is in a dialog
   */
  record Asker<T>(FocusKey focus, Optional<LegTag> tag, Caller caller, ActorRef<T> replyTo) {}

  private final Edge edge;
  private final StackEvents.Incoming in;
  private final SipRequest request;
  private final Task<T> task;
  private final Class<T> replies;
  private @Nullable Caller caller;
  private @Nullable Runnable ask;
  private boolean stale;

  private RoutedServer(
      ActorContext<Command> context,
      Edge edge,
      StackEvents.Incoming in,
      Task<T> task,
      Class<T> replies) {
    super(context);
    this.edge = edge;
    this.in = in;
    this.request = in.request();
    this.task = task;
    this.replies = replies;
  }

  static <T> Behavior<Command> create(
      Edge edge, StackEvents.Incoming in, Task<T> task, Class<T> replies) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new RoutedServer<>(context, edge, in, task, replies).begin(timers)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Identified.class, this::onIdentified)
        .onMessage(Located.class, this::onLocated)
        .onMessage(Repeat.class, m -> onRepeat())
        .onMessage(GiveUp.class, m -> refuse(unavailable()))
        .onMessage(Reply.class, m -> onReply(replies.cast(m.reply())))
        .build();
  }

  private Behavior<Command> begin(TimerScheduler<Command> timers) {
    Optional<SipResponse> early = task.refusal();
    if (early.isPresent()) {
      return respond(early.get());
    }
    SipSettings.Patience patience = edge.settings().patience();
    timers.startSingleTimer("give-up", new GiveUp(), patience.giveUp());
    timers.startTimerWithFixedDelay("repeat", new Repeat(), patience.repeat());
    Optional<LegTag> tag = SipDialogs.tag(request);
    if (tag.isPresent()) {
      FocusKey focus = tag.get().focus();
      return say(
          focus,
          tag,
          Authentication.caller(edge, in, Optional.empty()),
          c -> edge.doors().engine().tell(focus, c));
    }
    getContext()
        .pipeToSelf(
            Authentication.check(edge, in),
            (result, error) ->
                new Identified(result == null ? Authentication.unavailable(edge) : result));
    return this;
  }

  private Behavior<Command> onIdentified(Identified identified) {
    Authentication.Result who = identified.result();
    if (who.rejection().isPresent()) {
      return refuse(who.rejection().get());
    }
    stale = who.stale();
    caller = Authentication.caller(edge, in, who.user());
    ConferenceFinder.find(edge, request.uri(), getContext(), Located::new);
    return this;
  }

  private Behavior<Command> onLocated(Located located) {
    if (located.found().rejection().isPresent()) {
      return refuse(located.found().rejection().get());
    }
    ConferenceUri conference = located.found().conference().orElseThrow();
    Caller who = caller;
    if (who == null) {
      throw new AssertionError("nobody was identified");
    }
    return say(
        FocusKey.of(conference),
        Optional.empty(),
        who,
        c ->
            edge.doors()
                .engine()
                .tell(conference.organizer(), new FocusFactoryProtocol.Route(conference.id(), c)));
  }

  private Behavior<Command> say(
      FocusKey focus, Optional<LegTag> tag, Caller who, Consumer<FocusProtocol.Routed> way) {
    ActorRef<T> replyTo = getContext().messageAdapter(replies, Reply::new);
    try {
      FocusProtocol.Routed command = task.command(new Asker<>(focus, tag, who, replyTo));
      ask = () -> way.accept(command);
    } catch (WireFormatException e) {
      return refuse(RejectionMapping.malformed(e));
    }
    return onRepeat();
  }

  private Behavior<Command> onRepeat() {
    if (ask != null) {
      ask.run();
    }
    return this;
  }

  private Behavior<Command> onReply(T reply) {
    Optional<Rejection> rejection = task.rejection(reply);
    if (rejection.isEmpty()) {
      return respond(task.answer(reply));
    }
    return rejection.get().reason() == Rejection.Reason.AUTHENTICATION_REQUIRED
        ? respond(Authentication.challenge(edge, request, stale))
        : refuse(rejection.get());
  }

  private Rejection unavailable() {
    return Rejection.unavailable(
        "The conference does not answer", edge.settings().patience().retryAfter());
  }

  private Behavior<Command> refuse(Rejection rejection) {
    return respond(RejectionMapping.response(request, rejection));
  }

  private Behavior<Command> respond(SipResponse response) {
    SipResponse tagged = RequestRules.tagged(response, edge.doors().ids());
    edge.stack().respond(in.id(), edge.contact().in(tagged, in.flow()));
    if (response.status() >= 300) {
      getContext()
          .getLog()
          .info(
              "{} refused status={} reason=\"{}\" uri={} callId={}",
              request.method(),
              response.status(),
              response.reason(),
              JoinKeys.without(request.uri()),
              request.callId());
    }
    return Behaviors.stopped();
  }
}
