package org.confocal.engine.factory;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.meeting.Meeting;

/**
 * The expired meetings of one organizer whose foci are asked whether they run. A focus that does
 * not run activates an expired meeting never again, so its answer stays true until it is purged.
 */
final class Purges {
  private final FocusFactorySettings settings;
  private final Map<FocusKey, ConferenceId> asked = new HashMap<>();

  Purges(FocusFactorySettings settings) {
    this.settings = settings;
  }

  /** Asks about the meetings whose time has come, not about too many at a time. */
  void begin(Meetings state, Instant now, Consumer<FocusKey> ask) {
    asked.clear();
    for (Meeting meeting : state.byId().values()) {
      if (asked.size() == settings.mostPurges()) {
        return;
      }
      if (isDue(state, meeting, now)) {
        FocusKey key = FocusKey.of(meeting.uri());
        asked.put(key, meeting.uri().id());
        ask.accept(key);
      }
    }
  }

  /** The meeting that is to be purged now that its focus has answered. */
  Optional<Meeting> answered(Meetings state, FocusKey key, boolean runs, Instant now) {
    return Optional.ofNullable(asked.remove(key))
        .filter(id -> !runs)
        .flatMap(state::find)
        .filter(meeting -> isDue(state, meeting, now));
  }

  private boolean isDue(Meetings state, Meeting meeting, Instant now) {
    return settings.expiry().isPurgeable(meeting, state.lastUse(meeting.uri().id()), now);
  }
}
