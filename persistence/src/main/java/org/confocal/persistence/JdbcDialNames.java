package org.confocal.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.directory.DialNames;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;

/** Numbers of meetings in {@code dial_name}; the database's unique key decides every race. */
record JdbcDialNames(Database database) implements DialNames {
  private static final int TRIES = 3;
  private static final Comparator<Entry> BY_NUMBER =
      Comparator.comparing((Entry e) -> e.number().value().length())
          .thenComparing(e -> e.number().value());

  /** A conference has one number: whoever claims another for it gives the first back. */
  @Override
  public CompletionStage<Boolean> claim(MeetingNumber number, ConferenceUri conference) {
    return database.submit(
        session -> {
          for (int i = 0; i < TRIES; i++) {
            if (inserted(session, number, conference)) {
              return true;
            }
            List<String> owner =
                session.query(
                    row -> row.getString(1) + "\n" + row.getString(2),
                    "SELECT organizer, conference_id FROM dial_name WHERE name = ?",
                    number.value());
            if (!owner.isEmpty()) {
              return owner
                  .get(0)
                  .equals(conference.organizer().value() + "\n" + conference.id().value());
            }
          }
          throw new SQLException("number " + number + " is being changed by others");
        });
  }

  @Override
  public CompletionStage<Void> release(ConferenceUri conference) {
    return database.perform(
        session -> {
          session.update(
              "DELETE FROM dial_name WHERE organizer = ? AND conference_id = ?",
              conference.organizer().value(),
              conference.id().value());
        });
  }

  @Override
  public CompletionStage<Void> releaseOthers(UserUri organizer, Set<ConferenceId> known) {
    return database.perform(
        session -> {
          List<String> claimed =
              session.query(
                  row -> row.getString(1),
                  "SELECT conference_id FROM dial_name WHERE organizer = ?",
                  organizer.value());
          for (String id : claimed) {
            if (!known.contains(new ConferenceId(id))) {
              session.update(
                  "DELETE FROM dial_name WHERE organizer = ? AND conference_id = ?",
                  organizer.value(),
                  id);
            }
          }
        });
  }

  @Override
  public CompletionStage<Optional<ConferenceUri>> find(MeetingNumber number) {
    return database.submit(
        session ->
            session
                .query(
                    row -> conference(row, 1),
                    "SELECT organizer, conference_id FROM dial_name"
                        + " WHERE name = ? AND kind = 'MEETING'",
                    number.value())
                .stream()
                .findFirst());
  }

  /** The key of the table gives its own order without a look at all rows: a few are read fast. */
  @Override
  public CompletionStage<List<Entry>> list(int limit) {
    return database.submit(
        session ->
            session
                .query(
                    row -> new Entry(new MeetingNumber(row.getString(1)), conference(row, 2)),
                    "SELECT name, organizer, conference_id FROM dial_name WHERE kind = 'MEETING'"
                        + " ORDER BY name LIMIT ?",
                    limit)
                .stream()
                .sorted(BY_NUMBER)
                .toList());
  }

  private static boolean inserted(
      JdbcSession session, MeetingNumber number, ConferenceUri conference) throws SQLException {
    String organizer = conference.organizer().value();
    String id = conference.id().value();
    return session.transaction(
        () -> {
          session.update(
              "DELETE FROM dial_name WHERE organizer = ? AND conference_id = ? AND name <> ?",
              organizer,
              id,
              number.value());
          return session.insert(
              "INSERT INTO dial_name (name, kind, organizer, conference_id)"
                  + " VALUES (?, 'MEETING', ?, ?)",
              number.value(),
              organizer,
              id);
        });
  }

  private static ConferenceUri conference(ResultSet row, int column) throws SQLException {
    return new ConferenceUri(
        new UserUri(row.getString(column)), new ConferenceId(row.getString(column + 1)));
  }
}
