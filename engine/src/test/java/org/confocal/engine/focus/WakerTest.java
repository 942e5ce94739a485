package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.confocal.engine.Samples;
import org.confocal.engine.directory.ActiveConferences;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WakerTest {
  private static final int ENOUGH = 100;

  /** The table answers when the test says so. */
  private static final class Table implements ActiveConferences {
    record Question(int limit, CompletableFuture<List<Entry>> answer) {}

    final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();

    Question next() {
      return Objects.requireNonNull(within(Duration.ofSeconds(5)), "the table was not read");
    }

    @Nullable Question within(Duration limit) {
      try {
        return questions.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public CompletionStage<List<Entry>> list(int limit) {
      Question question = new Question(limit, new CompletableFuture<>());
      questions.add(question);
      return question.answer();
    }

    @Override
    public CompletionStage<Void> add(Entry entry) {
      throw new AssertionError();
    }

    @Override
    public CompletionStage<Void> remove(FocusKey key) {
      throw new AssertionError();
    }
  }

  private static ActorTestKit kit;
  private static ManualTime time;
  private final Table table = new Table();
  private TestProbe<FocusKey> woken;
  private ActorRef<Waker.Command> waker;
  private volatile @Nullable ActorRef<MemberEvent> departures;

  @BeforeAll
  static void startSystem() {
    kit = ActorTestKit.create("waker-test", ManualTime.config().withFallback(ConfigFactory.load()));
    time = ManualTime.get(kit.system());
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void newWaker() {
    newWaker(0);
  }

  private void newWaker(int again) {
    woken = kit.createTestProbe();
    waker =
        kit.spawn(
            Waker.create(
                table,
                (key, command) -> {
                  assertThat(command).isInstanceOf(FocusProtocol.Wake.class);
                  woken.getRef().tell(key);
                },
                new WakerSettings(10, 500, Duration.ofSeconds(2), again, Duration.ofSeconds(3)),
                members -> departures = members));
  }

  private static List<ActiveConferences.Entry> rows(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> new ConferenceUri(Samples.DANA, new ConferenceId(String.format("%08d", i))))
        .map(uri -> new ActiveConferences.Entry(FocusKey.of(uri), uri, Samples.AT))
        .toList();
  }

  /** The table is read again: so all that was said to the waker before has been done. */
  private Table.Question readAgain() {
    waker.tell(new Waker.WakeAll());
    return table.next();
  }

  @Test
  void conferencesAreWokenInOrderAndNoFasterThanAllowed() {
    List<ActiveConferences.Entry> rows = rows(3);

    table.next().answer().complete(rows);

    assertThat(woken.receiveMessage()).isEqualTo(rows.get(0).key());
    readAgain();
    time.timePasses(Duration.ofMillis(99));
    readAgain();
    woken.expectNoMessage(Duration.ZERO);
    time.timePasses(Duration.ofMillis(1));
    assertThat(woken.receiveMessage()).isEqualTo(rows.get(1).key());
    readAgain();
    time.timePasses(Duration.ofMillis(100));
    assertThat(woken.receiveMessage()).isEqualTo(rows.get(2).key());
  }

  @Test
  void theTableIsReadUpToTheLimit() {
    assertThat(table.next().limit()).isEqualTo(500);
  }

  @Test
  void aTableThatFailsIsReadAgainLater() {
    table.next().answer().completeExceptionally(new IllegalStateException("away"));
    readAgain();
    time.timePasses(Duration.ofMillis(1999));
    assertThat(table.questions).isEmpty();
    time.timePasses(Duration.ofMillis(1));

    table.next().answer().complete(rows(1));

    assertThat(woken.receiveMessage()).isEqualTo(rows(1).get(0).key());
  }

  @Test
  void anEmptyTableWakesNobody() {
    table.next().answer().complete(List.of());

    readAgain();
    time.timePasses(Duration.ofSeconds(10));

    readAgain();
    woken.expectNoMessage(Duration.ZERO);
  }

  @Test
  void whenTheTableIsReadAgainItsNewRowsCount() {
    table.next().answer().complete(rows(3));
    assertThat(woken.receiveMessage()).isEqualTo(rows(3).get(0).key());

    readAgain().answer().complete(rows(2));

    assertThat(woken.receiveMessage()).isEqualTo(rows(2).get(0).key());
    readAgain();
    time.timePasses(Duration.ofMillis(100));
    assertThat(woken.receiveMessage()).isEqualTo(rows(2).get(1).key());
    readAgain();
    time.timePasses(Duration.ofSeconds(1));
    readAgain();
    woken.expectNoMessage(Duration.ZERO);
  }

  @Test
  void everybodyIsWokenAgainInCaseTheFirstTimeReachedNobody() {
    kit.stop(waker);
    table.next();
    newWaker(2);
    FocusKey only = rows(1).get(0).key();

    table.next().answer().complete(rows(1));
    assertThat(woken.receiveMessage()).isEqualTo(only);
    for (int i = 0; i < 2; i++) {
      assertThat(stepsUntilReadAgain()).isGreaterThanOrEqualTo(30);
      assertThat(woken.receiveMessage()).isEqualTo(only);
    }

    assertThat(stepsUntilReadAgain()).isEqualTo(ENOUGH);
  }

  /** Lets time pass in steps of 100 ms; a table that is read has one row. */
  private int stepsUntilReadAgain() {
    for (int steps = 1; steps < ENOUGH; steps++) {
      time.timePasses(Duration.ofMillis(100));
      Table.Question question = table.within(Duration.ofMillis(5));
      if (question != null) {
        question.answer().complete(rows(1));
        return steps;
      }
    }
    return ENOUGH;
  }
}
