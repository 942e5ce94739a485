package org.confocal.engine.conference;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.Stored;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.RecordingFormat;
import org.confocal.engine.mcu.Relation;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.Tuning;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.meeting.Meeting;

/** What the journal of a focus holds: signalling facts only. */
public sealed interface ConferenceEvent extends Stored {
  /** When it was decided, by the clock of the focus's node. */
  Instant at();

  /** Applies the event. */
  Conference applyTo(Conference conference);

  /** What may be stored of it: a key of a leg never reaches the journal. */
  default ConferenceEvent withoutKeys() {
    return this;
  }

  /** Counts for the revision that rosters, call records and cursors go by. */
  default boolean isPublic() {
    return true;
  }

  /**
   * A life of the conference began. It carries a copy of the meeting, so that recovery asks nobody.
   *
   * @param policy of the organizer; absent in the oldest records, where that of the site stands
   */
  record Activated(Instant at, long activation, Meeting meeting, Optional<ConferencePolicy> policy)
      implements ConferenceEvent {
    public Activated {
      policy = policy == null ? Optional.empty() : policy;
    }

    /** Nothing is known of a policy. */
    public Activated(Instant at, long activation, Meeting meeting) {
      this(at, activation, meeting, Optional.empty());
    }

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
    public ConferenceEvent withoutKeys() {
      return new LegJoined(at, leg.withoutKeys());
    }

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
    public ConferenceEvent withoutKeys() {
      return new SessionChanged(
          at,
          leg,
          key,
          dialog,
          place,
          remote.map(r -> r.withoutKeys(local)),
          local.withoutKeys(),
          version,
          timer);
    }

    @Override
    public Conference applyTo(Conference c) {
      return c.changed(this);
    }
  }

  /** A leg ended. */
  record LegLeft(Instant at, int leg, Departure why) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.left(leg, at);
    }
  }

  /** A media type is in use from now on; its MCU is there. */
  record MediaIntroduced(Instant at, McuType type) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.with(c.room().withMedia(type));
    }
  }

  /** Somebody has another role. */
  record RoleChanged(Instant at, UserUri user, Role role, UserUri by) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.with(c.room().withRole(user, role));
    }
  }

  /** The conference was locked or opened. */
  record LockChanged(Instant at, boolean locked, UserUri by) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.with(c.room().withLock(locked));
    }
  }

  /**
   * What a leg sends is let in no more, or again.
   *
   * @param locked its user may not unmute himself; absent in old records: he may
   */
  record MuteChanged(Instant at, int leg, boolean muted, UserUri by, boolean locked)
      implements ConferenceEvent {
    /** A mute that whoever is muted can undo. */
    public MuteChanged(Instant at, int leg, boolean muted, UserUri by) {
      this(at, leg, muted, by, false);
    }

    @Override
    public Conference applyTo(Conference c) {
      Room room = c.room();
      return c.leg(leg)
          .map(l -> c.with(room.with(room.desk().locking(l.participant(), locked))))
          .orElse(c)
          .muted(leg, muted);
    }
  }

  /** A leg was let in from the lobby. */
  record Admitted(Instant at, int leg, UserUri by) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.admitted(leg, at);
    }
  }

  /** Somebody may not come again while the conference runs. */
  record Banned(Instant at, Ban ban, UserUri by) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.with(c.room().with(ban));
    }
  }

  /** Somebody may come again. */
  record Unbanned(Instant at, UserUri user, UserUri by) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.with(c.room().withoutBan(user));
    }
  }

  /**
   * Whoever comes with this role is muted from the start, or no more.
   *
   * @param locked who has this role may not unmute himself; absent in old records: he may
   */
  record RoleMuteChanged(Instant at, Role role, boolean muted, UserUri by, boolean locked)
      implements ConferenceEvent {
    /** A mute that whoever is muted can undo. */
    public RoleMuteChanged(Instant at, Role role, boolean muted, UserUri by) {
      this(at, role, muted, by, false);
    }

    @Override
    public Conference applyTo(Conference c) {
      Conference muted = c.roleMuted(this);
      Room room = muted.room();
      return muted.with(room.with(room.desk().locking(role, locked)));
    }
  }

  /** The conference has another subject. */
  record SubjectChanged(Instant at, String subject, UserUri by) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.withSubject(subject);
    }
  }

  /** The organizer has changed the meeting while it runs; this is what it is now. */
  record MeetingRenewed(Instant at, Meeting meeting) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.renewed(meeting);
    }
  }

  /** Somebody wants to be told of changes. Not public: it is no change of the conference. */
  record Subscribed(Instant at, Subscription subscription) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.subscribed(subscription);
    }

    @Override
    public boolean isPublic() {
      return false;
    }
  }

  /** Somebody is told no more. */
  record Unsubscribed(Instant at, int number) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.with(c.room().withoutSubscription(number));
    }

    @Override
    public boolean isPublic() {
      return false;
    }
  }

  /** The conference is recorded from now on. */
  record RecordingStarted(Instant at, String id, RecordingFormat format, UserUri by)
      implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.with(c.recordings().with(Recording.begun(this)));
    }
  }

  /**
   * So much of a recording is on disk for good. Not public: it is no change of the conference.
   *
   * @param part file that it goes on in
   * @param partMs length of its sound
   * @param partBytes length of the file
   */
  record RecordingChunk(Instant at, String id, String part, long partMs, long partBytes)
      implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.with(c.recordings().changed(id, r -> r.with(this)));
    }

    @Override
    public boolean isPublic() {
      return false;
    }
  }

  /** The conference is recorded no more. */
  record RecordingStopped(Instant at, String id, UserUri by) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.with(c.recordings().changed(id, r -> r.ended(Recording.State.STOPPED, "")));
    }
  }

  /** The recording could not be written, and has ended. */
  record RecordingFailed(Instant at, String id, String why) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.with(c.recordings().changed(id, r -> r.ended(Recording.State.FAILED, why)));
    }
  }

  /** This life of the conference is over. */
  record Deactivated(Instant at, EndReason why) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.deactivated();
    }
  }

  /** What is set for the audio of a leg, beside its mute, is this now. */
  record TuningChanged(Instant at, int leg, Tuning tuning, UserUri by) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.leg(leg).isPresent() ? c.with(c.room().with(c.room().desk().tuned(leg, tuning))) : c;
    }
  }

  /** Who hears whom: these relations, instead of those before. */
  record RelationsChanged(Instant at, List<Relation> relations, UserUri by)
      implements ConferenceEvent {
    public RelationsChanged {
      relations = List.copyOf(relations);
    }

    @Override
    public Conference applyTo(Conference c) {
      return c.with(c.room().with(c.room().desk().related(relations)));
    }
  }

  /**
   * The floor is given to somebody, or is everybody's again.
   *
   * @param holder empty = everybody may speak
   */
  record FloorChanged(Instant at, Optional<UserUri> holder, UserUri by) implements ConferenceEvent {
    @Override
    public Conference applyTo(Conference c) {
      return c.with(c.room().with(c.room().desk().withFloor(holder)));
    }
  }
}
