package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Rejection.Reason;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.conference.Lifetime;
import org.confocal.engine.conference.Promotion;
import org.confocal.engine.conference.Role;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.meeting.Meeting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How long conferences run, and what those keep who come back; on a clock that is turned by hand.
 */
class LifeTest {
  private static final UserUri RAVI = UserUri.of("ravi", "example.test");
  private static ActorTestKit kit;
  private static PersistenceTestKit persistence;
  private FocusHarness conference;

  @BeforeAll
  static void startSystem() {
    kit =
        ActorTestKit.create(
            "life-test",
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
  void newConference() {
    persistence.clearAll();
    conference = new FocusHarness(kit, 10);
  }

  private void with(LifeSettings life) {
    conference = new FocusHarness(kit, 10, Scene.SETTINGS, life);
  }

  private static LifeSettings promoting(Promotion autopromote, boolean successor) {
    LifeSettings usual = FocusHarness.LIFE;
    return new LifeSettings(
        usual.lifetime(), usual.returnGrace(), autopromote, successor, usual.site());
  }

  private void admits(Admission admission) {
    Meeting m = conference.meeting;
    conference.meeting = m.changed(m.subject(), admission, m.terms(), m.created());
  }

  /** The timer rings after that time. */
  private void passes(Duration time) {
    conference.now = conference.now.plus(time);
    conference.focus.tell(new LifeWatch.Due());
  }

  private Optional<EndReason> ended() {
    conference.view();
    return conference.journal(persistence).stream()
        .filter(ConferenceEvent.Deactivated.class::isInstance)
        .map(e -> ((ConferenceEvent.Deactivated) e).why())
        .findFirst();
  }

  @Test
  void nothingIsReservedBeforeSomebodyComes() {
    conference.view();

    assertThat(conference.journal(persistence)).isEmpty();
    assertThat(conference.table.rows).isEmpty();
    assertThat(conference.asked).isEmpty();
  }

  @Test
  void aDayAfterTheLastJoinEverybodyIsSentAwayAndToldWhy() {
    conference.phone("ada").joins();
    conference.now = conference.now.plus(Duration.ofHours(12));
    conference.phone("ben").joins();

    passes(Duration.ofHours(24).minusMillis(1));
    assertThat(ended()).isEmpty();
    passes(Duration.ofMillis(1));

    assertThat(ended()).contains(EndReason.NOBODY_JOINED);
    List<String> reasons =
        List.of(
            conference.edge.expectMessageClass(EdgeProtocol.Send.class).reason(),
            conference.edge.expectMessageClass(EdgeProtocol.Send.class).reason());
    assertThat(reasons).containsOnly(EndReason.NOBODY_JOINED.text());
  }

  @Test
  void itCanBeActivatedAgain() {
    conference.phone("ada").joins();
    passes(Duration.ofHours(24));
    assertThat(ended()).isPresent();

    conference.phone("ben").joins();

    assertThat(conference.view().activation()).isEqualTo(2);
  }

  @Test
  void theDeadlineIsTheSameAfterACrash() {
    conference.phone("ada").joins();
    conference.now = conference.now.plus(Duration.ofHours(24)).minusMillis(1);

    conference.crash();
    passes(Duration.ZERO);
    assertThat(ended()).isEmpty();
    passes(Duration.ofMillis(1));

    assertThat(ended()).contains(EndReason.NOBODY_JOINED);
  }

  @Test
  void aDeadlineThatPassedWhileTheFocusWasDeadEndsTheConferenceByItself() {
    conference.phone("ada").joins();
    conference.now = conference.now.plus(Duration.ofHours(30));

    conference.crash();

    conference.shard.receiveMessage(Duration.ofSeconds(10));
    assertThat(ended()).contains(EndReason.NOBODY_JOINED);
  }

  @Test
  void tenMinutesAfterTheLastUserTheOthersAreSentAway() {
    admits(Admission.AUTHENTICATED);
    FocusHarness.Controller dana = conference.controller("dana").joins();
    FocusHarness.Controller ravi = conference.controller("ravi").joins();
    conference.now = conference.now.plus(Duration.ofMinutes(1));
    calls(dana);
    ravi.leaves();
    conference.leaves.receiveMessage();
    conference.now = conference.now.plus(Duration.ofMinutes(1));
    dana.leaves();
    conference.leaves.receiveMessage();

    passes(Duration.ofMinutes(10).minusMillis(1));
    assertThat(ended()).isEmpty();
    passes(Duration.ofMillis(1));

    assertThat(ended()).contains(EndReason.UNATTENDED);
  }

  /** Somebody is called who proves nothing by answering. */
  private void calls(FocusHarness.Controller asker) {
    asker.orders(
        new ControlOrder.DialOut(
            UserUri.of("phone", "pstn.test"),
            "Phone",
            false,
            McuType.AUDIO_VIDEO,
            "{phone}",
            "sip:phone@pstn.test"));
    EdgeProtocol.Call call = nextCall();
    call.replyTo()
        .tell(
            new EdgeProtocol.Answered(
                call.tag(), DialOutsTest.dialog(call), FocusHarness.offer(4000)));
  }

  private EdgeProtocol.Call nextCall() {
    EdgeProtocol.Command next = conference.edge.receiveMessage();
    while (!(next instanceof EdgeProtocol.Call)) {
      next = conference.edge.receiveMessage();
    }
    return (EdgeProtocol.Call) next;
  }

  @Test
  void phonesMayHaveAnOpenMeetingForThemselves() {
    conference.phone("ada").joins();

    passes(Duration.ofHours(23));

    assertThat(ended()).isEmpty();
  }

  @Test
  void anExpiredMeetingIsNotActivated() {
    conference.expires = Optional.of(conference.now);
    FocusHarness.Phone ada = conference.phone("ada");

    ada.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());

    assertThat(ada.refused()).isEqualTo(Reason.UNKNOWN_CONFERENCE);
    assertThat(conference.journal(persistence)).isEmpty();
  }

  @Test
  void whatRunsDoesNotExpire() {
    conference.expires = Optional.of(conference.now.plusSeconds(1));
    conference.phone("ada").joins();
    conference.now = conference.now.plusSeconds(2);

    conference.phone("ben").joins();

    assertThat(conference.view().legs()).hasSize(2);
  }

  @Test
  void whoeverComesBackInTimeHasHisRoleAndHisMute() {
    FocusHarness.Controller dana = conference.controller("dana").joins();
    FocusHarness.Controller ravi = conference.controller("ravi").joins();
    String endpoint = ravi.comesTo(McuType.AUDIO_VIDEO).endpoint();
    dana.gets(new ControlOrder.SetRole(RAVI, true));
    dana.gets(new ControlOrder.Mute(RAVI, endpoint, 1, true));
    ravi.leaves();
    conference.leaves.receiveMessage();
    conference.crash();
    conference.now = conference.now.plus(Duration.ofMinutes(5));

    FocusHarness.Controller again = conference.controller("ravi", "-again").joins();
    again.comesTo(McuType.AUDIO_VIDEO);

    assertThat(lastJoined()).extracting("muted").isEqualTo(true);
    assertThat(lastJoined()).extracting("role").isEqualTo(Role.PRESENTER);
  }

  private Object lastJoined() {
    return conference.journal(persistence).stream()
        .filter(ConferenceEvent.LegJoined.class::isInstance)
        .map(e -> ((ConferenceEvent.LegJoined) e).leg())
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  void whoeverComesBackTooLateIsNotMuted() {
    FocusHarness.Phone ravi = conference.phone("ravi");
    ravi.proved = Optional.of(RAVI);
    FocusHarness.Controller dana = conference.controller("dana").joins();
    ravi.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());
    FocusProtocol.Established in = ravi.replies.expectMessageClass(FocusProtocol.Established.class);
    dana.gets(new ControlOrder.Mute(RAVI, in.endpoint(), 1, true));
    ravi.hangsUp(in.tag());
    conference.leaves.receiveMessage();
    conference.now = conference.now.plus(Duration.ofMinutes(5)).plusMillis(1);

    FocusHarness.Phone again = conference.phone("ravi2");
    again.proved = Optional.of(RAVI);
    again.joins();

    assertThat(lastJoined()).extracting("muted").isEqualTo(false);
  }

  @Test
  void theCompanyPresentsWhenThatIsTheRule() {
    with(promoting(Promotion.COMPANY, false));

    conference.controller("ravi").joins();

    assertThat(lastJoined()).extracting("role").isEqualTo(Role.PRESENTER);
  }

  @Test
  void theLastPresenterLeavesARoomThatSomebodyCanSteer() {
    with(promoting(Promotion.NOBODY, true));
    FocusHarness.Controller dana = conference.controller("dana").joins();
    FocusHarness.Controller ravi = conference.controller("ravi").joins();
    conference.controller("mei").joins();

    dana.leaves();
    conference.leaves.receiveMessage();

    assertThat(ravi.gets(new ControlOrder.SetLock(true)).refusal()).isEmpty();
  }

  @Test
  void withoutThatRuleTheyStayAmongThemselves() {
    FocusHarness.Controller dana = conference.controller("dana").joins();
    FocusHarness.Controller ravi = conference.controller("ravi").joins();

    dana.leaves();
    conference.leaves.receiveMessage();

    assertThat(ravi.isDenied(new ControlOrder.SetLock(true))).isEqualTo(Reason.NOT_AUTHORIZED);
  }

  @Test
  void theOneParticipantTooManyForThePolicyIsRefused() {
    conference.policy = Optional.of(new ConferencePolicy("small", 2, true, true, true));
    conference.controller("dana").joins().comesTo(McuType.AUDIO_VIDEO);
    LegTag ben = conference.phone("ben").joins();
    FocusHarness.Phone cleo = conference.phone("cleo");

    cleo.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());

    assertThat(ben).isNotNull();
    assertThat(cleo.refused()).isEqualTo(Reason.CAPACITY_EXCEEDED);
  }

