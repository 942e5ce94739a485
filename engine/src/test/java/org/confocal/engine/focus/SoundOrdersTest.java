package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Rejection;
import org.confocal.engine.Rejection.Reason;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.control.ControlOrder.OfSound;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.Holding;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.Tuning;
import org.confocal.engine.roster.EndpointStatus;
import org.confocal.engine.roster.RosterMedia;
import org.confocal.engine.roster.RosterUser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mixing desk: Dana is the organizer, Ravi an attendee, and both have audio. */
class SoundOrdersTest {
  private static final UserUri MEI = UserUri.of("mei", "example.test");
  private static ActorTestKit kit;
  private static PersistenceTestKit persistence;
  private FocusHarness conference;
  private FocusHarness.Controller dana;
  private FocusHarness.Controller ravi;
  private int danaLeg;
  private int raviLeg;

  @BeforeAll
  static void startSystem() {
    kit =
        ActorTestKit.create(
            "sound-orders-test",
            PersistenceTestKitPlugin.config()
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.load()));
    persistence = PersistenceTestKit.create(kit.system());
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void twoHaveAudio() {
    persistence.clearAll();
    conference = new FocusHarness(kit, 10);
    dana = conference.controller("dana").joins();
    ravi = conference.controller("ravi").joins();
    danaLeg = hasAudio(dana);
    raviLeg = hasAudio(ravi);
  }

  private int hasAudio(FocusHarness.Controller user) {
    user.comesTo(McuType.AUDIO_VIDEO);
    return conference.mcu.expectMessageClass(McuProtocol.Connect.class).leg();
  }

  private <T extends McuProtocol.Command> T mcuHears(Class<T> type) {
    return conference.mcu.expectMessageClass(type);
  }

  private Optional<Rejection> operates(ControlOrder order) {
    TestProbe<FocusProtocol.Operated> done = kit.createTestProbe();
    conference.focus.tell(new FocusProtocol.Operate(order, done.getRef()));
    return done.receiveMessage().refusal();
  }

  private RosterMedia audio(FocusHarness.Controller user) {
    return endpointOf(user).media().get(0);
  }

