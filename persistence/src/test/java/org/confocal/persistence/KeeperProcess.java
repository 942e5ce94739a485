package org.confocal.persistence;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;

/** A process that keeps records, and says how many events it has taken over, until it is killed. */
final class KeeperProcess {
  private KeeperProcess() {}

  public static void main(String[] args) throws Exception {
    PersistenceSettings settings =
        RecordsContract.with(
            PersistenceSettings.from(
                ConfigFactory.parseMap(
                        Map.of(
                            "confocal.persistence.url", args[1],
                            "confocal.persistence.user", args[2]))
                    .withFallback(ConfigFactory.load())),
            1);
    try (Database database = Database.open(settings, Path.of(args[0]))) {
      ActorSystem.create(
          RecordKeeper.create(database),
          "keeper",
          RecordsContract.config(settings, Path.of(args[0])));
      while (true) {
        System.out.println(
            database
                .submit(
                    session ->
                        session.query(
                            row -> row.getLong(1),
                            "SELECT COALESCE(SUM(sequence_nr), 0) FROM record_cursor"))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .get(0));
      }
    }
  }
}
