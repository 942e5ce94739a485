package org.confocal.persistence;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import org.confocal.engine.SectionSettings;

/**
 * The keys under {@code confocal.persistence}; {@code reference.conf} tells what each one means.
 *
 * @param url empty for the embedded database, otherwise {@code jdbc:postgresql:...}
 * @param connectionTimeout 250 ms to 5 min
 * @param queryTimeout 1 s to 5 min
 */
public record PersistenceSettings(
    String url,
    Account account,
    Duration connectionTimeout,
    Duration queryTimeout,
    Journal journal,
    Directory directory,
    Records records) {
  /** Who we are to the database. Never prints the password. */
  public record Account(String user, String password) {
    @Override
    public String toString() {
      return "Account[" + user + "]";
    }
  }

  /** The pool of the journal: 1 to 64 connections, 1,000 to 1,000,000 waiting events. */
  public record Journal(int poolSize, int bufferSize, Duration writeTimeout) {}

  /** The pool of the directory tables: 2 to 64 connections, 1 to 100,000 waiting requests. */
  public record Directory(int poolSize, int queueSize) {}

  /**
   * How the journal is read for the records: every 50 ms to 10 min, 100 to 1,000,000 rows again, 1
   * to 10,000 events a transaction.
   */
  public record Records(Duration interval, int overlap, int batch) {}

  /**
   * Reads the keys out of the whole configuration of the program.
   *
   * @throws IllegalArgumentException {@code key: value (expected: ...)} for the first wrong value
   */
  public static PersistenceSettings from(Config root) {
    SectionSettings all = SectionSettings.of(root, "confocal.persistence");
    SectionSettings journal = all.below("journal");
    SectionSettings directory = all.below("directory");
    SectionSettings records = all.below("records");
    return new PersistenceSettings(
        url(all),
        new Account(all.text("user"), all.text("password")),
        all.duration("connection-timeout", Duration.ofMillis(250), Duration.ofMinutes(5)),
        all.duration("query-timeout", Duration.ofSeconds(1), Duration.ofMinutes(5)),
        new Journal(
            journal.whole("pool-size", 1, 64),
            journal.whole("buffer-size", 1_000, 1_000_000),
            journal.duration("write-timeout", Duration.ofSeconds(1), Duration.ofMinutes(10))),
        new Directory(
            directory.whole("pool-size", 2, 64), directory.whole("queue-size", 1, 100_000)),
        new Records(
            records.duration("interval", Duration.ofMillis(50), Duration.ofMinutes(10)),
            records.whole("overlap", 100, 1_000_000),
            records.whole("batch", 1, 10_000)));
  }

  /** Whether the database is the embedded one in the data directory. */
  public boolean embedded() {
    return url.isEmpty();
  }

  Dialect dialect() {
    return embedded() ? Dialect.H2 : Dialect.POSTGRESQL;
  }

  /**
   * The URL for the driver. Both pools must open H2 by exactly this text. {@code WRITE_DELAY=0}
   * writes each commit to the file before it is answered (the default may lose half a second when
   * the process is killed); {@code DB_CLOSE_ON_EXIT=FALSE} leaves the order of closing to us;
   * {@code QUERY_CACHE_SIZE} is room for all the statements of a connection, which are parsed again
   * otherwise (8 by default).
   */
  String jdbcUrl(Path dataDir) {
    return embedded()
        ? "jdbc:h2:file:"
            + dataDir.resolve("db").resolve("confocal").toAbsolutePath()
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;TRACE_LEVEL_FILE=0"
            + ";QUERY_CACHE_SIZE=64"
        : url;
  }

  /** The database in words that may be shown: no password, no driver's switches. */
  public String shown(Path dataDir) {
    return embedded() ? "H2 in " + dataDir.resolve("db") : url.replaceFirst("\\?.*", "");
  }

  private static String url(SectionSettings all) {
    String url = all.text("url");
    if (url.isEmpty() || url.startsWith("jdbc:postgresql:")) {
      return url;
    }
    throw all.wrong(
        "url", url, "empty for the embedded database, or jdbc:postgresql://host:port/name");
  }
}
