package org.confocal.persistence;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.directory.MeetingOwners;
import org.confocal.engine.id.UserUri;

/** Whoever has a number in {@code dial_name} has a meeting. */
record JdbcMeetingOwners(Database database) implements MeetingOwners {
  @Override
  public CompletionStage<List<UserUri>> after(String after, int limit) {
    return database.submit(
        session ->
            session.query(
                row -> new UserUri(row.getString(1)),
                "SELECT DISTINCT organizer FROM dial_name WHERE organizer > ?"
                    + " ORDER BY organizer LIMIT ?",
                after,
                limit));
  }
}
