package org.confocal.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Settings for fresh databases: an H2 file, or a new database on one real PostgreSQL server. */
final class TestDatabases {
  private static @Nullable EmbeddedPostgres server;
  private static final AtomicInteger SERIAL = new AtomicInteger();

  private TestDatabases() {}

  static PersistenceSettings h2() {
    return PersistenceSettings.from(ConfigFactory.load());
  }

  static PersistenceSettings postgres() {
    try {
      EmbeddedPostgres server = server();
      String name = "confocal" + SERIAL.incrementAndGet();
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
      Config ours =
          ConfigFactory.parseMap(
              Map.of(
                  "confocal.persistence.url",
                  server.getJdbcUrl("postgres", name),
                  "confocal.persistence.user",
                  "postgres"));
      return PersistenceSettings.from(ours.withFallback(ConfigFactory.load()));
    } catch (IOException | SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  static Connection connect(PersistenceSettings settings, Path dataDir) throws SQLException {
    return DriverManager.getConnection(
        settings.jdbcUrl(dataDir), settings.account().user(), settings.account().password());
  }

  static void execute(PersistenceSettings settings, Path dataDir, String sql) {
    try (Connection connection = connect(settings, dataDir);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static synchronized EmbeddedPostgres server() throws IOException {
    if (server == null) {
      EmbeddedPostgres started = EmbeddedPostgres.builder().start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started)));
      server = started;
    }
    return server;
  }

  private static void stop(EmbeddedPostgres started) {
    try {
      started.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
