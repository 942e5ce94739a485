package org.confocal.persistence;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.directory.UserDirectory;

/**
 * Users in {@code app_user}, their names claimed in {@code dial_name}; those who were users are in
 * {@code former_user}.
 */
record JdbcUsers(Database database) implements UserDirectory {
  // Each try that loses a race finds the winner's row the next time.
  private static final int TRIES = 3;

  @Override
  public CompletionStage<Optional<Credentials>> find(String name) {
    return database.submit(
        session ->
            session
                .query(
                    row ->
                        new Credentials(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getBoolean(5)),
                    "SELECT name, realm, ha1_md5, ha1_sha256, disabled FROM app_user"
                        + " WHERE name = ?",
                    name)
                .stream()
                .findFirst());
  }

  @Override
  public CompletionStage<Standing> standing(String name) {
    return database.submit(
        session ->
            session
                .query(
                    row -> row.getBoolean(1) ? Standing.DISABLED : Standing.USER,
                    "SELECT disabled FROM app_user WHERE name = ?",
                    name)
                .stream()
                .findFirst()
                .orElse(wasUser(session, name) ? Standing.REMOVED : Standing.NOBODY));
  }

  private static boolean wasUser(JdbcSession session, String name) throws SQLException {
    return !session
        .query(row -> row.getString(1), "SELECT name FROM former_user WHERE name = ?", name)
        .isEmpty();
  }

  @Override
  public CompletionStage<Boolean> disable(String name, boolean disabled) {
    return database.submit(
        session ->
            session.update("UPDATE app_user SET disabled = ? WHERE name = ?", disabled, name) == 1);
  }

  @Override
  public CompletionStage<Boolean> put(Credentials user) {
    return database.submit(
        session -> {
          for (int i = 0; i < TRIES; i++) {
            if (replaced(session, user) || added(session, user)) {
              return true;
            }
            if (isMeeting(session, user.name())) {
              return false;
            }
          }
          throw new SQLException("user " + user.name() + " is being changed by others");
        });
  }

  @Override
  public CompletionStage<Boolean> remove(String name) {
    return database.submit(
        session ->
            session.transaction(
                () ->
                    session.update("DELETE FROM app_user WHERE name = ?", name) == 1
                        && session.update(
                                "DELETE FROM dial_name WHERE name = ? AND kind = 'USER'", name)
                            == 1
                        && session.insert("INSERT INTO former_user (name) VALUES (?)", name)));
  }

  @Override
  public CompletionStage<List<Entry>> list(int limit) {
    return database.submit(
        session ->
            session.query(
                row -> new Entry(row.getString(1), row.getBoolean(2)),
                "SELECT name, disabled FROM app_user ORDER BY name LIMIT ?",
                limit));
  }

  private static boolean replaced(JdbcSession session, Credentials user) throws SQLException {
    return session.update(
            "UPDATE app_user SET realm = ?, ha1_md5 = ?, ha1_sha256 = ? WHERE name = ?",
            user.realm(),
            user.ha1Md5(),
            user.ha1Sha256(),
            user.name())
        == 1;
  }

  private static boolean added(JdbcSession session, Credentials user) throws SQLException {
    return session.transaction(
        () ->
            session.insert("INSERT INTO dial_name (name, kind) VALUES (?, 'USER')", user.name())
                && session.update("DELETE FROM former_user WHERE name = ?", user.name()) >= 0
                && session.insert(
                    "INSERT INTO app_user (name, realm, ha1_md5, ha1_sha256) VALUES (?, ?, ?, ?)",
                    user.name(),
                    user.realm(),
                    user.ha1Md5(),
                    user.ha1Sha256()));
  }

  private static boolean isMeeting(JdbcSession session, String name) throws SQLException {
    return !session
        .query(
            row -> row.getString(1),
            "SELECT name FROM dial_name WHERE name = ? AND kind = 'MEETING'",
            name)
        .isEmpty();
  }
}
