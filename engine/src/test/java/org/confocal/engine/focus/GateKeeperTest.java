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
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Keys;
import org.confocal.engine.meeting.Lobby;
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
        GateTable.meeting(
            conference.uri, Admission.ANONYMOUS, Lobby.OFF, GateTable.State.FREE);
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
            new Scene()
                .joins(name, Role.ATTENDEE, Scene.control("{1}"), List.of())
                .get(0);
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
