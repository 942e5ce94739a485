package org.confocal.engine.focus;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.confocal.engine.directory.ActiveConferences;

/**
 * Wakes the foci of the conferences that should be running, at a bounded rate: when it starts, with
 * the node, or on another one when its node has gone (it is a cluster singleton); and whenever a
 * node has gone or goes, for the foci that lived there. One that runs already is not disturbed. The
 * cluster may tell the waker of an end before it tells the region, and what the region then passes
 * on to the node that has gone is lost: so everybody is woken several times.
 */
public final class Waker extends AbstractBehavior<Waker.Command> {
  /** What may be said. */
  public sealed interface Command {}

  /** Read the table and wake everybody in it, now and again. */
  public record WakeAll() implements Command {}

  private record OnceMore() implements Command {}

  private record Ignored() implements Command {}

  private record Found(List<ActiveConferences.Entry> rows, Optional<String> error)
      implements Command {}

  private record Next(List<ActiveConferences.Entry> rest) implements Command {}

  private final ActiveConferences active;
  private final Foci foci;
  private final WakerSettings settings;
  private final TimerScheduler<Command> timers;
  private int left;

  private Waker(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ActiveConferences active,
      Foci foci,
      WakerSettings settings) {
    super(context);
    this.timers = timers;
    this.active = active;
    this.foci = foci;
    this.settings = settings;
  }

  /**
   * A waker that begins at once.
   *
   * @param departures is given who wants to know of nodes that have left
   */
  public static Behavior<Command> create(
      ActiveConferences active,
      Foci foci,
      WakerSettings settings,
      Consumer<ActorRef<MemberEvent>> departures) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  departures.accept(context.messageAdapter(MemberEvent.class, Waker::afterEvent));
                  context.getSelf().tell(new WakeAll());
                  return new Waker(context, timers, active, foci, settings);
                }));
  }

  /** A node that leaves in order has given up its foci before it says so. */
  private static Command afterEvent(MemberEvent event) {
    boolean gone =
        event instanceof ClusterEvent.MemberLeft || event instanceof ClusterEvent.MemberRemoved;
    return gone ? new WakeAll() : new Ignored();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Ignored.class, m -> this)
        .onMessage(WakeAll.class, m -> onWakeAll())
        .onMessage(OnceMore.class, m -> read())
        .onMessage(Found.class, this::onFound)
        .onMessage(Next.class, this::onNext)
        .build();
  }

  private Behavior<Command> onWakeAll() {
    left = settings.again();
    timers.cancel("again");
    return read();
  }

  private Behavior<Command> read() {
    getContext()
        .pipeToSelf(
            active.list(settings.limit()),
            (rows, error) ->
                new Found(
                    rows == null ? List.of() : rows,
                    Optional.ofNullable(error).map(Throwable::toString)));
    return this;
  }

  private Behavior<Command> onFound(Found found) {
    if (found.error().isPresent()) {
      getContext().getLog().warn("active conferences not read error={}", found.error().get());
      timers.startSingleTimer("read", new OnceMore(), settings.retryAfter());
      return this;
    }
    if (!found.rows().isEmpty()) {
      getContext().getLog().info("waking conferences count={}", found.rows().size());
    }
    return onNext(new Next(found.rows()));
  }

  private Behavior<Command> onNext(Next next) {
    if (!next.rest().isEmpty()) {
      foci.tell(next.rest().get(0).key(), new FocusProtocol.Wake());
      timers.startSingleTimer(
          "next",
          new Next(next.rest().subList(1, next.rest().size())),
          Duration.ofSeconds(1).dividedBy(settings.perSecond()));
    } else if (left > 0) {
      left--;
      timers.startSingleTimer("again", new OnceMore(), settings.againAfter());
    }
    return this;
  }
}
