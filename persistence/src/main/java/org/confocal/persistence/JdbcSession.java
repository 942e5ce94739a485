package org.confocal.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection for the time of one request; each statement commits unless in a transaction. */
record JdbcSession(Connection connection, int timeoutSeconds) {
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
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      fill(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> list = new ArrayList<>();
        while (rows.next()) {
          list.add(mapping.of(rows));
        }
        return list;
      }
    }
  }

  /** Runs an INSERT, UPDATE or DELETE; the number of rows that it changed. */
  int update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      fill(statement, values);
      return statement.executeUpdate();
    }
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

  private void fill(PreparedStatement statement, @Nullable Object... values) throws SQLException {
    statement.setQueryTimeout(timeoutSeconds);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
