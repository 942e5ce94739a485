package org.confocal.persistence;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.directory.ActiveConferences;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;

/** Rows of {@code active_conference}; times are kept to the microsecond. */
record JdbcActiveConferences(Database database) implements ActiveConferences {
  @Override
  public CompletionStage<Void> add(Entry entry) {
    return database.perform(
        session -> {
          session.insert(
              "INSERT INTO active_conference (focus_key, organizer, conference_id, since)"
                  + " VALUES (?, ?, ?, ?)",
              entry.key().value(),
              entry.conference().organizer().value(),
              entry.conference().id().value(),
              entry.since().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        });
  }

  @Override
  public CompletionStage<Void> remove(FocusKey key) {
    return database.perform(
        session -> {
          session.update("DELETE FROM active_conference WHERE focus_key = ?", key.value());
        });
  }

  @Override
  public CompletionStage<List<Entry>> list(int limit) {
    return database.submit(
        session ->
            session.query(
                row ->
                    new Entry(
                        new FocusKey(row.getString(1)),
                        new ConferenceUri(
                            new UserUri(row.getString(2)), new ConferenceId(row.getString(3))),
                        row.getObject(4, OffsetDateTime.class).toInstant()),
                "SELECT focus_key, organizer, conference_id, since FROM active_conference"
                    + " ORDER BY since, focus_key LIMIT ?",
                limit));
  }
}
