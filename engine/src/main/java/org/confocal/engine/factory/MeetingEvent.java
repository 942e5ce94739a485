package org.confocal.engine.factory;

import java.time.Instant;
import org.confocal.engine.Stored;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.meeting.Meeting;

/** What the journal of an organizer's focus factory holds. */
public sealed interface MeetingEvent extends Stored {
  /** Applies the event. */
  Meetings applyTo(Meetings meetings);

  /** A meeting was scheduled. */
  record MeetingCreated(Meeting meeting) implements MeetingEvent {
    @Override
    public Meetings applyTo(Meetings meetings) {
      return meetings.with(meeting);
    }
  }

  /** A meeting was changed; this is what it is now. */
  record MeetingChanged(Meeting meeting) implements MeetingEvent {
    @Override
    public Meetings applyTo(Meetings meetings) {
      return meetings.with(meeting);
    }
  }

  /** Somebody came to a meeting whose expiry hangs on its last use. Stored once a day at most. */
  record MeetingUsed(ConferenceId id, Instant at) implements MeetingEvent {
    @Override
    public Meetings applyTo(Meetings meetings) {
      return meetings.used(id, at);
    }
  }

  /** An expired meeting was deleted by us. */
  record MeetingPurged(ConferenceId id, Instant at) implements MeetingEvent {
    @Override
    public Meetings applyTo(Meetings meetings) {
      return meetings.without(id);
    }
  }

  /** A meeting was deleted. */
  record MeetingDeleted(ConferenceId id, Instant at) implements MeetingEvent {
    @Override
    public Meetings applyTo(Meetings meetings) {
      return meetings.without(id);
    }
  }
}
