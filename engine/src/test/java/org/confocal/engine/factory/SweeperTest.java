package org.confocal.engine.factory;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.confocal.engine.id.UserUri;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SweeperTest {
  private static final Duration STEP = Duration.ofMillis(100);
  private static ActorTestKit kit;
  private static ManualTime time;

  @BeforeAll
  static void startSystem() {
    kit =
        ActorTestKit.create("sweeper-test", ManualTime.config().withFallback(ConfigFactory.load()));
    time = ManualTime.get(kit.system());
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @Test
  void everybodyIsAskedPageByPageNoFasterThanAllowedAndAgainAfterThePause() {
    TreeSet<String> all = new TreeSet<>(List.of("sip:a@x.test", "sip:b@x.test", "sip:c@x.test"));
    TestProbe<UserUri> asked = kit.createTestProbe();
    TestProbe<String> read = kit.createTestProbe();
    kit.spawn(
        Sweeper.create(
            (after, limit) -> {
              read.getRef().tell(after);
              return CompletableFuture.completedStage(
                  all.tailSet(after, false).stream().limit(limit).map(UserUri::new).toList());
            },
            (organizer, command) -> {
              assertThat(command).isInstanceOf(FocusFactoryProtocol.Sweep.class);
              asked.getRef().tell(organizer);
            },
            new SweeperSettings(Duration.ofHours(1), 10, 2)));

    time.expectNoMessageFor(Duration.ofMinutes(59), asked);
    time.timePasses(Duration.ofMinutes(1));
    assertThat(read.receiveMessage()).isEmpty();
    assertThat(asked.receiveMessage().name()).isEqualTo("a");
    time.expectNoMessageFor(STEP.minusMillis(10), asked);
    time.timePasses(Duration.ofMillis(10));
    assertThat(asked.receiveMessage().name()).isEqualTo("b");
    time.timePasses(STEP);
    assertThat(read.receiveMessage()).isEqualTo("sip:b@x.test");
    assertThat(asked.receiveMessage().name()).isEqualTo("c");
    time.timePasses(STEP);
    assertThat(read.receiveMessage()).isEqualTo("sip:c@x.test");
    asked.expectNoMessage(Duration.ZERO);
  }
}
