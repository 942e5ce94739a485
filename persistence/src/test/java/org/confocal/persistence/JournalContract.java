package org.confocal.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal promises with our settings, the same on every database. */
abstract class JournalContract {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path dataDir;
  private PersistenceSettings settings;
  private Database database;
  private ActorTestKit kit;

  abstract PersistenceSettings fresh();

  @BeforeEach
  void start() {
    settings = fresh();
    open();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    database.close();
  }

  @Test
  void anActorComesBackWithItsEventsAfterARestart() {
    TestProbe<Integer> probe = kit.createTestProbe();
    ActorRef<Counter.Command> counter = kit.spawn(Counter.create("counter|a"));
    counter.tell(new Counter.Count(probe.getRef()));
    counter.tell(new Counter.Count(probe.getRef()));
    probe.expectMessage(LONG, 1);
    probe.expectMessage(LONG, 2);

    stop();
    open();

    TestProbe<Integer> later = kit.createTestProbe();
    kit.spawn(Counter.create("counter|a")).tell(new Counter.Look(later.getRef()));
    later.expectMessage(LONG, 2);
  }

  @Test
  void aBurstOf7500WritesLosesNothing() {
    int actors = 7_500;
    TestProbe<Integer> probe = kit.createTestProbe();
    List<ActorRef<Counter.Command>> counters = recovered(actors, probe);

    long started = System.nanoTime();
    counters.forEach(counter -> counter.tell(new Counter.Count(probe.getRef())));
    List<Integer> answers = probe.receiveSeveralMessages(actors, LONG);

    long ms = (System.nanoTime() - started) / 1_000_000;
    System.err.println(getClass().getSimpleName() + ": burst of " + actors + " in " + ms + " ms");
    assertThat(answers).containsOnly(1);
  }

  @Test
  void aStolenSequenceNumberStopsOnlyTheActorItWasStolenFrom() {
    int actors = 300;
    TestProbe<Integer> probe = kit.createTestProbe();
    List<ActorRef<Counter.Command>> counters = recovered(actors, probe);
    ActorRef<Counter.Command> victim = kit.spawn(Counter.create("victim"));
    victim.tell(new Counter.Count(probe.getRef()));
    probe.expectMessage(LONG, 1);
    TestDatabases.execute(settings, dataDir, steal("victim"));
    TestProbe<Integer> unanswered = kit.createTestProbe();

    for (int i = 0; i < actors; i++) {
      counters.get(i).tell(new Counter.Count(probe.getRef()));
      if (i == actors / 2) {
        victim.tell(new Counter.Count(unanswered.getRef()));
      }
    }

    assertThat(probe.receiveSeveralMessages(actors, LONG)).containsOnly(1);
    probe.expectTerminated(victim, LONG);
    unanswered.expectNoMessage(Duration.ZERO);
    counters.forEach(counter -> counter.tell(new Counter.Count(probe.getRef())));
    assertThat(probe.receiveSeveralMessages(actors, LONG)).containsOnly(2);
  }

  private List<ActorRef<Counter.Command>> recovered(int actors, TestProbe<Integer> probe) {
    List<ActorRef<Counter.Command>> counters = new ArrayList<>(actors);
    for (int i = 0; i < actors; i++) {
      ActorRef<Counter.Command> counter = kit.spawn(Counter.create("burst|" + i));
      counter.tell(new Counter.Look(probe.getRef()));
      counters.add(counter);
    }
    assertThat(probe.receiveSeveralMessages(actors, LONG)).containsOnly(0);
    return counters;
  }

  /**
   * Another node with the same actor was quicker: the row that the actor wants to write is there.
   */
  private static String steal(String persistenceId) {
    String columns =
        "\"deleted\", \"writer\", \"write_timestamp\", \"adapter_manifest\","
            + " \"event_payload\", \"event_ser_id\", \"event_ser_manifest\"";
    return "INSERT INTO \"event_journal\" (\"persistence_id\", \"sequence_number\", "
        + columns
        + ") SELECT \"persistence_id\", \"sequence_number\" + 1, "
        + columns
        + " FROM \"event_journal\" WHERE \"persistence_id\" = '"
        + persistenceId
        + "'";
  }

  private void open() {
    database = Database.open(settings, dataDir);
    Config config =
        ConfigFactory.parseString(
                """
                pekko.actor.provider = local
                pekko.log-dead-letters = off
                pekko.actor.serialization-bindings {
                  "org.confocal.engine.Stored" = jackson-cbor
                }
                """)
            .withFallback(new JournalSettings(settings, dataDir).asConfig())
            .withFallback(ConfigFactory.load());
    kit = ActorTestKit.create("journal", config);
  }
}