  private org.confocal.engine.roster.RosterEndpoint endpointOf(FocusHarness.Controller user) {
    return dana.gets(new ControlOrder.Describe()).roster().orElseThrow().users().stream()
        .filter(u -> u.user().equals(user.user))
        .flatMap(u -> u.endpoints().stream())
        .filter(e -> e.session().filter(McuType.AUDIO_VIDEO::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static ControlOrder order(String verb, UserUri user) {
    return switch (verb) {
      case "mute" -> new ControlOrder.Mute(user, OfSound.ALL, 1, true);
      case "mute with lock" -> new ControlOrder.Mute(user, OfSound.ALL, 1, true, true);
      case "deafen" -> ControlOrder.Filter.deafen(user, true);
      case "hold" -> new ControlOrder.Hold(user, OfSound.ALL, Holding.MUSIC);
      case "volume" ->
          new ControlOrder.SetVolume(user, OfSound.ALL, Optional.of(-6), Optional.empty());
      case "mute role" -> new ControlOrder.MuteRole(false, true);
      case "mute all" -> new ControlOrder.MuteAll(true, false);
      case "relate" -> ControlOrder.Relate.whisper(user, List.of());
      case "floor" -> new ControlOrder.GiveFloor(Optional.of(user));
      case "stop" -> new ControlOrder.StopPlaying(Optional.empty(), "gong");
      default -> throw new AssertionError(verb);
    };
  }

  @ParameterizedTest
  @CsvSource({
    // verb, attendee for himself, attendee for another, presenter for another
    "mute, yes, no, yes",
    "mute with lock, no, no, yes",
    "deafen, yes, no, yes",
    "hold, yes, no, yes",
    "volume, yes, no, yes",
    "mute role, no, no, yes",
    "mute all, no, no, yes",
    "relate, no, no, yes",
    "floor, no, no, yes",
    "stop, no, no, yes"
  })
  void everybodyMayForHimselfAndPresentersForAll(
      String verb, String himself, String another, String presenter) {
    assertThat(ravi.gets(order(verb, ravi.user)).refusal().isEmpty())
        .isEqualTo(himself.equals("yes"));
    assertThat(ravi.gets(order(verb, dana.user)).refusal().isEmpty())
        .isEqualTo(another.equals("yes"));
    assertThat(dana.gets(order(verb, ravi.user)).refusal().isEmpty())
        .isEqualTo(presenter.equals("yes"));
  }

  @Test
  void aRefusalNamesTheValueAndWhatIsExpected() {
    assertThat(operates(order("mute", MEI)).orElseThrow().text())
        .isEqualTo("sip:mei@example.test is not in the conference");
    assertThat(
            operates(
                    new ControlOrder.SetVolume(
                        ravi.user, OfSound.ALL, Optional.of(21), Optional.empty()))
                .orElseThrow()
                .text())
        .isEqualTo("volume: 21 (expected: -40 to 20 dB)");
    assertThat(
            operates(new ControlOrder.Play(Optional.empty(), "a", "../etc", 1))
                .orElseThrow()
                .text())
        .isEqualTo("sound: ../etc (expected: 1 to 64 of a-z, 0-9 and -)");
    assertThat(operates(new ControlOrder.Mute(ravi.user, "{x}", 1, true)).orElseThrow().reason())
        .isEqualTo(Reason.UNKNOWN_ENDPOINT);
  }

  @Test
  void whoIsMutedWithALockDoesNotUnmuteHimselfAndAPresenterDoes() {
    dana.gets(new ControlOrder.Mute(ravi.user, OfSound.ALL, 1, true, true));
    ravi.gets(new ControlOrder.Mute(ravi.user, OfSound.ALL, 1, true));

    assertThat(ravi.isDenied(new ControlOrder.Mute(ravi.user, OfSound.ALL, 1, false)))
        .isEqualTo(Reason.NOT_AUTHORIZED);
    dana.gets(new ControlOrder.Mute(ravi.user, OfSound.ALL, 1, false));

    assertThat(audio(ravi).blocked()).isFalse();
    ravi.gets(new ControlOrder.Mute(ravi.user, OfSound.ALL, 1, true));
    assertThat(ravi.gets(new ControlOrder.Mute(ravi.user, OfSound.ALL, 1, false)).refusal())
        .isEmpty();
  }

  @Test
  void aLockOnARoleHoldsForWhoComesLaterAndNotForPresenters() {
    dana.gets(new ControlOrder.MuteRole(false, true, true));
    FocusHarness.Controller mei = conference.controller("mei").joins();
    int meisLeg = mei.comesTo(McuType.AUDIO_VIDEO).tag().leg();

    assertThat(mei.isDenied(new ControlOrder.Mute(mei.user, OfSound.ALL, 1, false)))
        .isEqualTo(Reason.NOT_AUTHORIZED);
    dana.gets(new ControlOrder.SetRole(mei.user, true));
    assertThat(mei.gets(new ControlOrder.Mute(mei.user, OfSound.ALL, 1, false)).refusal())
        .isEmpty();

    assertThat(mcuHears(McuProtocol.Muted.class)).isEqualTo(new McuProtocol.Muted(raviLeg, true));
    mcuHears(McuProtocol.Connect.class);
    assertThat(mcuHears(McuProtocol.Muted.class)).isEqualTo(new McuProtocol.Muted(meisLeg, true));
    assertThat(mcuHears(McuProtocol.Muted.class)).isEqualTo(new McuProtocol.Muted(meisLeg, false));
  }

  @Test
  void everybodyIsMutedButWhoOrdersIt() {
    dana.gets(new ControlOrder.SetRole(ravi.user, true));

    ravi.gets(new ControlOrder.MuteAll(true, false));

    assertThat(mcuHears(McuProtocol.Muted.class)).isEqualTo(new McuProtocol.Muted(danaLeg, true));
    assertThat(audio(ravi).blocked()).isFalse();
  }

  @Test
  void whatIsSetForALegReachesTheMcuAndTheRoster() {
    dana.gets(ControlOrder.Filter.deafen(ravi.user, true));
    dana.gets(order("volume", ravi.user));
    dana.gets(order("hold", ravi.user));

    assertThat(mcuHears(McuProtocol.Tuned.class))
        .isEqualTo(new McuProtocol.Tuned(raviLeg, Tuning.PLAIN.withDeaf(true)));
    assertThat(mcuHears(McuProtocol.Tuned.class).tuning().inDb()).isEqualTo(-6);
    assertThat(mcuHears(McuProtocol.Tuned.class).tuning())
        .isEqualTo(new Tuning(true, Holding.MUSIC, -6, 0));
    assertThat(audio(ravi).deaf()).isTrue();
    assertThat(audio(ravi).direction()).isEqualTo(Direction.INACTIVE);
    assertThat(endpointOf(ravi).status()).isEqualTo(EndpointStatus.ON_HOLD);
  }

  @Test
  void aFilterSetsBothWays() {
    ravi.gets(
        new ControlOrder.Filter(ravi.user, OfSound.ALL, 1, Optional.of(true), Optional.of(true)));

    mcuHears(McuProtocol.Muted.class);
    assertThat(mcuHears(McuProtocol.Tuned.class).tuning().deaf()).isTrue();
  }

  @Test
  void whileSomebodyHasTheFloorOnlyHeAndPresentersAreHeard() {
    FocusHarness.Controller mei = conference.controller("mei").joins();
    int meisLeg = hasAudio(mei);

    dana.gets(new ControlOrder.GiveFloor(Optional.of(mei.user)));
    assertThat(mcuHears(McuProtocol.Muted.class)).isEqualTo(new McuProtocol.Muted(raviLeg, true));
    assertThat(audio(ravi).blocked()).isTrue();
    dana.gets(new ControlOrder.GiveFloor(Optional.of(ravi.user)));
    assertThat(List.of(mcuHears(McuProtocol.Muted.class), mcuHears(McuProtocol.Muted.class)))
        .containsExactlyInAnyOrder(
            new McuProtocol.Muted(raviLeg, false), new McuProtocol.Muted(meisLeg, true));
    dana.gets(new ControlOrder.SetRole(mei.user, true));
    assertThat(mcuHears(McuProtocol.Muted.class)).isEqualTo(new McuProtocol.Muted(meisLeg, false));
    dana.gets(new ControlOrder.GiveFloor(Optional.empty()));

    assertThat(audio(ravi).blocked()).isFalse();
  }

  @Test
  void whoWasMutedBeforeTheFloorWasGivenIsMutedAfterIt() {
    ravi.gets(order("mute", ravi.user));
    mcuHears(McuProtocol.Muted.class);

    dana.gets(new ControlOrder.GiveFloor(Optional.of(dana.user)));
    dana.gets(new ControlOrder.GiveFloor(Optional.empty()));

    assertThat(audio(ravi).blocked()).isTrue();
    conference.mcu.expectNoMessage();
  }

  @Test
  void theWholeDeskIsToldAgainAfterARestart() {
    dana.gets(order("mute", ravi.user));
    dana.gets(order("hold", ravi.user));
    ControlOrder.Relate sidebar = ControlOrder.Relate.sidebar(List.of(dana.user, ravi.user));
    dana.gets(sidebar);
    conference.mcu.receiveSeveralMessages(3);

    conference.crash();
    conference.view();

    List<McuProtocol.Command> told = conference.mcu.receiveSeveralMessages(5);
    assertThat(told.subList(0, 2)).allMatch(McuProtocol.Revive.class::isInstance);
    assertThat(told.subList(2, 5))
        .containsExactly(
            new McuProtocol.Muted(raviLeg, true),
            new McuProtocol.Tuned(raviLeg, Tuning.PLAIN.withHolding(Holding.MUSIC)),
            new McuProtocol.Related(sidebar.relations()));
  }

  @Test
  void whoComesAgainIsNotDeafAnyMore() {
    dana.gets(ControlOrder.Filter.deafen(ravi.user, true));
    mcuHears(McuProtocol.Tuned.class);
    dana.gets(new ControlOrder.Eject(ravi.user, Optional.of(McuType.AUDIO_VIDEO)));
    mcuHears(McuProtocol.Release.class);
    ravi.replies.expectMessageClass(FocusProtocol.Acknowledged.class);

    hasAudio(ravi);

    assertThat(audio(ravi).deaf()).isFalse();
    conference.mcu.expectNoMessage();
  }

  @Test
  void aSoundPlaysWhenTheMcuHasIt() {
    TestProbe<FocusProtocol.Operated> done = kit.createTestProbe();
    conference.focus.tell(
        new FocusProtocol.Operate(
            new ControlOrder.Play(Optional.of(ravi.user), "hint", "gong", 2), done.getRef()));
    McuProtocol.Play play = mcuHears(McuProtocol.Play.class);
    done.expectNoMessage();

    conference.focus.tell(
        new FocusMouth.FromMcu(new McuProtocol.PlayResult(play.id(), Optional.empty())));

    assertThat(done.receiveMessage().refusal()).isEmpty();
    assertThat(play.legs()).containsExactly(raviLeg);
    assertThat(operates(new ControlOrder.StopPlaying(Optional.of(ravi.user), "hint"))).isEmpty();
    assertThat(mcuHears(McuProtocol.StopPlaying.class).legs()).containsExactly(raviLeg);
  }

  @Test
  void whoHasASoundPlayedIsAnsweredThoughTheMcuEnds() {
    TestProbe<FocusProtocol.Operated> done = kit.createTestProbe();
    conference.focus.tell(
        new FocusProtocol.Operate(
            new ControlOrder.Play(Optional.of(ravi.user), "hint", "gong", 2), done.getRef()));
    mcuHears(McuProtocol.Play.class);

    conference.endMcu();

    assertThat(done.receiveMessage().refusal()).map(Rejection::reason).contains(Reason.UNAVAILABLE);
  }

  @Test
  void aParticipantIsToldLaterWhyHisSoundDoesNotPlay() {
    dana.orders(new ControlOrder.Play(Optional.empty(), "hint", "gong", 1));
    dana.results.expectMessageClass(FocusProtocol.ControlPending.class);
    McuProtocol.Play play = mcuHears(McuProtocol.Play.class);

    Rejection no = Rejection.of(Reason.MALFORMED, "sound: gong (expected: another)");
    conference.focus.tell(
        new FocusMouth.FromMcu(new McuProtocol.PlayResult(play.id(), Optional.of(no))));

    EdgeProtocol.Inform inform = conference.edge.expectMessageClass(EdgeProtocol.Inform.class);
    assertThat(inform.result().refusal()).contains(no);
  }

  @Test
  void whoTalksIsShownAtOnceAndTheNextChangeAfterAnInterval() {
    FocusHarness.Subscriber watcher = conference.subscriber("dana");
    watcher.proved = Optional.of(dana.user);
    watcher.subscribes(600);
    conference.ends(conference.told().notices().get(0), EdgeProtocol.Outcome.OK, 200);
    long revision = conference.view().revision();

    talking(Set.of(raviLeg));
    EdgeProtocol.Notify first = conference.told();
    talking(Set.of(raviLeg, danaLeg));
    talking(Set.of(danaLeg));
    conference.ends(first.notices().get(0), EdgeProtocol.Outcome.OK, 200);
    EdgeProtocol.Notify second = conference.told();

    assertThat(speakers(first)).containsExactly(ravi.user);
    assertThat(first.document().orElseThrow().full()).isFalse();
    assertThat(speakers(second)).containsExactly(dana.user);
    assertThat(second.document().orElseThrow().users())
        .extracting(RosterUser::user)
        .containsExactlyInAnyOrder(ravi.user, dana.user);
    assertThat(conference.view().revision()).isEqualTo(revision);
  }

  private void talking(Set<Integer> legs) {
    conference.focus.tell(new FocusMouth.FromMcu(new McuProtocol.Talking(legs)));
  }

  private static List<UserUri> speakers(EdgeProtocol.Notify notify) {
    return notify.document().orElseThrow().users().stream()
        .filter(
            u ->
                u.endpoints().stream()
                    .anyMatch(e -> e.media().stream().anyMatch(RosterMedia::speaking)))
        .map(RosterUser::user)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mute", "mute role", "mute all"})
  void noPlainMuteLiftsALock(String verb) {
    dana.gets(new ControlOrder.Mute(ravi.user, OfSound.ALL, 1, true, true));
    dana.gets(new ControlOrder.MuteRole(false, true, true));
    dana.gets(order(verb, ravi.user));

    assertThat(ravi.isDenied(new ControlOrder.Mute(ravi.user, OfSound.ALL, 1, false)))
        .isEqualTo(Reason.NOT_AUTHORIZED);
    dana.gets(new ControlOrder.Mute(ravi.user, OfSound.ALL, 1, false));
    assertThat(ravi.isDenied(new ControlOrder.Mute(ravi.user, OfSound.ALL, 1, false)))
        .as("the lock of his role")
        .isEqualTo(Reason.NOT_AUTHORIZED);
  }

  @Test
  void aPlainMuteOfOneLeavesHisLock() {
    dana.gets(new ControlOrder.Mute(ravi.user, OfSound.ALL, 1, true, true));
    dana.gets(order("mute", ravi.user));

    assertThat(ravi.isDenied(new ControlOrder.Mute(ravi.user, OfSound.ALL, 1, false)))
        .isEqualTo(Reason.NOT_AUTHORIZED);
  }
}
