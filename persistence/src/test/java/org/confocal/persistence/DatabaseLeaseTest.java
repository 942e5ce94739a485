package org.confocal.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.apache.pekko.coordination.lease.javadsl.LeaseProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseLeaseTest {
  private static final DatabaseLeaseSettings.Times TIMES =
      new DatabaseLeaseSettings.Times(
          Duration.ofSeconds(30), Duration.ofMillis(50), Duration.ofSeconds(3));

  private final PersistenceSettings store = TestDatabases.postgres();
  private final ActorTestKit kit =
      ActorTestKit.create("lease", DatabaseLeaseSettings.of(store, TIMES).asConfig());

  @TempDir Path dataDir;

  @BeforeEach
  void makeTables() {
    Database.open(store, dataDir).close();
  }

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void oneOwnerAtATimeHasIt() throws Exception {
    boolean ada = done(lease("ada").acquire());
    boolean ben = done(lease("ben").acquire());
    boolean adaAgain = done(lease("ada").acquire());

    assertThat(List.of(ada, ben, adaAgain)).containsExactly(true, false, true);
    assertThat(lease("ada").checkLease()).isTrue();
    assertThat(lease("ben").checkLease()).isFalse();
  }

  @Test
  void whatWasGivenBackIsThereForTheNext() throws Exception {
    done(lease("ada").acquire());

    done(lease("ada").release());

    assertThat(lease("ada").checkLease()).isFalse();
    assertThat(done(lease("ben").acquire())).isTrue();
  }

  @Test
  void ofManyWhoAskAtOnceOneGetsIt() throws Exception {
    List<CompletableFuture<Boolean>> asked =
        IntStream.range(0, 16)
            .mapToObj(i -> lease("owner" + i).acquire().toCompletableFuture())
            .toList();

    CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);

    assertThat(asked.stream().filter(CompletableFuture::join)).hasSize(1);
  }

  @Test
  void aLeaseThatHasExpiredByTheDatabasesClockIsFree() throws Exception {
    TestDatabases.execute(
        store,
        dataDir,
        "INSERT INTO lease VALUES ('sbr', 'dead', CURRENT_TIMESTAMP - INTERVAL '1' SECOND)");

    assertThat(done(lease("ada").acquire())).isTrue();
  }

  @Test
  void anOwnerWhoEndsDoesNotGiveItAway() throws Exception {
    ActorTestKit other = ActorTestKit.create("other", kit.system().settings().config());
    done(
        LeaseProvider.get(other.system())
            .getLease("sbr", DatabaseLeaseSettings.PATH, "ada")
            .acquire());

    other.shutdownTestKit();

    assertThat(done(lease("ben").acquire())).isFalse();
  }

  @Test
  void whoLosesItIsTold() throws Exception {
    CompletableFuture<Optional<Throwable>> lost = new CompletableFuture<>();
    done(lease("ada").acquire(lost::complete));

    TestDatabases.execute(store, dataDir, "UPDATE lease SET owner = 'ben'");

    assertThat(lost.get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(lease("ada").checkLease()).isFalse();
  }

  @Test
  void aHeartbeatKeepsIt() throws Exception {
    done(lease("ada").acquire());
    TestDatabases.execute(
        store, dataDir, "UPDATE lease SET expires_at = CURRENT_TIMESTAMP + INTERVAL '5' SECOND");

    CompletableFuture<Boolean> longer = new CompletableFuture<>();
    kit.system()
        .scheduler()
        .scheduleAtFixedRate(
            Duration.ZERO,
            Duration.ofMillis(20),
            () -> {
              if (secondsLeft() > 20) {
                longer.complete(true);
              }
            },
            kit.system().executionContext());

    assertThat(longer.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void withoutADatabaseNobodyGetsIt() throws Exception {
    DatabaseLeaseSettings nowhere =
        new DatabaseLeaseSettings(
            "jdbc:postgresql://127.0.0.1:1/x",
            store.account(),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3));
    ActorTestKit other = ActorTestKit.create("other", nowhere.asConfig());
    try {
      Lease lease =
          LeaseProvider.get(other.system()).getLease("sbr", DatabaseLeaseSettings.PATH, "ada");

      assertThat(done(lease.acquire())).isFalse();
      assertThat(lease.checkLease()).isFalse();
    } finally {
      other.shutdownTestKit();
    }
  }

  private Lease lease(String owner) {
    return LeaseProvider.get(kit.system()).getLease("sbr", DatabaseLeaseSettings.PATH, owner);
  }

  private double secondsLeft() {
    try (var connection = TestDatabases.connect(store, dataDir);
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT EXTRACT(EPOCH FROM expires_at - CURRENT_TIMESTAMP) FROM lease")) {
      row.next();
      return row.getDouble(1);
    } catch (java.sql.SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static boolean done(CompletionStage<Boolean> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
