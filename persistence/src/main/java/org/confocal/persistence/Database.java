package org.confocal.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.confocal.engine.directory.ActiveConferences;
import org.confocal.engine.directory.CallRecords;
import org.confocal.engine.directory.ConferencePolicies;
import org.confocal.engine.directory.ContactLists;
import org.confocal.engine.directory.DialNames;
import org.confocal.engine.directory.MeetingOwners;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.meeting.ConferencePolicy;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open database of this process: its schema is the newest, the directory ports stand on it. The
 * journal has its own pool and is opened by the actor system, after this; this is closed after the
 * actor system has ended.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private static final long PACKED_FROM_BYTES = 64L << 20;
  private static final int PACKED_BELOW_PERCENT = 50;

  private final PersistenceSettings settings;
  private final HikariDataSource pool;
  private final ThreadPoolExecutor workers;

  /** One request, on a thread of the pool. */
  @FunctionalInterface
  interface Work<T> {
    T on(JdbcSession session) throws SQLException;
  }

  /** One request that answers nothing. */
  @FunctionalInterface
  interface Task {
    void on(JdbcSession session) throws SQLException;
  }

  private Database(PersistenceSettings settings, HikariDataSource pool) {
    this.settings = settings;
    this.pool = pool;
    int threads = settings.directory().poolSize();
    AtomicInteger serial = new AtomicInteger();
    this.workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(settings.directory().queueSize()),
            task -> {
              Thread thread = new Thread(task, "directory-" + serial.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.workers.allowCoreThreadTimeOut(true);
  }

  /**
   * Opens the database and runs the missing migrations. Blocks until that is done.
   *
   * @param dataDir must exist; the embedded database goes to its folder {@code db}
   * @throws SchemaRefused when a newer program made the tables
   * @throws DatabaseUnavailable when it cannot be opened
   */
  public static Database open(PersistenceSettings settings, Path dataDir) {
    String shown = settings.shown(dataDir);
    if (settings.embedded()) {
      makeFolder(dataDir.resolve("db"));
    }
    HikariDataSource pool = pool(settings, dataDir);
    try {
      new Schema(pool, settings.dialect(), shown).bring();
      return new Database(settings, pool);
    } catch (FlywayException failed) {
      pool.close();
      throw new DatabaseUnavailable(shown, failed);
    } catch (RuntimeException failed) {
      pool.close();
      throw failed;
    }
  }

  /** The users. */
  public UserDirectory users() {
    return new JdbcUsers(this);
  }

  /** The contact lists of the users. */
  public ContactLists contactLists() {
    return new JdbcContactLists(this);
  }

  /** The numbers of the meetings. */
  public DialNames dialNames() {
    return new JdbcDialNames(this);
  }

  /** Whoever has meetings. */
  public MeetingOwners meetingOwners() {
    return new JdbcMeetingOwners(this);
  }

  /**
   * The conference policies.
   *
   * @param site what stands for all to whom none is assigned while none is stored for them
   */
  public ConferencePolicies policies(ConferencePolicy site) {
    return new JdbcPolicies(this, site);
  }

  /** The conferences that should be running. */
  public ActiveConferences activeConferences() {
    return new JdbcActiveConferences(this);
  }

  /** What has happened in all conferences, as far as a {@link RecordKeeper} has come. */
  public CallRecords callRecords() {
    return new JdbcCallRecords(this);
  }

  /** Who is in the cluster. */
  public ClusterNodes clusterNodes() {
    return new ClusterNodes(this);
  }

  PersistenceSettings settings() {
    return settings;
  }

  /** Completes when the database has answered and its journal is there; fails otherwise. */
  public CompletionStage<Void> ping() {
    return perform(
        session -> {
          session.query(
              row -> row.getLong(1),
              "SELECT COUNT(*) FROM \"event_journal\" WHERE \"persistence_id\" = ''");
        });
  }

  /**
   * Ends the pool; the embedded database is closed with everything written. Waits at most the query
   * timeout for work that runs.
   */
  @Override
  public void close() {
    workers.shutdown();
    try {
      if (!workers.awaitTermination(settings.queryTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        workers.shutdownNow();
      }
      if (settings.embedded()) {
        shutDownEmbedded();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      pool.close();
    }
  }

  <T> CompletionStage<T> submit(Work<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      workers.execute(() -> run(work, answer));
    } catch (RejectedExecutionException fullOrClosed) {
      answer.completeExceptionally(
          new RejectedExecutionException(
              workers.isShutdown()
                  ? "the database is closed"
                  : "more than " + settings.directory().queueSize() + " requests wait"));
    }
    return answer;
  }

  CompletionStage<Void> perform(Task task) {
    CompletionStage<Boolean> done =
        submit(
            session -> {
              task.on(session);
              return true;
            });
    return done.thenAccept(yes -> {});
  }

  // Whatever goes wrong becomes the answer: there is nobody else to tell. Scala code throws checked
  // exceptions that it does not declare.
  private <T> void run(Work<T> work, CompletableFuture<T> answer) {
    int timeoutSeconds = Math.toIntExact(settings.queryTimeout().toSeconds());
    try (Connection connection = pool.getConnection();
        JdbcSession session = new JdbcSession(connection, timeoutSeconds)) {
      answer.complete(work.on(session));
    } catch (Exception | Error failed) {
      answer.completeExceptionally(failed);
    }
  }

  /**
   * Every commit writes its pages anew, and with {@code WRITE_DELAY=0} nothing tidies up behind it:
   * after 100,000 meetings 23 MB lie in a file of 2.9 GB, which takes seconds to open. So the file
   * is packed at the end when most of it is waste (seconds, too; it is replaced when the new one is
   * whole).
   */
  private void shutDownEmbedded() {
    pool.setMinimumIdle(
        0); // a connection that is gone must not be replaced: it opens the file again
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(isWaste(statement) ? "SHUTDOWN COMPACT" : "SHUTDOWN");
    } catch (SQLException alreadyClosed) {
      // What was answered is in the file already: WRITE_DELAY=0.
    }
  }

  private static boolean isWaste(Statement statement) {
    try {
      return setting(statement, "info.FILE_SIZE") > PACKED_FROM_BYTES
          && setting(statement, "info.CHUNKS_FILL_RATE") < PACKED_BELOW_PERCENT;
    } catch (SQLException notTold) {
      LOG.warn("embedded database not packed error={}", notTold.toString());
      return false;
    }
  }

  private static long setting(Statement statement, String name) throws SQLException {
    String question =
        "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = '" + name + "'";
    try (ResultSet row = statement.executeQuery(question)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private static HikariDataSource pool(PersistenceSettings settings, Path dataDir) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("directory");
    config.setDriverClassName(settings.dialect().driver());
    config.setJdbcUrl(settings.jdbcUrl(dataDir));
    config.setUsername(settings.account().user());
    config.setPassword(settings.account().password());
    config.setMaximumPoolSize(settings.directory().poolSize());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.connectionTimeout().toMillis());
    config.setValidationTimeout(Math.min(settings.connectionTimeout().toMillis(), 5_000));
    // Negative: no try of its own at start, which would log a stack trace; the migrations try
    // first.
    config.setInitializationFailTimeout(-1);
    if (settings.dialect() == Dialect.POSTGRESQL) {
      config.addDataSourceProperty("tcpKeepAlive", "true");
      config.addDataSourceProperty("ApplicationName", "confocal-directory");
    }
    return new HikariDataSource(config);
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
