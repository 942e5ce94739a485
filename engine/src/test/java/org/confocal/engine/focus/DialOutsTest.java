package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Rejection.Reason;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.control.ControlResult;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.CryptoLine;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.roster.RosterEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that the conference makes. */
class DialOutsTest {
  private static final UserUri MEI = UserUri.of("mei", "example.test");
  private static ActorTestKit kit;
  private FocusHarness conference;
  private FocusHarness.Controller dana;

  @BeforeAll
  static void startSystem() {
    kit =
        ActorTestKit.create(
            "calls-test",
            PersistenceTestKitPlugin.config()
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void danaIsIn() {
    PersistenceTestKit.create(kit.system()).clearAll();
    conference = new FocusHarness(kit, 10);
    dana = conference.controller("dana").joins();
  }

  private EdgeProtocol.Call calls(boolean presenter) {
    dana.orders(
        new ControlOrder.DialOut(
            MEI, "Mei", presenter, McuType.AUDIO_VIDEO, "{m}", "sip:mei@192.0.2.9"));
    dana.results.expectMessageClass(FocusProtocol.ControlPending.class);
    return conference.edge.expectMessageClass(EdgeProtocol.Call.class);
  }

  static Dialog dialog(EdgeProtocol.Call call) {
    return new Dialog(
        call.callId(),
        call.tag(),
        "mei-tag",
        call.localUri(),
        "<" + MEI + ">",
        "sip:mei@192.0.2.9",
        "sip:c-x@192.0.2.1:5060",
        List.of(),
        0,
        new PeerAddress("udp", "192.0.2.9", 5060),
        true);
  }

  private ControlResult informed() {
    return conference.edge.expectMessageClass(EdgeProtocol.Inform.class).result();
  }

  @Test
  void whoeverTakesACallIsInTheConferenceAndHeard() {
    EdgeProtocol.Call call = calls(true);
    assertThat(call.target()).isEqualTo("sip:mei@192.0.2.9");

    call.replyTo().tell(new EdgeProtocol.Ringing(call.tag()));
    call.replyTo()
        .tell(new EdgeProtocol.Answered(call.tag(), dialog(call), FocusHarness.offer(4000)));

    assertThat(informed().refusal()).isEmpty();
    assertThat(conference.mcu.expectMessageClass(McuProtocol.Connect.class).user()).isEqualTo(MEI);
    assertThat(conference.view().legs())
        .extracting(l -> l.participant())
        .containsExactly(dana.user.value(), MEI.value());
    assertThat(dana.gets(new ControlOrder.SetRole(MEI, false)).refusal()).isEmpty();
  }

  @Test
  void aCallThatNobodyTakesIsToldToWhoeverOrderedIt() {
    EdgeProtocol.Call call = calls(false);

    call.replyTo().tell(new EdgeProtocol.NotAnswered(call.tag(), 486, "Busy Here"));

    assertThat(informed().refusal().orElseThrow().reason()).isEqualTo(Reason.CALL_FAILED);
    assertThat(conference.mcu.expectMessageClass(McuProtocol.Release.class).leg())
        .isEqualTo(call.tag().leg());
    assertThat(conference.view().legs()).hasSize(1);
  }

  @Test
  void aCallThatRingsForEverHasTimedOut() {
    EdgeProtocol.Call call = calls(false);

    call.replyTo().tell(new EdgeProtocol.NotAnswered(call.tag(), 408, "Request Timeout"));

    assertThat(informed().refusal().orElseThrow().reason()).isEqualTo(Reason.TIMED_OUT);
  }

  @Test
  void oneCallTooManyIsRefused() {
    calls(false);
    calls(false);

    assertThat(
            dana.isDenied(
                new ControlOrder.DialOut(
                    MEI, "Mei", false, McuType.AUDIO_VIDEO, "{n}", MEI.value())))
        .isEqualTo(Reason.CAPACITY_EXCEEDED);
  }

  private ControlOrder.DialOut mei(String uri) {
    return new ControlOrder.DialOut(MEI, "Mei", false, McuType.AUDIO_VIDEO, "{m}", uri);
  }

  @Test
  void whoeverIsBeingCalledIsRemovedByCallingOffTheCall() {
    EdgeProtocol.Call call = calls(false);

    dana.orders(new ControlOrder.Eject(MEI, Optional.empty()));

    assertThat(conference.edge.expectMessageClass(EdgeProtocol.CancelCall.class).tag())
        .isEqualTo(call.tag());
    assertThat(informed().refusal().orElseThrow().reason()).isEqualTo(Reason.CALL_FAILED);
    assertThat(dana.results.expectMessageClass(FocusProtocol.Controlled.class).result().refusal())
        .isEmpty();
    assertThat(conference.mcu.expectMessageClass(McuProtocol.Release.class).leg())
        .isEqualTo(call.tag().leg());
  }

  @Test
  void aCallIsNotCalledOffByWhoMayRemoveNobody() {
    FocusHarness.Controller ravi = conference.controller("ravi").joins();
    calls(false);

    assertThat(ravi.isDenied(new ControlOrder.Eject(MEI, Optional.empty())))
        .isEqualTo(Reason.NOT_AUTHORIZED);
  }

  @Test
  void aCallForAnotherMcuIsNotMeant() {
    calls(false);

    assertThat(dana.isDenied(new ControlOrder.Eject(MEI, Optional.of(McuType.CHAT))))
        .isEqualTo(Reason.UNKNOWN_USER);
  }

  /** The endpoints of Mei in the last document that tells of her. */
  private List<RosterEndpoint> endpoints(EdgeProtocol.Notify told) {
    return told.document().orElseThrow().users().stream()
        .filter(u -> u.user().equals(MEI))
        .flatMap(u -> u.endpoints().stream())
        .toList();
  }

  @Test
  void eachOfTwoCallsToOneUserHasItsPlaceInTheRosterUntilItEnds() {
    dana.orders(mei("sip:mei@192.0.2.9"));
    EdgeProtocol.Call desk = conference.edge.expectMessageClass(EdgeProtocol.Call.class);
    dana.orders(mei("sip:mei@192.0.2.10"));
    conference.edge.expectMessageClass(EdgeProtocol.Call.class);
    FocusHarness.Subscriber watcher = conference.subscriber("dana");
    watcher.proved = Optional.of(dana.user);

    watcher.subscribes(600);
    EdgeProtocol.Notify both = conference.told();
    desk.replyTo().tell(new EdgeProtocol.NotAnswered(desk.tag(), 486, "Busy Here"));
    informed();
    conference.ends(both.notices().get(0), EdgeProtocol.Outcome.OK, 200);

    assertThat(endpoints(both))
        .extracting(RosterEndpoint::uri)
        .containsExactly("sip:mei@192.0.2.9", "sip:mei@192.0.2.10");
    assertThat(endpoints(both)).extracting(RosterEndpoint::id).doesNotHaveDuplicates();
    assertThat(endpoints(conference.told()))
        .extracting(RosterEndpoint::uri)
        .containsExactly("sip:mei@192.0.2.10");
  }

  @Test
  void anEndpointIdThatIsAliveAlreadyIsNotGivenTwice() {
    FocusHarness.Controller mei = conference.controller("mei").joins();
    dana.orders(
        new ControlOrder.DialOut(
            MEI, "Mei", false, McuType.AUDIO_VIDEO, mei.endpoint, MEI.value()));
    dana.results.expectMessageClass(FocusProtocol.ControlPending.class);
    EdgeProtocol.Call call = conference.edge.expectMessageClass(EdgeProtocol.Call.class);

    call.replyTo()
        .tell(new EdgeProtocol.Answered(call.tag(), dialog(call), FocusHarness.offer(4000)));
    informed();

    String minted = Leg.endpointOf(call.tag());
    assertThat(minted).isNotEqualTo(mei.endpoint);
    assertThat(dana.gets(new ControlOrder.Mute(MEI, minted, 1, true)).refusal()).isEmpty();
  }

  @Test
  void aSecondClientWithTheEndpointIdOfTheFirstGetsAnother() {
    FocusHarness.Controller first = conference.controller("mei");
    first.invites(control("{same}"), "control-1", Optional.empty());
    first.invites(control("{SAME}"), "control-2", Optional.empty());

    assertThat(first.replies.expectMessageClass(FocusProtocol.Established.class).endpoint())
        .isEqualTo("{same}");
    FocusProtocol.Established second =
        first.replies.expectMessageClass(FocusProtocol.Established.class);
    assertThat(second.endpoint()).isEqualTo(Leg.endpointOf(second.tag()));
  }

  private static Entry control(String endpoint) {
    return new Entry(LegKind.FOCUS, Optional.empty(), Optional.of(endpoint));
  }

  @Test
  void aFocusThatStartsAgainGivesUpItsCalls() {
    EdgeProtocol.Call call = calls(false);
    PersistenceTestKit.create(kit.system()).failNextPersisted();

    conference.phone("ada").invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());

    assertThat(conference.edge.expectMessageClass(EdgeProtocol.CancelCall.class).tag())
        .isEqualTo(call.tag());
  }

  @Test
  void aFocusThatFailsGivesUpItsCalls() {
    EdgeProtocol.Call call = calls(false);
    conference.chatBroken = true;

    dana.invitesTo(McuType.CHAT);

    assertThat(conference.edge.expectMessageClass(EdgeProtocol.CancelCall.class).tag())
        .isEqualTo(call.tag());
  }

  @Test
  void aCallThatRingsAndThatNobodyKnowsIsCancelled() {
    EdgeProtocol.Call call = calls(false);
    call.replyTo().tell(new EdgeProtocol.NotAnswered(call.tag(), 408, ""));
    informed();

    call.replyTo().tell(new EdgeProtocol.Ringing(call.tag()));

    assertThat(conference.edge.expectMessageClass(EdgeProtocol.CancelCall.class).tag())
        .isEqualTo(call.tag());
  }

  @Test
  void withTheConferenceItsCallsAreGivenUp() {
    EdgeProtocol.Call call = calls(false);

    dana.leaves();

    assertThat(conference.edge.expectMessageClass(EdgeProtocol.CancelCall.class).tag())
        .isEqualTo(call.tag());
  }

  @Test
  void whoeverTakesACallThatWasGivenUpIsToldThatItIsOver() {
    EdgeProtocol.Call call = calls(false);
    FocusHarness.Controller ravi = conference.controller("ravi").joins();
    call.replyTo().tell(new EdgeProtocol.NotAnswered(call.tag(), 408, ""));
    informed();

    call.replyTo()
        .tell(new EdgeProtocol.Answered(call.tag(), dialog(call), FocusHarness.offer(4000)));

    EdgeProtocol.Send bye = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    assertThat(bye.dialog()).isEqualTo(dialog(call));
    assertThat(ravi.gets(new ControlOrder.Describe()).refusal()).isEqualTo(Optional.empty());
  }

  private static EdgeProtocol.Answered answered(
      EdgeProtocol.Call call, ActorRef<EdgeProtocol.Command> by) {
    return new EdgeProtocol.Answered(
        call.tag(), dialog(call), FocusHarness.offer(4000), Optional.empty(), Optional.of(by));
  }

  @Test
  void whoeverWasCalledIsReachedByTheEdgeThatCalledHim() {
    TestProbe<EdgeProtocol.Command> other = kit.createTestProbe(EdgeProtocol.Command.class);
    EdgeProtocol.Call call = calls(false);
    call.replyTo().tell(answered(call, other.getRef()));
    informed();

    dana.orders(new ControlOrder.Eject(MEI, Optional.empty()));

    assertThat(other.expectMessageClass(EdgeProtocol.Send.class).method())
        .isEqualTo(EdgeProtocol.Method.BYE);
  }

  @Test
  void whoeverTakesACallTooLateIsToldSoByTheEdgeThatCalledHim() {
    TestProbe<EdgeProtocol.Command> other = kit.createTestProbe(EdgeProtocol.Command.class);
    EdgeProtocol.Call call = calls(false);
    call.replyTo().tell(new EdgeProtocol.NotAnswered(call.tag(), 408, ""));
    informed();

    call.replyTo().tell(answered(call, other.getRef()));

    assertThat(other.expectMessageClass(EdgeProtocol.Send.class).method())
        .isEqualTo(EdgeProtocol.Method.BYE);
  }

  @Test
  void whoTakesACallWithoutOurKeysHasNone() {
    String suite = "AES_CM_128_HMAC_SHA1_80";
    conference.keys = List.of(new CryptoLine(1, suite, "T1VSS0VZ"));
    EdgeProtocol.Call call = calls(false);

    call.replyTo()
        .tell(new EdgeProtocol.Answered(call.tag(), dialog(call), FocusHarness.offer(4000)));

    SessionAnswer local = conference.mcu.expectMessageClass(McuProtocol.Connect.class).local();
    assertThat(local.streams().get(0).crypto()).isEmpty();
    assertThat(local.withoutKeys().keyless()).isFalse();
  }
}
