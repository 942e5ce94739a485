package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.confocal.engine.Rejection;
import org.confocal.engine.Samples;
import org.confocal.engine.conference.Approach;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.Gate;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.Role;
import org.confocal.engine.conference.Standing;
import org.confocal.engine.conference.Succession;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.meeting.Keys;
import org.confocal.engine.meeting.Lobby;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.Proof;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who somebody is at the gate, and how often he may try. */
class GateKeeperTest {
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          PersistenceTestKitPlugin.getInstance()
              .config()
              .withFallback(com.typesafe.config.ConfigFactory.load()));
  private static final Keys KEY = new Keys(Optional.of("0123456789abcdef"), Optional.empty());
  private static final Keys CODE = new Keys(Optional.empty(), Optional.of("4711"));
  private static final Keys LEADER = new Keys(Optional.empty(), Optional.of("8888"));
  private static final Keys WRONG = new Keys(Optional.empty(), Optional.of("4712"));
  private static final PeerAddress FLOW = new PeerAddress("tcp", "203.0.113.5", 40_001);

  private final FocusHarness conference = new FocusHarness(KIT, 100);

  GateKeeperTest() {
    conference.meeting =
        GateTable.meeting(conference.uri, Admission.ANONYMOUS, Lobby.OFF, GateTable.State.FREE);
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private FocusHarness.Phone phone(String name, String address) {
    FocusHarness.Phone phone = conference.phone(name);
    phone.source = Optional.of(new PeerAddress("udp", address, 5060));
    return phone;
  }

  private static void invites(FocusHarness.Phone phone, Keys keys) {
    phone.keys = keys;
    phone.cseq++;
    phone.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());
  }

  private static Rejection refusal(FocusHarness.Phone phone, Keys keys) {
    invites(phone, keys);
    return phone.replies.expectMessageClass(FocusProtocol.Refused.class).rejection();
  }

  private static LegTag joins(FocusHarness.Phone phone, Keys keys) {
    invites(phone, keys);
    return phone.replies.expectMessageClass(FocusProtocol.Established.class).tag();
  }

  private static boolean isTooMany(Rejection no) {
    return no.retryAfter().isPresent();
  }

  private UserUri entity(LegTag tag) {
    return conference.view().legs().stream()
        .filter(l -> l.leg() == tag.leg())
        .map(l -> new UserUri(l.participant()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void wrongTriesAreCountedByTheSocketAndNotByWhatTheCallerWrites() {
    FocusHarness.Phone eve = phone("eve", "203.0.113.5");
    for (int i = 1; i <= 3; i++) {
      eve.host = "192.0.2." + i;
      refusal(eve, WRONG);
    }
    eve.host = "192.0.2.99";

    Rejection no = refusal(eve, CODE);

    assertThat(isTooMany(no)).isTrue();
  }

  @Test
  void aBannedGuestIsKnownThoughHeWritesAnotherWayBack() {
    FocusHarness.Controller dana = conference.controller("dana").joins();
    FocusHarness.Phone eve = phone("eve", "203.0.113.5");
    LegTag tag = joins(eve, KEY);
    eve.acknowledges(tag);
    eve.replies.expectMessageClass(FocusProtocol.Acknowledged.class);
    dana.gets(new ControlOrder.Ban(entity(tag), true));

    eve.host = "192.0.2.99";
    Rejection no = refusal(eve, KEY);

    assertThat(no.reason()).isEqualTo(Rejection.Reason.BANNED);
  }

  @Test
  void aBannedUserIsKnownThoughHeProvesNothing() {
    FocusHarness.Controller dana = conference.controller("dana").joins();
    FocusHarness.Phone tom = phone("tom", "203.0.113.5");
    tom.proved = Optional.of(UserUri.of("tom", "example.test"));
    LegTag tag = joins(tom, Keys.NONE);
    tom.acknowledges(tag);
    tom.replies.expectMessageClass(FocusProtocol.Acknowledged.class);
    dana.gets(new ControlOrder.Ban(tom.proved.get(), true));

    tom.proved = Optional.empty();
    Rejection no = refusal(tom, KEY);

    assertThat(no.reason()).isEqualTo(Rejection.Reason.BANNED);
    joins(phone("tom", "203.0.113.6"), KEY);
  }

  @Test
  void aFocusDoesNotRestWhileWrongTriesCount() {
    refusal(phone("eve", "203.0.113.5"), WRONG);
    conference.shard.expectNoMessage(Duration.ofMillis(20));

    conference.now = conference.now.plus(Duration.ofMinutes(31));
    conference.focus.tell(new ConferenceLife.RestDue());

    conference.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void theConferencePasscodeForgivesNoGuessesAtTheLeaders() {
    FocusHarness.Phone eve = phone("eve", "203.0.113.5");
    refusal(eve, WRONG);
    refusal(eve, WRONG);
    joins(phone("eve2", "203.0.113.5"), CODE);
    refusal(eve, WRONG);

    Rejection no = refusal(eve, WRONG);

    assertThat(isTooMany(no)).isTrue();
  }

  @Test
  void theLeaderPasscodeForgivesWrongOnes() {
    FocusHarness.Phone lea = phone("lea", "203.0.113.5");
    refusal(lea, WRONG);
    refusal(lea, WRONG);
    joins(phone("lea2", "203.0.113.5"), LEADER);
    refusal(lea, WRONG);

    Rejection no = refusal(lea, WRONG);

    assertThat(isTooMany(no)).isFalse();
  }

  @Test
  void wrongTriesAreForgottenWithTime() {
    FocusHarness.Phone tom = phone("tom", "203.0.113.5");
    refusal(tom, WRONG);
    refusal(tom, WRONG);

    conference.now = conference.now.plus(Duration.ofMinutes(31));
    refusal(tom, WRONG);

    joins(tom, CODE);
  }

  @Test
  void tooManyWrongOnesFromEverywhereStopEverybodyButThoseWhoProveWhoTheyAre() {
    for (int i = 1; i <= 5; i++) {
      refusal(phone("eve" + i, "203.0.113." + i), WRONG);
    }

    Rejection no = refusal(phone("mei", "198.51.100.1"), CODE);
    FocusHarness.Phone tom = phone("tom", "198.51.100.2");
    tom.proved = Optional.of(UserUri.of("tom", "example.test"));
    joins(tom, Keys.NONE);

    assertThat(isTooMany(no)).isTrue();
  }

  @Test
  void theMcuOfAGuestIsForHisFlowOrForWhoShowsTheKeyAgain() {
    Scene scene = new Scene();
    UserUri guest = guest(scene, "guest-1", FLOW);
    PeerAddress beside = new PeerAddress("tcp", FLOW.host(), 40_002);
    PeerAddress elsewhere = new PeerAddress("tcp", "203.0.113.6", 40_001);

    assertThat(Gate.participant(scene.state, media(FLOW, Proof.NONE))).contains(guest);
    assertThat(Gate.participant(scene.state, media(beside, Proof.NONE))).isEmpty();
    assertThat(Gate.participant(scene.state, media(beside, Proof.KEY))).contains(guest);
    assertThat(Gate.participant(scene.state, media(elsewhere, Proof.KEY))).isEmpty();
  }

  @Test
  void theMcuOfAGuestIsForNobodyWhenTwoGuestsMayBeMeant() {
    Scene scene = new Scene();
    guest(scene, "guest-1", FLOW);
    guest(scene, "guest-2", new PeerAddress("tcp", FLOW.host(), 40_002));

    assertThat(Gate.participant(scene.state, media(FLOW, Proof.KEY))).isEmpty();
  }

  @Test
  void aFlowThatManyShareTellsNobodyFromAnybody() {
    Scene scene = new Scene();
    PeerAddress proxy = new PeerAddress("udp", "203.0.113.5", 0);
    UserUri guest = guest(scene, "guest-1", proxy);

    assertThat(Gate.participant(scene.state, media(proxy, Proof.NONE))).isEmpty();
    assertThat(Gate.participant(scene.state, media(proxy, Proof.KEY))).contains(guest);
  }

  @Test
  void anMcuLegOfAGuestIsNoFurtherParticipant() {
    conference.policy = Optional.of(new ConferencePolicy("one", 1, true, true, true));
    FocusHarness.Controller guest = conference.controller("gus").asGuest(KEY).joins();

    guest.comesTo(McuType.CHAT);

    assertThat(refusal(phone("mei", "203.0.113.5"), KEY).reason())
        .isEqualTo(Rejection.Reason.CAPACITY_EXCEEDED);
  }

  @Test
  void aPhoneThatShowedTheLeaderPasscodeAttendsAndAGuestDoesNot() {
    Leg leg = Samples.LEG;

    Leg leader = Samples.like(leg, 2, standing(false, Proof.LEADER, Standing.Stay.STRAIGHT));
    Leg guest = Samples.like(leg, 3, standing(false, Proof.KEY, Standing.Stay.STRAIGHT));
    Leg outside = Samples.like(leg, 4, standing(true, Proof.LEADER, Standing.Stay.WAITS));

    assertThat(leader.attends()).isTrue();
    assertThat(guest.attends()).isFalse();
    assertThat(outside.attends()).isFalse();
  }

  @Test
  void aUserWhoIsCalledLikeAGuestIsAUser() {
    Leg made = new Scene().legOf("guest-1");

    Leg user =
        Samples.like(
            made, 1, new Standing(true, Proof.NONE, Standing.Stay.STRAIGHT, Optional.of(FLOW)));

    assertThat(made.isGuest()).isTrue();
    assertThat(user.isGuest()).isFalse();
  }

  @Test
  void aPresenterInTheLobbyIsNoPresenterWhoStays() {
    Scene scene = new Scene();
    scene.joins("dana", Role.PRESENTER);
    scene.joins("mei");
    Leg outside = new Scene().legOf("tom");
    scene.happens(
        new ConferenceEvent.LegJoined(
            Samples.AT, Samples.like(outside, 3, standing(true, Proof.NONE, Standing.Stay.WAITS))));
    scene.changesRole("tom", Role.PRESENTER);

    Optional<UserUri> heir = Succession.heir(scene.state, scene.state.legsOf(Scene.user("dana")));

    assertThat(heir).contains(Scene.user("mei"));
  }

  @Test
  void aLegInTheLobbyCanBeLetInThoughItsUserIsInByAnother() {
    FocusHarness small = new FocusHarness(KIT, 3);
    FocusHarness.Controller dana = small.controller("dana");
    small.meeting = meeting(small, Lobby.OFF);
    dana.joins();
    FocusHarness.Phone mei = small.phone("mei");
    LegTag other = joins(mei, KEY);
    mei.acknowledges(other);
    small.meeting = meeting(small, Lobby.EVERYBODY);
    small.focus.tell(new FocusProtocol.Renew(small.meeting));
    UserUri tom = UserUri.of("tom", "example.test");
    for (String name : List.of("tom1", "tom2")) {
      FocusHarness.Phone phone = small.phone(name);
      phone.proved = Optional.of(tom);
      joins(phone, Keys.NONE);
    }
    small.focus.tell(new FocusProtocol.Renew(meeting(small, Lobby.OFF)));
    long waiting = small.view().legs().stream().filter(FocusProtocol.LegView::waiting).count();
    mei.hangsUp(other);

    dana.gets(new ControlOrder.Admit(List.of(tom), true));

    assertThat(waiting).isEqualTo(1);
    assertThat(small.view().legs()).noneMatch(FocusProtocol.LegView::waiting);
  }

  private static Meeting meeting(FocusHarness of, Lobby lobby) {
    return GateTable.meeting(of.uri, Admission.ANONYMOUS, lobby, GateTable.State.FREE);
  }

  private static Standing standing(boolean proved, Proof proof, Standing.Stay stay) {
    return new Standing(proved, proof, stay);
  }

  private static Approach media(PeerAddress source, Proof proof) {
    return new Approach(
        new Entry(LegKind.MEDIA, Optional.of(McuType.CHAT), Optional.empty()),
        new Caller(Optional.empty(), "", false),
        proof,
        source,
        "<sip:somebody@example.test>");
  }

  private static UserUri guest(Scene scene, String name, PeerAddress source) {
    ConferenceEvent.LegJoined joined =
        (ConferenceEvent.LegJoined)
            new Scene().joins(name, Role.ATTENDEE, Scene.control("{1}"), List.of()).get(0);
    Leg leg = joined.leg();
    int number = scene.state.allLegs().size() + 1;
    scene.happens(
        new ConferenceEvent.LegJoined(
            Samples.AT,
            Samples.like(
                leg,
                number,
                new Standing(false, Proof.KEY, Standing.Stay.STRAIGHT, Optional.of(source)))));
    return Scene.user(name);
  }
}
