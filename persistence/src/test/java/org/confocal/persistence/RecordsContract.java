package org.confocal.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.directory.CallRecords;
import org.confocal.engine.directory.CallRecords.EventRecord;
import org.confocal.engine.id.FocusKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the records promise, the same on every database. */
abstract class RecordsContract {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int MANY = 100_000;
  private static final long SEED = 20261122;

  @TempDir Path dataDir;
  private PersistenceSettings settings;
  private Database database;
  private ActorTestKit kit;

  abstract PersistenceSettings fresh();

  @BeforeEach
  void start() {
    settings = with(fresh(), 7);
    open();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    database.close();
  }

  @Test
  void theRecordsAreThoseOfAFoldOverTheEvents() throws Exception {
    Map<FocusKey, List<ConferenceEvent>> told = Stories.random(SEED, 30, 60);
    store(told);

    RecordKeeper.CaughtUp done = catchUp(keeper());

    assertThat(done.events()).isEqualTo(told.values().stream().mapToInt(List::size).sum());
    assertRecords(told);
    assertThat(get(records().conferences(3)))
        .isEqualTo(
            told.entrySet().stream()
                .flatMap(e -> FoldedRecords.of(e.getKey(), e.getValue()).lives().stream())
                .sorted(Comparator.comparing(CallRecords.ConferenceRecord::started).reversed())
                .limit(3)
                .toList());
  }

  @Test
  void whatHappensLaterIsFoundByALaterPass() throws Exception {
    Map<FocusKey, List<ConferenceEvent>> told = Stories.random(SEED + 1, 5, 80);
    Map<FocusKey, List<ConferenceEvent>> beginnings = new LinkedHashMap<>();
    told.forEach((key, events) -> beginnings.put(key, events.subList(0, 30)));
    Map<FocusKey, List<ConferenceEvent>> ends = new LinkedHashMap<>();
    told.forEach((key, events) -> ends.put(key, events.subList(30, events.size())));
    ActorRef<RecordKeeper.Command> keeper = keeper();
    store(beginnings);
    catchUp(keeper);
    assertRecords(beginnings);

    store(ends);
    catchUp(keeper);

    assertRecords(told);
  }

