package org.confocal.engine.focus;

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

  /** The same, and something more to do afterwards. */
  Step andThen(Consumer<Conference> more) {
    return new Step(events, then.andThen(more));
  }
}
