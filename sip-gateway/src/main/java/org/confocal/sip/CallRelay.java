package org.confocal.sip;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.PassingProtocol;

/**
 * Has a call carried out by the edge that has the connection of whoever is called, and tells the
 * focus how it goes there. What becomes of a {@link CallOut} that has found such a way.
 *
 * <pre>
 *   other edge: call! --&gt; taken --&gt; rings --&gt; answered: all told, stays until the other one is done
 *                 |          |
 *                 +----------+-- no word, or the edge has gone: 480, or from here if it can be dialled
 * </pre>
 *
 * The other edge watches this actor as it would the focus: when this one ends, so does the call, or
 * the focus is asked whether it has become a leg.
 */
final class CallRelay extends AbstractBehavior<ClientProtocol.Command> {
  private record Taken(boolean isTaken) implements ClientProtocol.Internal {}

  private record Progress(EdgeProtocol.CallProgress progress) implements ClientProtocol.Internal {}

  private record EdgeGone() implements ClientProtocol.Internal {}

  private record Over() implements ClientProtocol.Internal {}

  /** What is handed over, and to whom. */
  record Order(
      EdgeProtocol.Call call, PassingProtocol.Way way, ActorRef<EdgeProtocol.Command> other) {}

  private final TimerScheduler<ClientProtocol.Command> timers;
  private final Duration stays;
  private final Order order;
  private final Supplier<Behavior<ClientProtocol.Command>> fromHere;
  private boolean heard;
  private boolean told;

  private CallRelay(
      ActorContext<ClientProtocol.Command> context,
      TimerScheduler<ClientProtocol.Command> timers,
      Duration stays,
      Order order,
      Supplier<Behavior<ClientProtocol.Command>> fromHere) {
    super(context);
    this.timers = timers;
    this.stays = stays;
    this.order = order;
    this.fromHere = fromHere;
  }

  /**
   * Hands the call over at once. The actor goes on as this: it watches the focus already, and its
   * call times out.
   *
   * @param fromHere calls without the other edge
   */
  static Behavior<ClientProtocol.Command> create(
      ActorContext<ClientProtocol.Command> context,
      TimerScheduler<ClientProtocol.Command> timers,
      Edge edge,
      Order order,
      Supplier<Behavior<ClientProtocol.Command>> fromHere) {
    SipSettings.Patience patience = edge.settings().patience();
    ActorRef<EdgeProtocol.CallProgress> progress =
        context.messageAdapter(EdgeProtocol.CallProgress.class, Progress::new);
    context.watchWith(order.other(), new EdgeGone());
    context.ask(
        PassingProtocol.CallTaken.class,
        order.other(),
        patience.handOver(),
        replyTo -> new PassingProtocol.CallHere(order.call(), order.way(), progress, replyTo),
        (taken, error) -> new Taken(taken != null));
    context
        .getLog()
        .info("call handed over tag={} to={}", order.call().tag(), order.other().path());
    return new CallRelay(context, timers, patience.ackTimeout(), order, fromHere);
  }

  @Override
  public Receive<ClientProtocol.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Taken.class, m -> m.isTaken() || heard ? this : lost("does not answer"))
        .onMessage(Progress.class, m -> onProgress(m.progress()))
        .onMessage(EdgeGone.class, m -> lost("has gone"))
        .onMessage(CallOut.Cancel.class, m -> giveUp(487, "Cancelled"))
        .onMessage(CallOut.GiveUp.class, m -> giveUp(408, "Nobody answered"))
        .onMessage(CallOut.Orphaned.class, m -> onStopped())
        .onMessage(Over.class, m -> onStopped())
        .build();
  }

  private Behavior<ClientProtocol.Command> onProgress(EdgeProtocol.CallProgress progress) {
    heard = true;
    if (told) {
      return this;
    }
    order.call().replyTo().tell(progress);
    if (progress instanceof EdgeProtocol.NotAnswered) {
      return onStopped();
    } else if (progress instanceof EdgeProtocol.Answered) {
      told = true;
      timers.cancel("give-up");
      timers.startSingleTimer("over", new Over(), stays);
    }
    return this;
  }

  /** What was said may still arrive there: then it is called off. */
  private Behavior<ClientProtocol.Command> lost(String why) {
    if (told) {
      return this;
    }
    getContext().unwatch(order.other());
    order.other().tell(new PassingProtocol.GiveUpCall(order.call().tag()));
    getContext()
        .getLog()
        .info("call not handed over tag={} edge={} {}", order.call().tag(), order.other(), why);
    return heard || order.way().flowOnly()
        ? giveUp(480, "The edge to which " + order.call().target() + " is connected " + why)
        : fromHere.get();
  }

  private Behavior<ClientProtocol.Command> giveUp(int status, String text) {
    if (!told) {
      order.other().tell(new PassingProtocol.GiveUpCall(order.call().tag()));
      order.call().replyTo().tell(new EdgeProtocol.NotAnswered(order.call().tag(), status, text));
      return onStopped();
    }
    return this;
  }

  private Behavior<ClientProtocol.Command> onStopped() {
    return Behaviors.stopped();
  }
}
