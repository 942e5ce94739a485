package org.confocal.engine.focus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;

/**
 * What follows from a message: events to store, and what to do when they are stored. Without events
 * there is nothing to do.
 */
record Step(List<ConferenceEvent> events, Consumer<Conference> then) {
  /** Nothing follows. */
  static final Step NONE = new Step(List.of(), state -> {});

  Step {
    events = List.copyOf(events);
  }

  static Step of(ConferenceEvent event, Consumer<Conference> then) {
    return new Step(List.of(event), then);
  }

  /** Both: the events of this one first, its deed first. */
  Step and(Step other) {
    List<ConferenceEvent> all = new ArrayList<>(events);
    all.addAll(other.events);
    return new Step(all, then.andThen(other.then));
  }

  /** The same, and something more to do afterwards. */
  Step andThen(Consumer<Conference> more) {
    return new Step(events, then.andThen(more));
  }
}
