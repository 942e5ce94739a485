package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.UnhandledMessage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.confocal.engine.EngineClasses;
import org.confocal.engine.Samples;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.factory.FocusFactory;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.factory.FocusFactorySettings;
import org.confocal.engine.factory.MemoryDialNames;
import org.confocal.engine.factory.Organizer;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.user.PresenceAgentTest;
import org.confocal.engine.user.User;
import org.confocal.engine.user.UserProtocol;
import org.confocal.engine.user.UserSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The compiler cannot prove that an actor handles all that its protocol permits. */
class EveryCommandIsHandledTest {
  private static ActorTestKit kit;
  private static TestProbe<Object> anybody;
  private static TestProbe<UnhandledMessage> unhandled;

  @BeforeAll
  static void startSystem() {
    kit =
        ActorTestKit.create(
            "handled-test",
            PersistenceTestKitPlugin.config()
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.load()));
    anybody = kit.createTestProbe();
    unhandled = kit.createTestProbe(UnhandledMessage.class);
    kit.system()
        .eventStream()
        .tell(new EventStream.Subscribe<>(UnhandledMessage.class, unhandled.getRef()));
    listens();
  }

  /** The subscription stands as soon as a message of ours comes through. */
  private static void listens() {
    org.apache.pekko.actor.ActorRef nobody = Adapter.toClassic(anybody.getRef());
    kit.system()
        .eventStream()
        .tell(new EventStream.Publish<>(new UnhandledMessage("test", nobody, nobody)));
    unhandled.receiveMessage();
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @Test
  void aFocusHandlesEveryCommand() {
    List<FocusProtocol.Command> commands = new ArrayList<>(focusInternals());
    Samples.focusCommands(anybody.getRef()).stream()
        .filter(FocusProtocol.Command.class::isInstance)
        .map(FocusProtocol.Command.class::cast)
        .forEach(commands::add);

    assertThatAllAreThere(FocusProtocol.Command.class, commands);
    for (FocusProtocol.Command command : commands) {
      FocusHarness conference = new FocusHarness(kit, 10);
      conference.phone("ada").joins();
      conference.focus.tell(command);

      assertThat(conference.view().key()).as("after %s", command).isEqualTo(conference.key);
    }
    unhandled.expectNoMessage(Duration.ZERO);
  }

  /** {@code Start} is missing: it is private to the focus, which sends it after each recovery. */
  private static List<FocusProtocol.Command> focusInternals() {
    TestProbe<McuProtocol.Command> mcu = kit.createTestProbe();
    TestProbe<ParticipantProtocol.Command> participant = kit.createTestProbe();
    return List.of(
        new FocusMouth.FromMcu(new McuProtocol.StreamAlive(1)),
        new FocusMouth.FromEdge(
            new EdgeProtocol.Result(
                1,
                EdgeProtocol.Method.OPTIONS,
                1,
                EdgeProtocol.Outcome.OK,
                Optional.empty(),
                200,
                "200")),
        new FocusMouth.McuGone(McuType.AUDIO_VIDEO, mcu.getRef()),
        new McuEvents.RestartDue(McuType.CHAT),
        new LifeWatch.Due(),
        new Talkers.Due(),
        new Subscriptions.WindowOver(),
        new Lobby.Over(Samples.TAG),
        new Ways.Listed(Set.of()),
        new Ways.Heard(
            new EdgeProtocol.Carries(anybody.getRef().unsafeUpcast(), List.of(), List.of())),
        new Ways.WaitOver(),
        new Ways.EdgeGone(anybody.getRef().unsafeUpcast()),
        new Fence.RestOver(),
        new DialOuts.Progress(new EdgeProtocol.Ringing(Samples.TAG)),
        new FocusMouth.ParticipantGone(Samples.RAVI, participant.getRef()),
        new ConferenceLife.RowWritten(Optional.of("unreachable")),
        new ConferenceLife.RowRemoved(Optional.empty()),
        new Joins.Flush(),
        new ConferenceLife.RestDue(),
        new Joins.Replaced(1),
        new ParticipantProtocol.WantsRequest(1, EdgeProtocol.Method.OPTIONS),
        new ParticipantProtocol.LegDead(1, "test"));
  }

  @Test
  void aFocusFactoryHandlesEveryCommand() {
    List<FocusFactoryProtocol.Command> commands =
        Samples.factoryCommands(anybody.getRef()).stream()
            .map(FocusFactoryProtocol.Command.class::cast)
            .toList();

    assertThatAllAreThere(FocusFactoryProtocol.Command.class, commands);
    TestProbe<FocusFactoryProtocol.AllMeetings> alive = kit.createTestProbe();
    for (FocusFactoryProtocol.Command command : commands) {
      ActorRef<FocusFactoryProtocol.Command> factory =
          kit.spawn(
              FocusFactory.create(
                  Samples.DANA,
                  new FocusFactory.Environment(
                      new MemoryDialNames(),
                      (key, toFocus) -> {},
                      user ->
                          CompletableFuture.completedStage(
                              new Organizer(
                                  FocusHarness.LIFE.site(), UserDirectory.Standing.NOBODY)),
                      digits -> "f".repeat(digits),
                      InstantSource.fixed(Samples.AT),
                      FocusFactorySettings.from(ConfigFactory.load()))));
      factory.tell(command);
      factory.tell(new FocusFactoryProtocol.All(Optional.empty(), alive.getRef()));

      alive.receiveMessage();
      kit.stop(factory);
    }
    unhandled.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aUserHandlesEveryCommand() {
    List<UserProtocol.Command> commands =
        Samples.userCommands(anybody.getRef()).stream()
            .map(UserProtocol.Command.class::cast)
            .toList();

    assertThatAllAreThere(UserProtocol.Command.class, commands);
    TestProbe<UserProtocol.Reply> alive = kit.createTestProbe();
    ActorRef<UserProtocol.Command> user =
        kit.spawn(
            User.create(
                Samples.RAVI,
                new UserSettings(10, PresenceAgentTest.SETTINGS),
                PresenceAgentTest.doors((to, command) -> {}, InstantSource.fixed(Samples.AT))));
    for (UserProtocol.Command command : commands) {
      user.tell(command);
      user.tell(new UserProtocol.Bindings(alive.getRef()));

      alive.receiveMessage();
    }
    unhandled.expectNoMessage(Duration.ZERO);
  }

  /**
   * All but those that an actor sends to itself and that cannot be made here: its own tests see
   * what they do.
   */
  private static void assertThatAllAreThere(Class<?> protocol, List<?> samples) {
    List<Class<?>> permitted =
        EngineClasses.implementing(protocol).stream()
            .filter(EveryCommandIsHandledTest::canBeMade)
            .toList();
    List<Class<?>> sampled = samples.stream().<Class<?>>map(Object::getClass).distinct().toList();

    assertThat(sampled).containsExactlyInAnyOrderElementsOf(permitted);
  }

  private static boolean canBeMade(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        || (type.getPackage().equals(EveryCommandIsHandledTest.class.getPackage())
            && !Modifier.isPrivate(type.getModifiers()));
  }
}
