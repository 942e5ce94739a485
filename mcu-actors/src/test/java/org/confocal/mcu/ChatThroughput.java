package org.confocal.mcu;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.confocal.engine.chat.Content;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.junit.jupiter.api.Test;

/**
 * How many lines a chat MCU delivers to 100 members who answer at once, with a journal in memory.
 * No test and not run with the tests: {@code mvn -o -pl mcu-actors -am test -Dtest=ChatThroughput
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ChatThroughput {
  private static final int MEMBERS = 100;
  private static final int LINES = 1000;

  /** Lines that may be on their way at a time: far fewer than may wait for a leg. */
  private static final int WINDOW = 8;

  @Test
  @SuppressWarnings("SystemOut") // for the person who runs it
  void measure() {
    ActorTestKit kit =
        ActorTestKit.create(
            "chat-throughput",
            PersistenceTestKitPlugin.config()
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.load()));
    run(kit, "warm-up");
    run(kit, "measured");
    kit.shutdownTestKit();
  }

  private static void run(ActorTestKit kit, String name) {
    TestProbe<String> done = kit.createTestProbe();
    ActorRef<McuProtocol.Event> focus = kit.spawn(answersAtOnce(name, done.getRef()));

    long begun = System.nanoTime();
    focus.tell(new McuProtocol.Fenced(0));
    done.receiveMessage(Duration.ofMinutes(2));

    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        "%s: %d lines to %d members in %.2f s: %.0f lines/s, %.0f deliveries/s%n",
        name, LINES, MEMBERS - 1, seconds, LINES / seconds, LINES * (MEMBERS - 1) / seconds);
  }

  /** A focus whose edges answer every MESSAGE at once; a few lines are on their way. */
  private static org.apache.pekko.actor.typed.Behavior<McuProtocol.Event> answersAtOnce(
      String name, ActorRef<String> done) {
    return Behaviors.setup(
        context -> {
          FocusKey key =
              FocusKey.of(
                  new ConferenceUri(
                      new UserUri("sip:dana@example.test"),
                      new ConferenceId(name.equals("measured") ? "30000001" : "30000002")));
          ActorRef<McuProtocol.Command> mcu =
              context.spawnAnonymous(
                  ChatMcu.create(
                      key, 65_537, context.getSelf(), McuSettings.from(ConfigFactory.load())));
          StreamDescriptor s = StreamDescriptor.messages("127.0.0.1", 5060, List.of("text/plain"));
          IntStream.rangeClosed(1, MEMBERS)
              .forEach(
                  leg ->
                      mcu.tell(
                          new McuProtocol.Connect(
                              leg,
                              user(leg),
                              new SessionOffer(List.of(s)),
                              new SessionAnswer(List.of(s)))));
          int[] delivered = {0};
          int[] said = {0};
          Runnable speak =
              () -> {
                while (said[0] < LINES && said[0] - delivered[0] / (MEMBERS - 1) < WINDOW) {
                  mcu.tell(line(++said[0]));
                }
              };
          return Behaviors.receive(McuProtocol.Event.class)
              .onMessage(
                  McuProtocol.Fenced.class,
                  go -> {
                    speak.run();
                    return Behaviors.same();
                  })
              .onMessage(McuProtocol.Said.class, m -> Behaviors.same())
              .onMessage(
                  McuProtocol.Deliver.class,
                  d -> {
                    for (int leg : d.legs()) {
                      mcu.tell(new McuProtocol.Delivered(leg, d.line().number(), 200));
                    }
                    delivered[0] += d.legs().size();
                    speak.run();
                    if (delivered[0] == LINES * (MEMBERS - 1)) {
                      done.tell("done");
                    }
                    return Behaviors.same();
                  })
              .onMessage(
                  McuProtocol.Report.class,
                  r -> {
                    throw new AssertionError(r);
                  })
              .build();
        });
  }

  private static UserUri user(long leg) {
    return UserUri.of("user-" + leg, "example.test");
  }

  private static McuProtocol.Say line(long number) {
    int leg = (int) (number % MEMBERS) + 1;
    return new McuProtocol.Say(
        new RequestKey("c" + leg, "f", number, "MESSAGE"),
        leg,
        user(leg),
        Optional.empty(),
        Content.text("line " + number),
        Instant.EPOCH);
  }
}
