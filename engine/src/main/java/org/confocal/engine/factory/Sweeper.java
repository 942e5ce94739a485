package org.confocal.engine.factory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.directory.MeetingOwners;
import org.confocal.engine.id.UserUri;

/**
 * Goes round to all focus factories, also those that nobody needs, so that they purge what has
 * expired. One factory after the other at a bounded rate; a cluster singleton.
 */
public final class Sweeper extends AbstractBehavior<Sweeper.Command> {
  /** What may be said. */
  public sealed interface Command {}

  /** Begin a round, or go on with it after this address. */
  public record Read(String after) implements Command {}

  private record Found(List<UserUri> page, Optional<String> error) implements Command {}

  private record Next(List<UserUri> rest, String last) implements Command {}

  private final MeetingOwners owners;
  private final Factories factories;
  private final SweeperSettings settings;
  private final TimerScheduler<Command> timers;

  private Sweeper(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      MeetingOwners owners,
      Factories factories,
      SweeperSettings settings) {
    super(context);
    this.timers = timers;
    this.owners = owners;
    this.factories = factories;
    this.settings = settings;
  }

  public static Behavior<Command> create(
      MeetingOwners owners, Factories factories, SweeperSettings settings) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  Sweeper sweeper = new Sweeper(context, timers, owners, factories, settings);
                  sweeper.rest();
                  return sweeper;
                }));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Read.class, this::onRead)
        .onMessage(Found.class, this::onFound)
        .onMessage(Next.class, this::onNext)
        .build();
  }

  private void rest() {
    timers.startSingleTimer("round", new Read(""), settings.every());
  }

  private Behavior<Command> onRead(Read read) {
    getContext()
        .pipeToSelf(
            owners.after(read.after(), settings.page()),
            (page, error) ->
                new Found(
                    page == null ? List.of() : page,
                    Optional.ofNullable(error).map(Throwable::toString)));
    return this;
  }

  private Behavior<Command> onFound(Found found) {
    found.error().ifPresent(e -> getContext().getLog().warn("organizers not read error={}", e));
    if (found.page().isEmpty()) {
      rest();
      return this;
    }
    return onNext(new Next(found.page(), found.page().get(found.page().size() - 1).value()));
  }

  private Behavior<Command> onNext(Next next) {
    factories.tell(next.rest().get(0), new FocusFactoryProtocol.Sweep());
    List<UserUri> rest = next.rest().subList(1, next.rest().size());
    timers.startSingleTimer(
        "next",
        rest.isEmpty() ? new Read(next.last()) : new Next(rest, next.last()),
        Duration.ofSeconds(1).dividedBy(settings.perSecond()));
    return this;
  }
}