  @Test
  void theSiteRulesWhereTheJournalTellsOfNoPolicy() {
    LifeSettings usual = FocusHarness.LIFE;
    with(
        new LifeSettings(
            usual.lifetime(),
            usual.returnGrace(),
            usual.autopromote(),
            usual.successor(),
            new ConferencePolicy("default", 1, true, true, true)));
    conference.phone("ada").joins();
    FocusHarness.Phone ben = conference.phone("ben");

    ben.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());

    assertThat(ben.refused()).isEqualTo(Reason.CAPACITY_EXCEEDED);
  }

  @Test
  void nobodyAnonymousComesWhereThePolicyForbidsItThoughTheMeetingIsOpen() {
    conference.policy = Optional.of(new ConferencePolicy("closed", 20, false, true, true));
    FocusHarness.Phone ada = conference.phone("ada");

    ada.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());

    assertThat(ada.refused()).isEqualTo(Reason.AUTHENTICATION_REQUIRED);
  }

  @Test
  void nobodyIsCalledWhereThePolicyForbidsItAlsoAfterACrash() {
    conference.policy = Optional.of(new ConferencePolicy("quiet", 20, true, false, true));
    FocusHarness.Controller dana = conference.controller("dana").joins();
    conference.crash();

    Reason reason =
        dana.isDenied(
            new ControlOrder.DialOut(
                RAVI, "Ravi", false, McuType.AUDIO_VIDEO, "{ravi}", RAVI.value()));

    assertThat(reason).isEqualTo(Reason.DIAL_OUT_NOT_ALLOWED);
  }

  @Test
  void zeroTurnsARuleOff() {
    LifeSettings usual = FocusHarness.LIFE;
    with(
        new LifeSettings(
            new Lifetime(Duration.ZERO, Duration.ZERO),
            usual.returnGrace(),
            usual.autopromote(),
            usual.successor(),
            usual.site()));
    conference.phone("ada").joins();

    passes(Duration.ofDays(1000));

    assertThat(ended()).isEmpty();
  }
}
