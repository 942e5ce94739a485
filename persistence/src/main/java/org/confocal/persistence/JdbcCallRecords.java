package org.confocal.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.Role;
import org.confocal.engine.directory.CallRecords;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;

/** Reads what {@link RecordWriter} has written. */
record JdbcCallRecords(Database database) implements CallRecords {
  private static final String CONFERENCES =
      "SELECT focus_key, activation, conference_uri, number, subject, started, ended, why, legs,"
          + " peak FROM conference_record ";

  @Override
  public CompletionStage<List<ConferenceRecord>> conferences(int limit) {
    return database.submit(
        session ->
            session.query(
                JdbcCallRecords::conference,
                CONFERENCES + "ORDER BY started DESC, focus_key DESC LIMIT ?",
                limit));
  }

  @Override
  public CompletionStage<List<ConferenceRecord>> conferences(FocusKey key, int limit) {
    return database.submit(
        session ->
            session.query(
                JdbcCallRecords::conference,
                CONFERENCES + "WHERE focus_key = ? ORDER BY activation DESC LIMIT ?",
                key.value(),
                limit));
  }

  @Override
  public CompletionStage<List<LegRecord>> legs(FocusKey key, int limit) {
    return database.submit(
        session ->
            session.query(
                JdbcCallRecords::leg,
                "SELECT focus_key, leg, activation, participant, display_name, role, kind, media,"
                    + " call_id, peer, joined, left_at, why FROM leg_record"
                    + " WHERE focus_key = ? ORDER BY leg DESC LIMIT ?",
                key.value(),
                limit));
  }

  @Override
  public CompletionStage<List<EventRecord>> events(FocusKey key, long after, int limit) {
    return database.submit(
        session ->
            session.query(
                JdbcCallRecords::event,
                "SELECT revision, at, kind, participant, leg, detail FROM conference_event"
                    + " WHERE focus_key = ? AND revision > ? ORDER BY revision LIMIT ?",
                key.value(),
                after,
                limit));
  }

  private static ConferenceRecord conference(ResultSet row) throws SQLException {
    String uri = row.getString(3);
    return new ConferenceRecord(
        new FocusKey(row.getString(1)),
        row.getLong(2),
        ConferenceUri.parse(uri)
            .orElseThrow(() -> new SQLException("conference_record: no conference URI: " + uri)),
        new MeetingNumber(row.getString(4)),
        row.getString(5),
        time(row, 6).orElseThrow(),
        time(row, 7),
        Optional.ofNullable(row.getString(8)).map(EndReason::valueOf),
        row.getInt(9),
        row.getInt(10));
  }

  private static LegRecord leg(ResultSet row) throws SQLException {
    return new LegRecord(
        new FocusKey(row.getString(1)),
        row.getInt(2),
        row.getLong(3),
        new UserUri(row.getString(4)),
        row.getString(5),
        Role.valueOf(row.getString(6)),
        LegKind.valueOf(row.getString(7)),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        time(row, 11).orElseThrow(),
        time(row, 12),
        Optional.ofNullable(row.getString(13)).map(Departure::valueOf));
  }

  private static EventRecord event(ResultSet row) throws SQLException {
    return new EventRecord(
        row.getLong(1),
        time(row, 2).orElseThrow(),
        row.getString(3),
        Optional.ofNullable(row.getString(4)).map(UserUri::new),
        Optional.ofNullable(row.getObject(5, Integer.class)),
        row.getString(6));
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
