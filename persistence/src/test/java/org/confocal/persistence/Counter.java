package org.confocal.persistence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.confocal.engine.Stored;

/** A persistent actor that counts; it answers with its count after the event is stored. */
final class Counter extends EventSourcedBehavior<Counter.Command, Counter.Counted, Integer> {
  sealed interface Command {}

  record Count(ActorRef<Integer> replyTo) implements Command {}

  record Look(ActorRef<Integer> replyTo) implements Command {}

  record Counted(@JsonProperty("by") int by) implements Stored {
    @JsonCreator
    Counted {}
  }

  private Counter(String id) {
    super(PersistenceId.ofUniqueId(id));
  }

  static Behavior<Command> create(String id) {
    return Behaviors.setup(context -> new Counter(id));
  }

  @Override
  public Integer emptyState() {
    return 0;
  }

  @Override
  public CommandHandler<Command, Counted, Integer> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(
            Count.class,
            (state, count) -> Effect().persist(new Counted(1)).thenRun(count.replyTo()::tell))
        .onCommand(Look.class, (state, look) -> Effect().none().thenRun(look.replyTo()::tell))
        .build();
  }

  @Override
  public EventHandler<Integer, Counted> eventHandler() {
    return newEventHandlerBuilder()
        .forAnyState()
        .onEvent(Counted.class, (state, counted) -> state + counted.by())
        .build();
  }
}
