package org.confocal.persistence;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Meeting;
import org.jspecify.annotations.Nullable;

/**
 * From events of one conference to rows. Belongs into the transaction that moves the cursor:
 * nothing here may happen twice. What nobody looks at in between, the list of events and the
 * numbers of a conference, is gathered and written by {@link #finish}.
 */
final class RecordRows {
  private final JdbcSession session;
  private final FocusKey key;
  private final Map<Integer, String> participants = new HashMap<>();
  private final List<@Nullable Object[]> events = new ArrayList<>();
  private int joined;
  private int peak;

  RecordRows(JdbcSession session, FocusKey key) {
    this.session = session;
    this.key = key;
  }

  /**
   * How far a journal has been read.
   *
   * @param sequenceNr of the last event
   * @param revision public events so far
   * @param activation the present life of the conference, or the last one
   * @param present legs that are there
   */
  record Cursor(long sequenceNr, long revision, long activation, int present) {
    static final Cursor START = new Cursor(0, 0, 0, 0);

    Cursor after(ConferenceEvent event) {
      return new Cursor(
          sequenceNr + 1, event.isPublic() ? revision + 1 : revision, activation, present);
    }

    Cursor in(long life) {
      return new Cursor(sequenceNr, revision, life, present);
    }

    Cursor with(int legs) {
      return new Cursor(sequenceNr, revision, activation, legs);
    }
  }

  /** Writes what follows from one more event; where the journal has been read to then. */
  Cursor add(Cursor before, ConferenceEvent event) throws SQLException {
    Cursor after = records(before.after(event), event);
    if (event.isPublic()) {
      event(after.revision(), event);
    }
    return after;
  }

