package org.confocal.engine.conference;

import java.time.Instant;
import java.util.Optional;
import org.confocal.engine.Stored;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.meeting.Meeting;

/** What the journal of a focus holds: signalling facts only. */
public sealed interface ConferenceEvent extends Stored {
  /** Applies the event. */
  Conference applyTo(Conference conference);

  /** Counts for the revision that rosters, call records and cursors go by. */
  default boolean isPublic() {
    return true;
  }

  /**
   * A life of the conference began. It carries a copy of the meeting, so that recovery asks nobody.
   */
  record Activated(Instant at, long activation, Meeting meeting) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.activated(this);
    }
  }

  /**
   * The focus actor started. Stored before any outward act: the journal's unique key makes equal
   * epochs impossible.
   */
  record FocusStarted(Instant at, long activation, long incarnation) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.started(this);
    }

    @Override
    public boolean isPublic() {
      return false;
    }
  }

  /** A leg joined. */
  record LegJoined(Instant at, Leg leg) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.joined(leg);
    }
  }

  /**
   * The session of a leg changed: hold, other address, other codec, or the answer to our offer
   * came.
   */
  record SessionChanged(
      Instant at,
      int leg,
      RequestKey key,
      Dialog dialog,
      MediaPlace place,
      Optional<SessionOffer> remote,
      SessionAnswer local,
      long version,
      Optional<SessionTimer> timer)
      implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.changed(this);
    }
  }

  /** A leg ended. */
  record LegLeft(Instant at, int leg, Departure why) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.left(leg);
    }
  }

  /** This life of the conference is over. */
  record Deactivated(Instant at, EndReason why) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.deactivated();
    }
  }
}
