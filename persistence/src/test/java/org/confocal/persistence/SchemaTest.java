package org.confocal.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SchemaTest {
  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aNewerSchemaIsRefusedWithOneLine(Dialect dialect) {
    PersistenceSettings settings = fresh(dialect);
    Database.open(settings, dataDir).close();
    TestDatabases.execute(settings, dataDir, from("7", "17"));

    assertThatThrownBy(() -> Database.open(settings, dataDir))
        .isInstanceOf(SchemaRefused.class)
        .hasMessageContaining("schema 17 found, this program knows 7")
        .satisfies(refused -> assertThat(String.valueOf(refused.getMessage()).lines()).hasSize(1));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aFirstStartThatWasKilledHalfWayIsFinishedByTheNext(Dialect dialect) {
    PersistenceSettings settings = fresh(dialect);
    Database.open(settings, dataDir).close();
    TestDatabases.execute(settings, dataDir, "DELETE FROM \"confocal_schema\"");

    assertThatCode(() -> Database.open(settings, dataDir).close()).doesNotThrowAnyException();
  }

  @Test
  void nodesThatStartTogetherMigrateOnce() {
    PersistenceSettings settings = TestDatabases.postgres();

    CompletableFuture<Void> one =
        CompletableFuture.runAsync(() -> Database.open(settings, dataDir).close());
    CompletableFuture<Void> two =
        CompletableFuture.runAsync(() -> Database.open(settings, dataDir).close());

    assertThatCode(() -> CompletableFuture.allOf(one, two).join()).doesNotThrowAnyException();
  }

  @Test
  void aDatabaseThatIsNotThereIsOneLine() {
    PersistenceSettings settings =
        PersistenceSettings.from(
            ConfigFactory.parseMap(
                    Map.of(
                        "confocal.persistence.url", "jdbc:postgresql://127.0.0.1:1/confocal?x=y",
                        "confocal.persistence.connection-timeout", "250ms"))
                .withFallback(ConfigFactory.load()));

    assertThatThrownBy(() -> Database.open(settings, dataDir))
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageStartingWith("database jdbc:postgresql://127.0.0.1:1/confocal: ")
        .satisfies(refused -> assertThat(String.valueOf(refused.getMessage()).lines()).hasSize(1));
  }

  private static PersistenceSettings fresh(Dialect dialect) {
    return dialect == Dialect.H2 ? TestDatabases.h2() : TestDatabases.postgres();
  }

  /** Leaves the history that a program would leave that knows one more version. */
  private static String from(String version, String newer) {
    String same =
        "\"description\", \"type\", \"script\", \"checksum\", \"installed_by\","
            + " \"execution_time\", \"success\"";
    return "INSERT INTO \"confocal_schema\" (\"installed_rank\", \"version\", \"installed_on\", "
        + same
        + ") SELECT 99, '"
        + newer
        + "', \"installed_on\", "
        + same
        + " FROM \"confocal_schema\" WHERE \"version\" = '"
        + version
        + "'";
  }
}
