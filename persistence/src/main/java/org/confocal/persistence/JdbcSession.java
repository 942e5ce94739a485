package org.confocal.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection for the time of one request; each statement commits unless in a transaction. A
 * statement that is asked for again is not prepared again. For one thread.
 */
final class JdbcSession implements AutoCloseable {
  private final Connection connection;
  private final int timeoutSeconds;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  JdbcSession(Connection connection, int timeoutSeconds) {
    this.connection = connection;
    this.timeoutSeconds = timeoutSeconds;
  }

  /** Makes a value of the current row. */
  @FunctionalInterface
  interface Mapping<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** Statements that belong together. */
  @FunctionalInterface
  interface Unit<T> {
    T run() throws SQLException;
  }

  /** All rows, mapped by hand. */
  <T> List<T> query(Mapping<T> mapping, String sql, Object... values) throws SQLException {
    try (ResultSet rows = filled(sql, values).executeQuery()) {
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(mapping.of(rows));
      }
      return list;
    }
  }

  /** Runs the same INSERT or UPDATE for each list of values, in one go. */
  void updateAll(String sql, List<@Nullable Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    for (@Nullable Object[] values : rows) {
      filled(sql, values).addBatch();
    }
    prepared(sql).executeBatch();
  }

  /** Runs an INSERT, UPDATE or DELETE; the number of rows that it changed. */
  int update(String sql, @Nullable Object... values) throws SQLException {
    return filled(sql, values).executeUpdate();
  }

  /** Runs an INSERT; false, and nothing changed, when a unique key is taken already. */
  boolean insert(String sql, Object... values) throws SQLException {
    try {
      return update(sql, values) == 1;
    } catch (SQLException refused) {
      if (Dialect.UNIQUE_VIOLATION.equals(refused.getSQLState())) {
        return false;
      }
      throw refused;
    }
  }

  /**
   * Runs all statements or none. False from {@code unit} undoes them as well: PostgreSQL goes on
   * with no transaction in which an insert was refused.
   */
  boolean transaction(Unit<Boolean> unit) throws SQLException {
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      done = unit.run();
    } finally {
      if (done) {
        connection.commit();
      } else {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
    return done;
  }

  /** Frees the statements; the connection belongs to whoever gave it. */
  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared.clear();
  }

  private PreparedStatement filled(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
      statement.setQueryTimeout(timeoutSeconds);
    }
    return statement;
  }
}
