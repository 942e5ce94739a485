package org.confocal.engine.factory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.confocal.engine.Stored;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.meeting.Meeting;

/** All meetings of one organizer, oldest first. */
public record Meetings(Map<ConferenceId, Meeting> byId) implements Stored {
  /** No meeting. */
  public static final Meetings NONE = new Meetings(Map.of());

  public Meetings {
    byId = Collections.unmodifiableMap(new LinkedHashMap<>(byId));
  }

  public Optional<Meeting> find(ConferenceId id) {
    return Optional.ofNullable(byId.get(id));
  }

  public Meetings with(Meeting meeting) {
    Map<ConferenceId, Meeting> next = new LinkedHashMap<>(byId);
    next.put(meeting.uri().id(), meeting);
    return new Meetings(next);
  }

  public Meetings without(ConferenceId id) {
    Map<ConferenceId, Meeting> next = new LinkedHashMap<>(byId);
    next.remove(id);
    return new Meetings(next);
  }
}
