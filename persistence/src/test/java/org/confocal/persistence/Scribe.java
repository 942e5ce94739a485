package org.confocal.persistence;

import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.focus.Focus;
import org.confocal.engine.id.FocusKey;

/** Stores what it is told to, in the journal of a focus. */
final class Scribe extends EventSourcedBehavior<Scribe.Write, ConferenceEvent, Integer> {
  record Write(List<ConferenceEvent> events, ActorRef<Done> replyTo) {}

  private Scribe(FocusKey key) {
    super(PersistenceId.of(Focus.TYPE, key.value()));
  }

  static Behavior<Write> create(FocusKey key) {
    return Behaviors.setup(context -> new Scribe(key));
  }

  @Override
  public Integer emptyState() {
    return 0;
  }

  @Override
  public CommandHandler<Write, ConferenceEvent, Integer> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(
            Write.class,
            (state, write) ->
                Effect()
                    .persist(write.events())
                    .thenRun(stored -> write.replyTo().tell(Done.getInstance())))
        .build();
  }

  @Override
  public EventHandler<Integer, ConferenceEvent> eventHandler() {
    return newEventHandlerBuilder()
        .forAnyState()
        .onEvent(ConferenceEvent.class, (state, event) -> state + 1)
        .build();
  }
}
