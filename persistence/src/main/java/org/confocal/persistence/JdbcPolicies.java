package org.confocal.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.confocal.engine.directory.ConferencePolicies;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.ConferencePolicy;

/**
 * Policies in {@code conference_policy}, those of users in {@code user_policy}.
 *
 * @param site what stands when the table has no policy called default
 */
record JdbcPolicies(Database database, ConferencePolicy site) implements ConferencePolicies {
  private static final int TRIES = 3;
  private static final String COLUMNS =
      "p.name, p.meeting_size, p.anonymous, p.dial_out, p.recording";

  @Override
  public CompletionStage<ConferencePolicy> of(UserUri user) {
    return database.submit(
        session -> {
          List<ConferencePolicy> own =
              session.query(
                  JdbcPolicies::policy,
                  "SELECT "
                      + COLUMNS
                      + " FROM conference_policy p JOIN user_policy u ON u.policy = p.name"
                      + " WHERE u.user_uri = ?",
                  user.value());
          return own.isEmpty() ? found(session, ConferencePolicy.DEFAULT).orElse(site) : own.get(0);
        });
  }

  @Override
  public CompletionStage<List<ConferencePolicy>> list(int limit) {
    return database.submit(
        session -> {
          List<ConferencePolicy> stored =
              session.query(
                  JdbcPolicies::policy,
                  "SELECT " + COLUMNS + " FROM conference_policy p ORDER BY p.name LIMIT ?",
                  limit);
          boolean hasDefault =
              stored.stream().anyMatch(p -> p.name().equals(ConferencePolicy.DEFAULT));
          return hasDefault ? stored : Stream.concat(Stream.of(site), stored.stream()).toList();
        });
  }

  @Override
  public CompletionStage<Optional<ConferencePolicy>> find(String name) {
    return database.submit(
        session ->
            found(session, name)
                .or(
                    () ->
                        name.equals(ConferencePolicy.DEFAULT)
                            ? Optional.of(site)
                            : Optional.empty()));
  }

  @Override
  public CompletionStage<Void> put(ConferencePolicy policy) {
    return database.perform(
        session -> {
          for (int i = 0; i < TRIES; i++) {
            if (replaced(session, policy) || added(session, policy)) {
              return;
            }
          }
          throw new SQLException("policy " + policy.name() + " is being changed by others");
        });
  }

  @Override
  public CompletionStage<Boolean> assign(UserUri user, String name) {
    return database.submit(
        session -> {
          if (name.equals(ConferencePolicy.DEFAULT)) {
            session.update("DELETE FROM user_policy WHERE user_uri = ?", user.value());
            return true;
          }
          if (found(session, name).isEmpty()) {
            return false;
          }
          for (int i = 0; i < TRIES; i++) {
            boolean changed =
                session.update(
                        "UPDATE user_policy SET policy = ? WHERE user_uri = ?", name, user.value())
                    == 1;
            if (changed
                || session.insert(
                    "INSERT INTO user_policy (user_uri, policy) VALUES (?, ?)",
                    user.value(),
                    name)) {
              return true;
            }
          }
          throw new SQLException("policy of " + user + " is being changed by others");
        });
  }

  private static Optional<ConferencePolicy> found(JdbcSession session, String name)
      throws SQLException {
    return session
        .query(
            JdbcPolicies::policy,
            "SELECT " + COLUMNS + " FROM conference_policy p WHERE p.name = ?",
            name)
        .stream()
        .findFirst();
  }

  private static boolean replaced(JdbcSession session, ConferencePolicy p) throws SQLException {
    return session.update(
            "UPDATE conference_policy SET meeting_size = ?, anonymous = ?, dial_out = ?,"
                + " recording = ? WHERE name = ?",
            p.meetingSize(),
            p.anonymousAllowed(),
            p.dialOutAllowed(),
            p.recordingAllowed(),
            p.name())
        == 1;
  }

  private static boolean added(JdbcSession session, ConferencePolicy p) throws SQLException {
    return session.insert(
        "INSERT INTO conference_policy (name, meeting_size, anonymous, dial_out, recording)"
            + " VALUES (?, ?, ?, ?, ?)",
        p.name(),
        p.meetingSize(),
        p.anonymousAllowed(),
        p.dialOutAllowed(),
        p.recordingAllowed());
  }

  private static ConferencePolicy policy(ResultSet row) throws SQLException {
    return new ConferencePolicy(
        row.getString(1), row.getInt(2), row.getBoolean(3), row.getBoolean(4), row.getBoolean(5));
  }
}
