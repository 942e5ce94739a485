package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.confocal.engine.Rejection;
import org.confocal.engine.Samples;
import org.confocal.engine.chat.Content;
import org.confocal.engine.conference.Approach;
import org.confocal.engine.conference.Authority;
import org.confocal.engine.conference.Ban;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Crowd;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.Gate;
import org.confocal.engine.conference.Role;
import org.confocal.engine.conference.Verdict;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.focus.GateTable.Door;
import org.confocal.engine.focus.GateTable.State;
import org.confocal.engine.focus.GateTable.Who;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Lobby;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.roster.SubscriptionStyle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every door, policy and caller of {@link GateTable}, and a slice of it at a real focus. */
class GateMatrixTest {
  private static final String HOST = "192.0.2.7";
  private static final String FROM = "<sip:somebody@example.test>";
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          com.typesafe.config.ConfigFactory.parseString(
                  "pekko.actor.testkit.typed.single-expect-default = 10s")
              .withFallback(PersistenceTestKitPlugin.getInstance().config())
              .withFallback(com.typesafe.config.ConfigFactory.load()));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  static Stream<Object[]> dialogs() {
    return GateTable.combinations(EnumSet.of(Door.PHONE, Door.FOCUS, Door.CHAT, Door.AUDIO));
  }

  static Stream<Object[]> subscriptions() {
    return GateTable.combinations(EnumSet.of(Door.SUBSCRIBE));
  }

  @ParameterizedTest
  @MethodSource("dialogs")
  void theGateSaysWhatTheTableSays(Door door, Admission admission, Lobby lobby, State state) {
    Meeting meeting = GateTable.meeting(Samples.CONFERENCE, admission, lobby, state);
    Conference conference = conference(meeting, state);
    StringBuilder verdicts = new StringBuilder();

    for (Who who : Who.values()) {
      Verdict verdict =
          Gate.verdict(conference, meeting, approach(door, who, meeting), crowd(state));
      verdicts.append(GateTable.letter(verdict.waits(), verdict.refusal().map(Rejection::reason)));
    }

    assertThat(verdicts.toString())
        .isEqualTo(GateTable.of(door, admission, lobby, state).verdicts());
  }

  @ParameterizedTest
  @MethodSource("subscriptions")
  void whoIsNotInMayNotWatch(Door door, Admission admission, Lobby lobby, State state) {
    Meeting meeting = GateTable.meeting(Samples.CONFERENCE, admission, lobby, state);
    SubscriptionGate gate = new SubscriptionGate(Scene.SETTINGS);
    StringBuilder verdicts = new StringBuilder();

    for (Who who : Who.values()) {
      Optional<Rejection> no = gate.refusal(conference(meeting, state), subscribe(who), List.of());
      verdicts.append(GateTable.letter(false, no.map(Rejection::reason)));
    }

    assertThat(verdicts.toString())
        .isEqualTo(GateTable.of(door, admission, lobby, state).verdicts());
  }

  @Test
  void everyCombinationHasARowAndEveryRowIsNeeded() {
    Set<GateTable.Row> used = new HashSet<>();

    GateTable.combinations(EnumSet.allOf(Door.class))
        .forEach(
            c -> used.add(GateTable.of((Door) c[0], (Admission) c[1], (Lobby) c[2], (State) c[3])));

    assertThat(used).containsExactlyInAnyOrderElementsOf(GateTable.ROWS);
    assertThat(used).allMatch(row -> row.verdicts().length() == Who.values().length);
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void whoIsInMayBringAFurtherLegThoughItIsLockedAndEverybodyWaits(Door door) {
    Meeting meeting =
        GateTable.meeting(Samples.CONFERENCE, Admission.CLOSED, Lobby.EVERYBODY, State.LOCKED);
    Scene scene = new Scene();
    scene.joins("tom", Role.ATTENDEE);

    Verdict verdict =
        Gate.verdict(
            scene.state, meeting, approach(door, Who.STRANGER, meeting), crowd(State.FREE));
    Verdict full =
        Gate.verdict(
            scene.state, meeting, approach(door, Who.STRANGER, meeting), crowd(State.FULL));

    assertThat(verdict).isEqualTo(new Verdict(Optional.empty(), false));
    assertThat(full.refusal().map(Rejection::reason)).contains(Rejection.Reason.CAPACITY_EXCEEDED);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void dialOutIsForPresentersAndNotForTheBanned(Role role) {
    Scene scene = new Scene();
    scene.joins("tom", role);
    UserUri tom = Scene.user("tom");
    ControlOrder call =
        new ControlOrder.DialOut(
            Scene.user("mei"), "", false, McuType.AUDIO_VIDEO, "{1}", Scene.user("mei").value());
    Authority authority = new Authority(false, true);

    Optional<Rejection> free = authority.refusal(scene.state, tom, call, Set.of());
    scene.happens(
        new ConferenceEvent.Banned(Samples.AT, new Ban(Scene.user("mei"), "", ""), Samples.DANA));
    Optional<Rejection> banned = authority.refusal(scene.state, tom, call, Set.of());

    assertThat(free.map(Rejection::reason))
        .isEqualTo(
            role.presents() ? Optional.empty() : Optional.of(Rejection.Reason.NOT_AUTHORIZED));
    assertThat(banned.map(Rejection::reason))
        .contains(role.presents() ? Rejection.Reason.BANNED : Rejection.Reason.NOT_AUTHORIZED);
  }

  @ParameterizedTest
  @EnumSource(Admission.class)
  void aFocusSaysToPhonesWhatTheTableSays(Admission admission) {
    for (Lobby lobby : Lobby.values()) {
      for (State state : EnumSet.of(State.FREE, State.LOCKED)) {
        FocusHarness conference = new FocusHarness(KIT, 100);
        conference.meeting = GateTable.meeting(conference.uri, admission, lobby, state);
        StringBuilder verdicts = new StringBuilder();

        for (Who who : Who.values()) {
          verdicts.append(atTheDoor(conference, who));
        }

        assertThat(verdicts.toString())
            .as("%s %s %s", admission, lobby, state)
            .isEqualTo(GateTable.of(Door.PHONE, admission, lobby, state).verdicts());
      }
    }
  }

  /** Everybody calls, one after the other; nobody is in yet when the first one does. */
  private static char atTheDoor(FocusHarness conference, Who who) {
    FocusHarness.Phone phone = conference.phone(who.name().toLowerCase(java.util.Locale.ROOT));
    phone.proved = who.user();
    phone.keys = who.keys();
    phone.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());
    FocusProtocol.InviteReply reply = phone.replies.receiveMessage();
    if (reply instanceof FocusProtocol.Refused refused) {
      return GateTable.letter(false, Optional.of(refused.rejection().reason()));
    }
    int leg = ((FocusProtocol.Established) reply).tag().leg();
    boolean waits = conference.view().legs().stream().anyMatch(l -> l.leg() == leg && l.waiting());
    return GateTable.letter(waits, Optional.empty());
  }

  @Test
  void aFocusTakesNoMessageFromWhoIsNotIn() {
    Admission admission = Admission.ANONYMOUS;
    FocusHarness conference = new FocusHarness(KIT, 100);
    FocusHarness.Phone somebody = conference.phone("somebody");
    somebody.proved = Optional.of(UserUri.of("ravi2", "example.test"));
    conference.meeting = GateTable.meeting(conference.uri, admission, Lobby.OFF, State.FREE);
    somebody.joins();
    TestProbe<FocusProtocol.SayReply> replies = KIT.createTestProbe();
    StringBuilder verdicts = new StringBuilder();

    for (Who who : Who.values()) {
      conference.focus.tell(
          new FocusProtocol.Say(
              new RequestKey("say-" + who, "f", 1, "MESSAGE"),
              Optional.empty(),
              new Caller(who.user(), "", false, who.keys()),
              FROM,
              new PeerAddress("udp", HOST, 5999),
              Optional.empty(),
              Content.text("hello"),
              replies.getRef()));
      FocusProtocol.NotSaid no = replies.expectMessageClass(FocusProtocol.NotSaid.class);
      verdicts.append(GateTable.letter(false, Optional.of(no.rejection().reason())));
    }

    assertThat(verdicts.toString())
        .isEqualTo(GateTable.of(Door.MESSAGE, admission, Lobby.OFF, State.FREE).verdicts());
  }

  private static Conference conference(Meeting meeting, State state) {
    Conference conference =
        Conference.idle(Samples.KEY).apply(new ConferenceEvent.Activated(Samples.AT, 1, meeting));
    if (state == State.BANNED) {
      for (Who who : Who.values()) {
        Ban ban =
            who.user()
                .map(user -> new Ban(user, "", ""))
                .orElseGet(() -> new Ban(Scene.user("guest-1"), HOST, "sip:somebody@example.test"));
        conference = conference.apply(new ConferenceEvent.Banned(Samples.AT, ban, Samples.DANA));
      }
    }
    return conference;
  }

  private static Approach approach(Door door, Who who, Meeting meeting) {
    Entry entry = door.entry();
    return new Approach(
        entry,
        new Caller(who.user(), "", false, who.keys()),
        meeting.terms().secrets().proofOf(who.keys()),
        new PeerAddress("udp", HOST, 5070),
        FROM);
  }

  private static Crowd crowd(State state) {
    return new Crowd(state == State.FULL ? 3 : 2, 3, 0, 3);
  }

  private static FocusProtocol.Subscribe subscribe(Who who) {
    return new FocusProtocol.Subscribe(
        new RequestKey("c", "f", 1, "SUBSCRIBE"),
        Optional.empty(),
        new Caller(who.user(), "", false, who.keys()),
        FROM,
        new FocusProtocol.DialogSeed(
            "<sip:9000@example.test>",
            FROM,
            "sip:x@192.0.2.7",
            "sip:c@192.0.2.1",
            List.of(),
            new PeerAddress("udp", HOST, 5070),
            true),
        SubscriptionStyle.PLAIN,
        600,
        false,
        KIT.<FocusProtocol.SubscribeReply>createTestProbe().getRef(),
        KIT.<EdgeProtocol.Command>createTestProbe().getRef());
  }
}
