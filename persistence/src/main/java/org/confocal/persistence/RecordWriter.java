package org.confocal.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.serialization.Serialization;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.focus.Focus;
import org.confocal.engine.id.FocusKey;
import scala.util.Try;

/**
 * Takes over events from the journals of the foci, a batch at a time: rows and cursor in one
 * transaction, so that a killed process repeats nothing. Of two writers who come to the same events
 * one moves the cursor, and the other finds that it is not where it was and undoes its own.
 *
 * <p>Inside one journal nothing is ever missed: its numbers have no gap and one focus writes them
 * in order. Which journals have news is told by the rows themselves, in the order in which they
 * were stored; {@link RecordKeeper} knows that this order has late comers.
 */
record RecordWriter(Database database, Serialization serialization) {
  private static final String PREFIX = Focus.TYPE + "|";

  /** The key of a conference in a row of the journal. */
  private static final String KEY =
      "SUBSTRING(j.\"persistence_id\", " + (PREFIX.length() + 1) + ")";

  /**
   * What became of one batch.
   *
   * @param events that were taken over
   * @param more whether there may be more
   */
  record Kept(int events, boolean more) {}

  private record Row(long sequenceNr, ConferenceEvent event) {}

  /** The number of the newest row of the journal of all actors; 0 when there is none. */
  CompletionStage<Long> newest() {
    return database.submit(
        session ->
            session
                .query(
                    row -> row.getLong(1),
                    "SELECT COALESCE(MAX(\"ordering\"), 0) FROM \"event_journal\"")
                .get(0));
  }

  /**
   * Conferences with events that were not taken over, among the rows above {@code from} up to
   * {@code to}; in the order of their keys, those after {@code after}.
   */
  CompletionStage<List<FocusKey>> withNews(long from, long to, String after, int limit) {
    return database.submit(
        session ->
            session.query(
                row -> new FocusKey(row.getString(1)),
                // no column of the primary key by itself: it would be read from end to end
                "SELECT DISTINCT "
                    + KEY
                    + " FROM \"event_journal\" j LEFT JOIN record_cursor c ON c.focus_key = "
                    + KEY
                    + " WHERE j.\"ordering\" > ? AND j.\"ordering\" <= ?"
                    + " AND SUBSTRING(j.\"persistence_id\", 1, "
                    + PREFIX.length()
                    + ") = '"
                    + PREFIX
                    + "' AND "
                    + KEY
                    + " > ? AND (c.sequence_nr IS NULL OR j.\"sequence_number\" > c.sequence_nr)"
                    + " ORDER BY 1 LIMIT ?",
                from,
                to,
                after,
                limit));
  }

  /**
   * Takes over the next events of one conference, at most {@code limit}. The row of its cursor is
   * locked first, so that another writer waits for us, or we for it.
   */
  CompletionStage<Kept> keep(FocusKey key, int limit) {
    return database.submit(
        session -> {
          AtomicInteger events = new AtomicInteger();
          boolean locked =
              session.transaction(
                  () -> {
                    Optional<RecordRows.Cursor> from = lockedCursor(session, key);
                    if (from.isPresent()) {
                      List<Row> rows = journal(session, key, from.get(), limit);
                      write(session, key, from.get(), rows);
                      events.set(rows.size());
                    }
                    return from.isPresent();
                  });
          return new Kept(events.get(), !locked || events.get() == limit);
        });
  }

  /** How far we are, for nobody else until the end of the transaction; empty: ask once more. */
  private static Optional<RecordRows.Cursor> lockedCursor(JdbcSession session, FocusKey key)
      throws SQLException {
    List<RecordRows.Cursor> known =
        session.query(
            row ->
                new RecordRows.Cursor(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getInt(4)),
            "SELECT sequence_nr, revision, activation, present FROM record_cursor"
                + " WHERE focus_key = ? FOR UPDATE",
            key.value());
    if (!known.isEmpty()) {
      return Optional.of(known.get(0));
    }
    boolean first =
        session.insert(
            "INSERT INTO record_cursor (focus_key, sequence_nr, revision, activation, present)"
                + " VALUES (?, 0, 0, 0, 0)",
            key.value());
    return first ? Optional.of(RecordRows.Cursor.START) : Optional.empty();
  }

  private List<Row> journal(JdbcSession session, FocusKey key, RecordRows.Cursor from, int limit)
      throws SQLException {
    return session.query(
        row -> new Row(row.getLong(1), event(row)),
        "SELECT \"sequence_number\", \"event_payload\", \"event_ser_id\", \"event_ser_manifest\""
            + " FROM \"event_journal\" WHERE \"persistence_id\" = ? AND \"sequence_number\" > ?"
            + " ORDER BY \"sequence_number\" LIMIT ?",
        PREFIX + key.value(),
        from.sequenceNr(),
        limit);
  }

  private static void write(
      JdbcSession session, FocusKey key, RecordRows.Cursor from, List<Row> rows)
      throws SQLException {
    RecordRows records = new RecordRows(session, key);
    RecordRows.Cursor at = from;
    for (Row row : rows) {
      if (row.sequenceNr() != at.sequenceNr() + 1) {
        throw unexpected(key, "event " + row.sequenceNr(), at.sequenceNr() + 1);
      }
      at = records.add(at, row.event());
    }
    records.finish(at);
    int moved =
        session.update(
            "UPDATE record_cursor SET sequence_nr = ?, revision = ?, activation = ?, present = ?"
                + " WHERE focus_key = ? AND sequence_nr = ?",
            at.sequenceNr(),
            at.revision(),
            at.activation(),
            at.present(),
            key.value(),
            from.sequenceNr());
    if (moved != 1) {
      throw unexpected(key, "moved by somebody else", from.sequenceNr());
    }
  }

  private static SQLException unexpected(FocusKey key, String found, long expected) {
    return new SQLException("journal of " + key + ": " + found + " (expected: " + expected + ")");
  }

  private ConferenceEvent event(ResultSet row) throws SQLException {
    Try<Object> event = serialization.deserialize(row.getBytes(2), row.getInt(3), row.getString(4));
    if (event.isFailure()) {
      throw new SQLException("event " + row.getLong(1) + " not readable", event.failed().get());
    }
    return (ConferenceEvent) event.get();
  }
}
