package org.confocal.it.kit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One database on a real PostgreSQL, which runs until the test run ends.
 *
 * @param url for the key {@code confocal.persistence.url}
 * @param user who needs no password
 */
public record Postgres(String url, String user) {
  private static final AtomicInteger SERIAL = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;

  /** An empty database. */
  public static Postgres empty() {
    EmbeddedPostgres running = server();
    String name = "cluster" + SERIAL.incrementAndGet();
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return new Postgres(
        "jdbc:postgresql://127.0.0.1:" + running.getPort() + "/" + name, "postgres");
  }

  /** The settings of a node on this database. */
  public NodeConfig of(NodeConfig node) {
    return node.with("confocal.persistence.url", url).with("confocal.persistence.user", user);
  }

  /** The first column of all rows, as text. */
  public List<String> column(String sql) {
    try (Connection connection = DriverManager.getConnection(url, user, "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> column = new ArrayList<>();
      while (rows.next()) {
        column.add(String.valueOf(rows.getString(1)));
      }
      return column;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private static synchronized EmbeddedPostgres server() {
    if (server == null) {
      try {
        server = EmbeddedPostgres.builder().start(); // ends with this process
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server;
  }
}
