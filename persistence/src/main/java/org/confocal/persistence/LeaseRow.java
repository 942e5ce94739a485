package org.confocal.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The row of one lease, over a connection of its own: no load on the pools keeps anybody from it.
 * The clock is that of the database, so the nodes' clocks need not agree.
 *
 * <p>For one thread.
 */
final class LeaseRow implements AutoCloseable {
  static final String UNTIL = "CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND";

  private final DatabaseLeaseSettings settings;
  private final String name;
  private final String owner;
  private @Nullable Connection connection;

  LeaseRow(DatabaseLeaseSettings settings, String name, String owner) {
    this.settings = settings;
    this.name = name;
    this.owner = owner;
  }

  /** Takes the lease when it is free, expired or ours already. */
  boolean take() throws SQLException {
    return twice(
        session ->
            session.update(
                        "UPDATE lease SET owner = ?, expires_at = "
                            + UNTIL
                            + " WHERE name = ? AND (owner = ? OR expires_at < CURRENT_TIMESTAMP)",
                        owner,
                        settings.ttl().toMillis(),
                        name,
                        owner)
                    == 1
                || session.insert(
                    "INSERT INTO lease (name, owner, expires_at) VALUES (?, ?, " + UNTIL + ")",
                    name,
                    owner,
                    settings.ttl().toMillis()));
  }

  /** Keeps it for another time to live; false when it is no longer ours. */
  boolean keep() throws SQLException {
    return twice(
        session ->
            session.update(
                    "UPDATE lease SET expires_at = "
                        + UNTIL
                        + " WHERE name = ? AND owner = ? AND expires_at >= CURRENT_TIMESTAMP",
                    settings.ttl().toMillis(),
                    name,
                    owner)
                == 1);
  }

  /** Gives it back; true also when it was not ours any more. */
  boolean giveBack() throws SQLException {
    return twice(
        session ->
            session.update("DELETE FROM lease WHERE name = ? AND owner = ?", name, owner) >= 0);
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException gone) {
        // as wanted
      }
    }
  }

  /**
   * A connection that rested for long may be dead, a database slow: the second try has a new one.
   */
  private <T> T twice(Database.Work<T> work) throws SQLException {
    try {
      return once(work);
    } catch (SQLException failed) {
      close();
      return once(work);
    }
  }

  private <T> T once(Database.Work<T> work) throws SQLException {
    return work.on(new JdbcSession(open(), seconds(settings.timeout())));
  }

  private Connection open() throws SQLException {
    Connection open = connection;
    if (open == null) {
      Properties properties = new Properties();
      properties.setProperty("user", settings.account().user());
      properties.setProperty("password", settings.account().password());
      String limit = Integer.toString(seconds(settings.timeout()));
      properties.setProperty("connectTimeout", limit);
      properties.setProperty("loginTimeout", limit);
      properties.setProperty("socketTimeout", limit);
      properties.setProperty("ApplicationName", "confocal-lease");
      open = DriverManager.getConnection(settings.url(), properties);
      connection = open;
    }
    return open;
  }

  /** Half of the whole time for each of the two tries. At least a second. */
  private static int seconds(Duration timeout) {
    return (int) Math.max(1, timeout.toSeconds() / 2);
  }
}