  @Test
  void aRowThatBecomesVisibleAfterAYoungerOneIsNotMissed() throws Exception {
    Map<FocusKey, List<ConferenceEvent>> slow = Stories.locked(1);
    FocusKey key = slow.keySet().iterator().next();
    ActorRef<RecordKeeper.Command> keeper = keeper();
    store(slow);
    catchUp(keeper);

    try (Connection writer = TestDatabases.connect(settings, dataDir);
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute(oneMoreLike("Focus|" + key, 3));
      store(Stories.random(SEED + 2, 1, 20));
      catchUp(keeper);
      writer.commit();
    }
    catchUp(keeper);

    assertThat(get(records().events(key, 0, MANY)))
        .extracting(EventRecord::revision)
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void aKilledKeeperIsGoneOnWithAndRepeatsNothing() throws Exception {
    Map<FocusKey, List<ConferenceEvent>> told = Stories.random(SEED + 3, 20, 60);
    int events = told.values().stream().mapToInt(List::size).sum();
    store(told);

    stop();
    long first = killedAfter(events / 10);
    long second = killedAfter(events / 2);
    open();
    catchUp(keeper());

    System.err.println("killed after " + first + " and " + second + " of " + events);
    assertThat(first).isLessThan(second);
    assertThat(second).isLessThan(events);
    assertRecords(told);
  }

  @Test
  void twoKeepersAtOnceWriteTheSameRows() throws Exception {
    Map<FocusKey, List<ConferenceEvent>> told = Stories.random(SEED + 4, 10, 80);
    store(told);
    TestProbe<RecordKeeper.CaughtUp> probe = kit.createTestProbe();

    List<ActorRef<RecordKeeper.Command>> both = List.of(keeper(), keeper());
    both.forEach(each -> each.tell(new RecordKeeper.CatchUp(probe.getRef())));

    List<RecordKeeper.CaughtUp> done = probe.receiveSeveralMessages(2, LONG);
    long taken = both.stream().map(this::catchUp).mapToLong(RecordKeeper.CaughtUp::events).sum();
    System.err.println(getClass().getSimpleName() + ": shared as " + done);
    assertThat(taken).isEqualTo(told.values().stream().mapToInt(List::size).sum());
    assertRecords(told);
  }

  @Test
  void anEventThatCannotBeReadHoldsUpItsOwnConferenceOnly() throws Exception {
    Map<FocusKey, List<ConferenceEvent>> told = Stories.random(SEED + 5, 6, 30);
    store(told);
    FocusKey broken = told.keySet().iterator().next();
    String row = " WHERE \"persistence_id\" = 'Focus|" + broken + "' AND \"sequence_number\" = 9";
    String manifest = "UPDATE \"event_journal\" SET \"event_ser_manifest\" = ";
    String column = "\"event_ser_manifest\"";
    TestDatabases.execute(settings, dataDir, manifest + "'x' || " + column + row);
    ActorRef<RecordKeeper.Command> keeper = keeper();

    RecordKeeper.CaughtUp first = catchUp(keeper);
    long others = get(records().conferences(MANY)).stream().map(r -> r.key()).distinct().count();
    TestDatabases.execute(settings, dataDir, manifest + "SUBSTRING(" + column + ", 2)" + row);
    RecordKeeper.CaughtUp second = catchUp(keeper);

    assertThat(first.failed()).isEqualTo(1);
    assertThat(others).isGreaterThanOrEqualTo(5);
    assertThat(second.failed()).isZero();
    assertRecords(told);
  }

  @Test
  void eventsAreToldFromARevisionOn() throws Exception {
    Map<FocusKey, List<ConferenceEvent>> told = Stories.random(SEED + 6, 1, 60);
    FocusKey key = told.keySet().iterator().next();
    store(told);
    catchUp(keeper());

    List<EventRecord> some = get(records().events(key, 4, 3));

    assertThat(some).extracting(EventRecord::revision).containsExactly(5L, 6L, 7L);
    assertThat(get(records().events(FocusKey.parse("a".repeat(20)).orElseThrow(), 0, 3))).isEmpty();
  }

  private void assertRecords(Map<FocusKey, List<ConferenceEvent>> told) throws Exception {
    for (Map.Entry<FocusKey, List<ConferenceEvent>> each : told.entrySet()) {
      FoldedRecords expected = FoldedRecords.of(each.getKey(), each.getValue());
      List<EventRecord> events = get(records().events(each.getKey(), 0, MANY));
      assertThat(get(records().conferences(each.getKey(), MANY))).isEqualTo(expected.lives());
      assertThat(get(records().legs(each.getKey(), MANY))).isEqualTo(expected.legs());
      assertThat(events.stream().map(RecordsContract::withoutDetail))
          .containsExactlyElementsOf(expected.events());
    }
  }

  private static EventRecord withoutDetail(EventRecord e) {
    return new EventRecord(e.revision(), e.at(), e.kind(), e.participant(), e.leg(), "");
  }

  private CallRecords records() {
    return database.callRecords();
  }

  private ActorRef<RecordKeeper.Command> keeper() {
    return kit.spawn(RecordKeeper.create(database));
  }

  private RecordKeeper.CaughtUp catchUp(ActorRef<RecordKeeper.Command> keeper) {
    TestProbe<RecordKeeper.CaughtUp> probe = kit.createTestProbe();
    keeper.tell(new RecordKeeper.CatchUp(probe.getRef()));
    return probe.receiveMessage(LONG);
  }

  private void store(Map<FocusKey, List<ConferenceEvent>> told) {
    TestProbe<Done> probe = kit.createTestProbe();
    told.forEach(
        (key, events) -> {
          ActorRef<Scribe.Write> scribe = kit.spawn(Scribe.create(key));
          scribe.tell(new Scribe.Write(events, probe.getRef()));
          probe.receiveMessage(LONG);
          kit.stop(scribe);
        });
  }

  /** Starts a keeper in another process and kills it; how many events it had said it has. */
  private long killedAfter(long events) throws IOException {
    Process keeper =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KeeperProcess.class.getName(),
                dataDir.toString(),
                settings.url(),
                settings.account().user())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long last = 0;
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(keeper.getInputStream(), UTF_8))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.matches("[0-9]+")) {
          last = Long.parseLong(line);
          if (last >= events) {
            keeper.toHandle().destroyForcibly();
          }
        }
      }
    }
    return last;
  }

  /** As another writer would write it: a copy of an event under the next number. */
  private static String oneMoreLike(String persistenceId, long sequenceNr) {
    String columns =
        "\"deleted\", \"writer\", \"write_timestamp\", \"adapter_manifest\","
            + " \"event_payload\", \"event_ser_id\", \"event_ser_manifest\"";
    return "INSERT INTO \"event_journal\" (\"persistence_id\", \"sequence_number\", "
        + columns
        + ") SELECT \"persistence_id\", \"sequence_number\" + 1, "
        + columns
        + " FROM \"event_journal\" WHERE \"persistence_id\" = '"
        + persistenceId
        + "' AND \"sequence_number\" = "
        + sequenceNr;
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void open() {
    database = Database.open(settings, dataDir);
    kit = ActorTestKit.create("records", config(settings, dataDir));
  }

  /** The same settings with small transactions, and passes only when they are asked for. */
  static PersistenceSettings with(PersistenceSettings s, int batch) {
    return new PersistenceSettings(
        s.url(),
        s.account(),
        s.connectionTimeout(),
        s.queryTimeout(),
        s.journal(),
        s.directory(),
        new PersistenceSettings.Records(Duration.ofMinutes(10), 100, batch));
  }

  static Config config(PersistenceSettings settings, Path dataDir) {
    return ConfigFactory.parseString(
            """
            pekko.actor.provider = local
            pekko.log-dead-letters = off
            pekko.actor.serialization-bindings {
              "org.confocal.engine.Stored" = jackson-cbor
            }
            """)
        .withFallback(new JournalSettings(settings, dataDir).asConfig())
        .withFallback(ConfigFactory.load());
  }
}