  /** Writes what was gathered and counted; {@code at} is where the journal has been read to. */
  void finish(Cursor at) throws SQLException {
    session.updateAll(
        "INSERT INTO conference_event (focus_key, revision, at, kind, participant, leg, detail)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        events);
    events.clear();
    if (joined > 0) {
      session.update(
          "UPDATE conference_record SET legs = legs + ?, peak = GREATEST(peak, ?)"
              + " WHERE focus_key = ? AND activation = ?",
          joined,
          peak,
          key.value(),
          at.activation());
      joined = 0;
      peak = 0;
    }
  }

  private Cursor records(Cursor cursor, ConferenceEvent event) throws SQLException {
    if (event instanceof ConferenceEvent.Activated e) {
      finish(cursor);
      begun(e);
      return cursor.in(e.activation()).with(0);
    }
    if (event instanceof ConferenceEvent.FocusStarted e) {
      return cursor.in(e.activation());
    }
    if (event instanceof ConferenceEvent.LegJoined e) {
      return joined(cursor, e.leg(), e.at());
    }
    if (event instanceof ConferenceEvent.LegLeft e) {
      return cursor.with(cursor.present() - left(e.leg(), e.why(), e.at()));
    }
    if (event instanceof ConferenceEvent.SessionChanged e) {
      changed(e);
    } else if (event instanceof ConferenceEvent.SubjectChanged e) {
      subject(cursor, e.subject());
    } else if (event instanceof ConferenceEvent.MeetingRenewed e) {
      subject(cursor, e.meeting().subject());
    } else if (event instanceof ConferenceEvent.Deactivated e) {
      ended(cursor, e);
      return cursor.with(0);
    }
    return cursor;
  }

  private void begun(ConferenceEvent.Activated e) throws SQLException {
    Meeting meeting = e.meeting();
    session.update(
        "INSERT INTO conference_record (focus_key, activation, conference_uri, subject,"
            + " organizer, number, started, legs, peak) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)",
        key.value(),
        e.activation(),
        meeting.uri().text(),
        RecordText.fitting(meeting.subject(), RecordText.NAME),
        meeting.uri().organizer().value(),
        meeting.number().value(),
        time(e.at()));
  }

  private Cursor joined(Cursor cursor, Leg leg, Instant at) throws SQLException {
    int present = cursor.present() + 1;
    session.update(
        "INSERT INTO leg_record (focus_key, leg, activation, participant, display_name, role,"
            + " kind, media, call_id, peer, joined) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        key.value(),
        leg.number(),
        cursor.activation(),
        leg.participant().value(),
        RecordText.fitting(leg.displayName(), RecordText.NAME),
        leg.role().name(),
        leg.entry().kind().name(),
        RecordText.media("", leg.local()),
        RecordText.fitting(leg.dialog().callId(), RecordText.CALL_ID),
        RecordText.fitting(leg.dialog().peer().toString(), RecordText.PEER),
        time(at));
    participants.put(leg.number(), leg.participant().value());
    joined++;
    peak = Math.max(peak, present);
    return cursor.with(present);
  }

  private int left(int leg, Departure why, Instant at) throws SQLException {
    return session.update(
        "UPDATE leg_record SET left_at = ?, why = ?"
            + " WHERE focus_key = ? AND leg = ? AND left_at IS NULL",
        time(at),
        why.name(),
        key.value(),
        leg);
  }

  private void changed(ConferenceEvent.SessionChanged e) throws SQLException {
    for (String known :
        session.query(
            row -> row.getString(1),
            "SELECT media FROM leg_record WHERE focus_key = ? AND leg = ?",
            key.value(),
            e.leg())) {
      session.update(
          "UPDATE leg_record SET media = ? WHERE focus_key = ? AND leg = ?",
          RecordText.media(known, e.local()),
          key.value(),
          e.leg());
    }
  }

  private void subject(Cursor cursor, String subject) throws SQLException {
    session.update(
        "UPDATE conference_record SET subject = ? WHERE focus_key = ? AND activation = ?",
        RecordText.fitting(subject, RecordText.NAME),
        key.value(),
        cursor.activation());
  }

  /** Whoever was still there has left with the conference. */
  private void ended(Cursor cursor, ConferenceEvent.Deactivated e) throws SQLException {
    session.update(
        "UPDATE leg_record SET left_at = ?, why = ?"
            + " WHERE focus_key = ? AND activation = ? AND left_at IS NULL",
        time(e.at()),
        Departure.CONFERENCE_ENDED.name(),
        key.value(),
        cursor.activation());
    session.update(
        "UPDATE conference_record SET ended = ?, why = ? WHERE focus_key = ? AND activation = ?",
        time(e.at()),
        e.why().name(),
        key.value(),
        cursor.activation());
  }

  private void event(long revision, ConferenceEvent event) throws SQLException {
    Optional<Integer> leg = leg(event);
    events.add(
        new @Nullable Object[] {
          key.value(),
          revision,
          time(event.at()),
          event.getClass().getSimpleName(),
          participant(event, leg),
          leg.orElse(null),
          RecordText.fitting(RecordText.detail(event), RecordText.DETAIL)
        });
  }

  private @Nullable String participant(ConferenceEvent event, Optional<Integer> leg)
      throws SQLException {
    if (event instanceof ConferenceEvent.RoleChanged e) {
      return e.user().value();
    }
    if (leg.isEmpty()) {
      return null;
    }
    String known = participants.get(leg.get());
    return known != null ? known : stored(leg.get());
  }

  private @Nullable String stored(int leg) throws SQLException {
    return session
        .query(
            row -> new UserUri(row.getString(1)).value(),
            "SELECT participant FROM leg_record WHERE focus_key = ? AND leg = ?",
            key.value(),
            leg)
        .stream()
        .findFirst()
        .orElse(null);
  }

  private static Optional<Integer> leg(ConferenceEvent event) {
    if (event instanceof ConferenceEvent.LegJoined e) {
      return Optional.of(e.leg().number());
    }
    if (event instanceof ConferenceEvent.SessionChanged e) {
      return Optional.of(e.leg());
    }
    if (event instanceof ConferenceEvent.LegLeft e) {
      return Optional.of(e.leg());
    }
    return event instanceof ConferenceEvent.MuteChanged e ? Optional.of(e.leg()) : Optional.empty();
  }

  private static OffsetDateTime time(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}
