package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.confocal.engine.Rejection;
import org.confocal.engine.chat.Content;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.conference.Role;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Keys;
import org.confocal.engine.meeting.Lobby;
import org.confocal.engine.roster.EndpointStatus;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterUser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Those who wait, those who are let in, those who may not come again, those who guess. */
class LobbyTest {
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          com.typesafe.config.ConfigFactory.parseString(
                  "pekko.actor.testkit.typed.single-expect-default = 10s")
              .withFallback(PersistenceTestKitPlugin.getInstance().config())
              .withFallback(com.typesafe.config.ConfigFactory.load()));
  private static final Keys WITH_KEY = new Keys(Optional.of("0123456789abcdef"), Optional.empty());
  private static final Keys WITH_CODE = new Keys(Optional.empty(), Optional.of("4711"));
  private static final Keys WRONG = new Keys(Optional.empty(), Optional.of("4712"));

  private FocusHarness conference = new FocusHarness(KIT, 100);
  private FocusHarness.Controller dana = conference.controller("dana");

  @BeforeEach
  void danaIsInAConferenceWhoseGuestsWait() {
    conference = new FocusHarness(KIT, 3);
    admits(Lobby.GUESTS);
    dana = conference.controller("dana").joins();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private void admits(Lobby lobby) {
    conference.meeting =
        GateTable.meeting(conference.uri, Admission.ANONYMOUS, lobby, GateTable.State.FREE);
  }

  private FocusHarness.Phone guest(String name) {
    FocusHarness.Phone phone = conference.phone(name);
    phone.keys = WITH_KEY;
    return phone;
  }

  private UserUri entity(LegTag tag) {
    return conference.view().legs().stream()
        .filter(l -> l.leg() == tag.leg())
        .map(l -> new UserUri(l.participant()))
        .findFirst()
        .orElseThrow();
  }

  private boolean waits(LegTag tag) {
    return conference.view().legs().stream().anyMatch(l -> l.leg() == tag.leg() && l.waiting());
  }

  private static LegTag settled(FocusHarness.Phone phone, LegTag tag) {
    phone.acknowledges(tag);
    phone.replies.expectMessageClass(FocusProtocol.Acknowledged.class);
    return tag;
  }

  private List<McuProtocol.Command> toldToTheMcu() {
    return conference.allToldToTheMcu();
  }

  /** Whether the leg waits, by each command that lets its media flow. */
  private static List<Boolean> connects(List<McuProtocol.Command> told, LegTag tag) {
    List<Boolean> waits = new ArrayList<>();
    for (McuProtocol.Command command : told) {
      if (command instanceof McuProtocol.Connect c && c.leg() == tag.leg()) {
        waits.add(c.waits());
      } else if (command instanceof McuProtocol.Revive r && r.leg() == tag.leg()) {
        waits.add(r.waits());
      }
    }
    return waits;
  }

  @Test
  void theMcuIsToldThatALegWaitsTogetherWithItsMedia() {
    LegTag tag = guest("mei").joins();

    List<McuProtocol.Command> told = toldToTheMcu();

    assertThat(told).hasSize(1);
    assertThat(connects(told, tag)).containsExactly(true);
  }

  @Test
  void whoIsLetInIsInTheConferenceByTheSameDialog() {
    LegTag tag = guest("mei").joins();
    toldToTheMcu();

    Optional<Rejection> no =
        dana.gets(new ControlOrder.Admit(List.of(entity(tag)), true)).refusal();

    assertThat(no).isEmpty();
    assertThat(waits(tag)).isFalse();
    assertThat(connects(toldToTheMcu(), tag)).contains(false);
  }

  @Test
  void whoIsNotLetInIsToldSo() {
    LegTag tag = guest("mei").joins();

    dana.gets(new ControlOrder.Admit(List.of(entity(tag)), false));

    assertThat(conference.view().legs()).hasSize(1);
    EdgeProtocol.Send bye = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    assertThat(bye.method()).isEqualTo(EdgeProtocol.Method.BYE);
    assertThat(bye.reason()).contains("did not let you in");
  }

  @Test
  void nobodyLetsAnybodyInWhoIsNoPresenter() {
    conference.meeting =
        GateTable.meeting(conference.uri, Admission.ANONYMOUS, Lobby.GUESTS, GateTable.State.FREE);
    FocusHarness.Controller mei = conference.controller("mei").joins();
    LegTag tag = guest("gus").joins();

    assertThat(mei.isDenied(new ControlOrder.Admit(List.of(entity(tag)), true)))
        .isEqualTo(Rejection.Reason.NOT_AUTHORIZED);
  }

  @Test
  void whoWaitsMayOrderNothing() {
    admits(Lobby.EVERYBODY);
    FocusHarness.Controller mei = conference.controller("mei").joins();

    assertThat(mei.isDenied(new ControlOrder.Describe()))
        .isEqualTo(Rejection.Reason.NOT_AUTHORIZED);
    assertThat(mei.isDenied(new ControlOrder.Admit(List.of(), true)))
        .isEqualTo(Rejection.Reason.NOT_AUTHORIZED);
  }

  @Test
  void whoWaitsSaysNothingAndNothingIsSaidToHim() {
    FocusHarness.Phone mei = guest("mei");
    LegTag tag = mei.joins();
    mei.cseq++;
    TestProbe<FocusProtocol.SayReply> replies = KIT.createTestProbe();

    conference.focus.tell(
        new FocusProtocol.Say(
            mei.request("MESSAGE"),
            Optional.of(tag),
            new Caller(Optional.empty(), "", false),
            "sip:mei@example.test",
            new PeerAddress("udp", "192.0.2.7", 5070),
            Optional.empty(),
            Content.text("hello"),
            replies.getRef()));

    assertThat(replies.expectMessageClass(FocusProtocol.NotSaid.class).rejection().reason())
        .isEqualTo(Rejection.Reason.NOT_AUTHORIZED);
    conference.chat.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void aChatThatWasOfferedBeginsWhenItsLegIsLetIn() {
    FocusHarness.Phone mei = guest("mei");
    SessionOffer both =
        new SessionOffer(
            List.of(FocusHarness.offer(4000).streams().get(0), FocusHarness.messages("192.0.2.7")));
    mei.invite(Optional.of(both), Optional.empty());
    LegTag tag = mei.replies.expectMessageClass(FocusProtocol.Established.class).tag();
    conference.view();
    conference.chat.expectNoMessage(Duration.ofMillis(20));

    dana.gets(new ControlOrder.Admit(List.of(), true));

    assertThat(conference.chat.expectMessageClass(McuProtocol.Connect.class).leg())
        .isEqualTo(tag.leg());
  }

  @Test
  void aPresenterSeesWhoWaitsAndHeIsNotCounted() {
    guest("mei").joins();

    RosterDocument roster = dana.gets(new ControlOrder.Describe()).roster().orElseThrow();

    assertThat(roster.userCount()).isEqualTo(1);
    assertThat(roster.users().get(1).displayName()).isEqualTo("mei");
    assertThat(roster.users().get(1).endpoints().get(0).status()).isEqualTo(EndpointStatus.LOBBY);
    assertThat(roster.users().get(1).endpoints().get(0).status().word()).isEqualTo("pending");
  }

  @Test
  void whoWaitsIsToldTheSubjectAndHimselfUntilHeIsLetIn() {
    LegTag tag = guest("mei").joins();
    FocusHarness.Subscriber watcher = conference.subscriber("mei");
    watcher.subscribes(600);
    EdgeProtocol.Notify first = conference.told();
    conference.ends(first.notices().get(0), EdgeProtocol.Outcome.OK, 200);

    dana.gets(new ControlOrder.Admit(List.of(), true));
    RosterDocument after = conference.told().document().orElseThrow();

    RosterDocument before = first.document().orElseThrow();
    assertThat(before.users()).extracting(RosterUser::user).containsExactly(entity(tag));
    assertThat(before.head().orElseThrow().media()).isEmpty();
    assertThat(before.userCount()).isZero();
    assertThat(after.full()).isTrue();
    assertThat(after.users()).hasSize(2);
  }

  @Test
  void whoWaitsForTooLongIsSentAway() {
    LegTag tag = guest("mei").joins();

    conference.focus.tell(new org.confocal.engine.focus.Lobby.Over(tag));

    assertThat(conference.view().legs()).hasSize(1);
    assertThat(conference.edge.expectMessageClass(EdgeProtocol.Send.class).reason())
        .isEqualTo("Nobody let you in");
  }

  @Test
  void whoWaitedWhenTheProcessDiedWaitsStill() {
    LegTag tag = guest("mei").joins();
    toldToTheMcu();

    conference.crash();

    assertThat(waits(tag)).isTrue();
    List<McuProtocol.Command> told = toldToTheMcu();
    assertThat(connects(told, tag)).containsExactly(true);
  }

  @Test
  void whoWasLetInBeforeTheProcessDiedIsInStill() {
    LegTag tag = guest("mei").joins();
    dana.gets(new ControlOrder.Admit(List.of(), true));
    toldToTheMcu();

    conference.crash();

    assertThat(waits(tag)).isFalse();
    assertThat(connects(toldToTheMcu(), tag)).contains(false);
  }

  @Test
  void whoWaitsForTheLockComesInWhenItIsOpened() {
    dana.gets(new ControlOrder.SetLock(true));
    FocusHarness.Phone tom = conference.phone("tom");
    tom.proved = Optional.of(UserUri.of("tom", "example.test"));
    LegTag user = tom.joins();
    LegTag guest = guest("mei").joins();
    assertThat(waits(user)).isTrue();

    dana.gets(new ControlOrder.SetLock(false));

    assertThat(waits(user)).isFalse();
    assertThat(waits(guest)).isTrue();
  }

  @Test
  void whoWaitsComesInWhenTheOrganizerWantsNoLobby() {
    LegTag tag = guest("mei").joins();

    admits(Lobby.OFF);
    conference.focus.tell(new FocusProtocol.Renew(conference.meeting));

    assertThat(waits(tag)).isFalse();
  }

  @Test
  void theOneTooManyIsNotLetInAndGoesOnWaiting() {
    LegTag first = guest("mei").joins();
    LegTag second = guest("gus").joins();
    LegTag third = guest("ida").joins();

    Rejection.Reason all = dana.isDenied(new ControlOrder.Admit(List.of(), true));
    dana.gets(new ControlOrder.Admit(List.of(entity(first), entity(second)), true));

    assertThat(all).isEqualTo(Rejection.Reason.CAPACITY_EXCEEDED);
    assertThat(List.of(waits(first), waits(second), waits(third)))
        .containsExactly(false, false, true);
    assertThat(dana.isDenied(new ControlOrder.Admit(List.of(entity(third)), true)))
        .isEqualTo(Rejection.Reason.CAPACITY_EXCEEDED);
  }

  @Test
  void theLobbyHasItsOwnBound() {
    for (int i = 0; i < 6; i++) {
      guest("mei" + i).joins();
    }
    FocusHarness.Phone tooMany = guest("ida");
    tooMany.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());
    FocusHarness.Phone tom = conference.phone("tom");
    tom.proved = Optional.of(UserUri.of("tom", "example.test"));

    assertThat(tooMany.refused()).isEqualTo(Rejection.Reason.CAPACITY_EXCEEDED);
    assertThat(waits(tom.joins())).isFalse();
  }

  @Test
  void joinsAtTheSameTimeNeverPassTheBound() {
    admits(Lobby.OFF);
    List<FocusHarness.Phone> crowd = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      crowd.add(guest("mei" + i));
    }

    crowd.forEach(p -> p.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty()));

    long in =
        crowd.stream()
            .map(p -> p.replies.receiveMessage())
            .filter(FocusProtocol.Established.class::isInstance)
            .count();
    assertThat(in).isEqualTo(2);
    assertThat(conference.view().legs()).hasSize(3);
  }

  @Test
  void aCallOnItsWayKeepsItsPlace() {
    admits(Lobby.OFF);
    UserUri tom = UserUri.of("tom", "example.test");
    dana.orders(
        new ControlOrder.DialOut(
            tom, "", false, org.confocal.engine.mcu.McuType.AUDIO_VIDEO, "{1}", tom.value()));
    guest("mei").joins();
    FocusHarness.Phone tooMany = guest("ida");

    tooMany.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());

    assertThat(tooMany.refused()).isEqualTo(Rejection.Reason.CAPACITY_EXCEEDED);
  }

  @Test
  void twoGuestsOfTheSameNameAreTwoParticipantsAndNeitherIsTheUser() {
    admits(Lobby.OFF);
    FocusHarness.Phone first = guest("dana");
    FocusHarness.Phone second = guest("dana");
    LegTag one = first.joins();
    second.cseq = 7;
    LegTag two = second.joins();

    assertThat(entity(one)).isNotEqualTo(entity(two)).isNotEqualTo(dana.user);
    assertThat(entity(one).name()).matches("guest-[0-9a-f]{12}");
    assertThat(conference.view().legs())
        .filteredOn(l -> l.leg() == one.leg())
        .allMatch(l -> l.role() == Role.ATTENDEE && l.displayName().equals("dana"));
  }

  @Test
  void theLeaderPasscodeMakesAPresenter() {
    FocusHarness.Phone leader = conference.phone("lea");
    leader.keys = new Keys(Optional.empty(), Optional.of("8888"));

    leader.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());

    assertThat(leader.replies.expectMessageClass(FocusProtocol.Established.class).role())
        .isEqualTo(Role.PRESENTER);
  }

  @Test
  void whoGuessesTooOftenWaitsEvenWithTheRightOne() {
    FocusHarness.Phone guesser = conference.phone("eve");
    guesser.keys = WRONG;
    for (int i = 0; i < 3; i++) {
      guesser.cseq++;
      guesser.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());
      assertThat(guesser.refused()).isEqualTo(Rejection.Reason.INVALID_PASSCODE);
    }
    guesser.keys = WITH_CODE;
    guesser.cseq++;
    guesser.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());
    Rejection tooMany = guesser.replies.expectMessageClass(FocusProtocol.Refused.class).rejection();
    FocusHarness.Phone elsewhere = guest("mei");
    elsewhere.host = "192.0.2.99";
    elsewhere.joins();

    conference.now = conference.now.plusSeconds(6);
    guesser.cseq++;
    guesser.joins();

    assertThat(tooMany.retryAfter()).contains(Duration.ofSeconds(6));
    assertThat(tooMany.text()).doesNotContain("4711").contains("try again");
  }

  @Test
  void theSameWrongRequestCountsOnce() {
    FocusHarness.Phone guesser = conference.phone("eve");
    guesser.keys = WRONG;
    for (int i = 0; i < 5; i++) {
      guesser.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());
      guesser.refused();
    }
    guesser.keys = WITH_CODE;
    guesser.cseq++;

    guesser.joins();
  }

  @Test
  void aBannedUserCannotComeAgainUntilTheBanIsLifted() {
    FocusHarness.Phone tom = conference.phone("tom");
    tom.proved = Optional.of(UserUri.of("tom", "example.test"));
    settled(tom, tom.joins());

    dana.gets(new ControlOrder.Ban(tom.proved.get(), true));
    conference.crash();
    tom.cseq++;
    tom.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());
    Rejection.Reason again = tom.refused();
    operate(new ControlOrder.Ban(tom.proved.get(), false));
    tom.cseq++;
    tom.joins();

    assertThat(again).isEqualTo(Rejection.Reason.BANNED);
  }

  @Test
  void aBannedGuestIsKnownByWhereHeComesFromAndHowHeCallsHimself() {
    admits(Lobby.OFF);
    FocusHarness.Phone eve = guest("eve");
    LegTag tag = settled(eve, eve.joins());
    dana.gets(new ControlOrder.Ban(entity(tag), true));

    eve.cseq++;
    eve.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());
    Rejection.Reason again = eve.refused();

    assertThat(again).isEqualTo(Rejection.Reason.BANNED);
    guest("mei").joins();
  }

  @Test
  void nobodyBansTheOrganizerOrHimself() {
    assertThat(dana.isDenied(new ControlOrder.Ban(dana.user, true)))
        .isEqualTo(Rejection.Reason.NOT_AUTHORIZED);
  }

  @Test
  void anOperatorLetsEverybodyIn() {
    LegTag tag = guest("mei").joins();

    assertThat(operate(new ControlOrder.Admit(List.of(), true))).isEmpty();

    assertThat(waits(tag)).isFalse();
    assertThat(operate(new ControlOrder.Admit(List.of(entity(tag)), true)))
        .map(Rejection::reason)
        .contains(Rejection.Reason.UNKNOWN_USER);
  }

  @Test
  void aGuestWithConferenceControlReachesTheMcusUnderTheNameThatWasMadeForHim() {
    admits(Lobby.OFF);
    FocusHarness.Controller gus = conference.controller("gus").asGuest(WITH_KEY).joins();

    FocusProtocol.Established chat = gus.comesTo(org.confocal.engine.mcu.McuType.CHAT);

    assertThat(chat.participant()).isEqualTo(entity(gus.tag()));
    assertThat(chat.participant().name()).startsWith("guest-");
  }

  @Test
  void secretsAreInNoView() {
    assertThat(conference.view().meeting().orElseThrow().terms().secrets().key()).isEmpty();
    assertThat(conference.meeting.toString()).doesNotContain("0123456789abcdef");
  }

  private Optional<Rejection> operate(ControlOrder order) {
    TestProbe<FocusProtocol.Operated> done = KIT.createTestProbe();
    conference.focus.tell(new FocusProtocol.Operate(order, done.getRef()));
    return done.receiveMessage().refusal();
  }
}
