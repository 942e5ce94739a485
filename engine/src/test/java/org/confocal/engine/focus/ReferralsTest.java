package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Rejection.Reason;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.ConferencePolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders by REFER. */
class ReferralsTest {
  private static final UserUri DANA = UserUri.of("dana", "example.test");
  private static final UserUri MEI = UserUri.of("mei", "example.test");
  private static final UserUri RAVI = UserUri.of("ravi", "example.test");
  private static final ControlOrder CALL_MEI =
      new ControlOrder.DialOut(MEI, "", false, McuType.AUDIO_VIDEO, "", "sip:mei@192.0.2.9");

  private static ActorTestKit kit;
  private FocusHarness conference;
  private TestProbe<FocusProtocol.ReferReply> replies;
  private FocusHarness.Phone dana;
  private LegTag tag;

  @BeforeAll
  static void startSystem() {
    kit =
        ActorTestKit.create(
            "referrals-test",
            PersistenceTestKitPlugin.config()
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void theOrganizerIsInByPhone() {
    PersistenceTestKit.create(kit.system()).clearAll();
    conference = new FocusHarness(kit, 10);
    replies = kit.createTestProbe();
    dana = phone(DANA);
    tag = dana.joins();
  }

  private FocusHarness.Phone phone(UserUri user) {
    FocusHarness.Phone phone = conference.phone(user.name());
    phone.proved = Optional.of(user);
    return phone;
  }

  private void refers(
      RequestKey key,
      Optional<LegTag> inDialog,
      Optional<UserUri> proved,
      ControlOrder order,
      boolean reports) {
    FocusProtocol.DialogSeed seed =
        new FocusProtocol.DialogSeed(
            "<sip:9000@example.test>",
            "<sip:dana@example.test>",
            "sip:dana@192.0.2.7:5070",
            "sip:c-x@192.0.2.1:5060",
            List.of(),
            new PeerAddress("udp", "192.0.2.7", 5070),
            true);
    conference.focus.tell(
        new FocusProtocol.Refer(
            key,
            inDialog,
            new Caller(proved, "", false),
            seed,
            order,
            reports,
            replies.getRef(),
            conference.edge.getRef()));
  }

  private void danaRefers(ControlOrder order, boolean reports) {
    dana.cseq++;
    refers(dana.request("REFER"), Optional.of(tag), Optional.empty(), order, reports);
  }

  private Reason refused() {
    return replies.expectMessageClass(FocusProtocol.NotReferred.class).rejection().reason();
  }

  private EdgeProtocol.ReportReferral told() {
    return conference.edge.expectMessageClass(EdgeProtocol.ReportReferral.class);
  }

  private static Dialog dialog(EdgeProtocol.Call call) {
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

  @Test
  void whoeverIsReferredToIsCalledAndHowItGoesIsTold() {
    danaRefers(CALL_MEI, true);

    assertThat(replies.expectMessageClass(FocusProtocol.Referred.class).tag()).isEqualTo(tag);
    EdgeProtocol.ReportReferral trying = told();
    EdgeProtocol.Call call = conference.edge.expectMessageClass(EdgeProtocol.Call.class);
    call.replyTo().tell(new EdgeProtocol.Ringing(call.tag()));
    EdgeProtocol.ReportReferral rings = told();
    call.replyTo()
        .tell(new EdgeProtocol.Answered(call.tag(), dialog(call), FocusHarness.offer(4000)));
    EdgeProtocol.ReportReferral done = told();

    assertThat(call.referredBy()).isEqualTo(DANA);
    assertThat(List.of(trying.status(), rings.status(), done.status()))
        .containsExactly(100, 180, 200);
    assertThat(trying.secondsLeft()).isPositive();
    assertThat(done.secondsLeft()).isZero();
    assertThat(done.referred()).isEqualTo(dana.cseq);
    assertThat(done.dialog().localTag()).isEqualTo(tag);
    assertThat(conference.view().legs())
        .extracting(l -> l.participant())
        .containsExactly(DANA.value(), MEI.value());
  }

  @Test
  void whyNobodyCameIsToldWithTheStatusOfTheirPhone() {
    danaRefers(CALL_MEI, true);
    told();
    EdgeProtocol.Call call = conference.edge.expectMessageClass(EdgeProtocol.Call.class);

    call.replyTo().tell(new EdgeProtocol.NotAnswered(call.tag(), 486, "Busy Here"));

    EdgeProtocol.ReportReferral last = told();
    assertThat(last.status()).isEqualTo(486);
    assertThat(last.secondsLeft()).isZero();
  }

  @Test
  void aRequestThatComesAgainCallsOnce() {
    danaRefers(CALL_MEI, false);
    refers(dana.request("REFER"), Optional.of(tag), Optional.empty(), CALL_MEI, false);

    replies.expectMessageClass(FocusProtocol.Referred.class);
    replies.expectMessageClass(FocusProtocol.Referred.class);
    conference.edge.expectMessageClass(EdgeProtocol.Call.class);
    assertThat(conference.view().legs()).hasSize(1);
    conference.edge.expectNoMessage(Duration.ZERO);
  }

  @Test
  void whoeverDoesNotWantToBeToldIsNotTold() {
    danaRefers(CALL_MEI, false);

    EdgeProtocol.Call call = conference.edge.expectMessageClass(EdgeProtocol.Call.class);
    call.replyTo().tell(new EdgeProtocol.NotAnswered(call.tag(), 486, "Busy Here"));

    conference.mcu.fishForMessage(
        Duration.ofSeconds(3),
        m ->
            m instanceof McuProtocol.Release
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
    assertThat(conference.view().legs()).hasSize(1);
    conference.edge.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aPresenterRemovesAParticipant() {
    phone(RAVI).joins();

    danaRefers(new ControlOrder.Eject(RAVI, Optional.empty()), true);

    replies.expectMessageClass(FocusProtocol.Referred.class);
    EdgeProtocol.Send bye = null;
    EdgeProtocol.ReportReferral done = null;
    while (bye == null || done == null) {
      EdgeProtocol.Command said = conference.edge.receiveMessage();
      if (said instanceof EdgeProtocol.Send send) {
        bye = send;
      } else if (said instanceof EdgeProtocol.ReportReferral report) {
        done = report;
      }
    }
    assertThat(bye.method()).isEqualTo(EdgeProtocol.Method.BYE);
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.secondsLeft()).isZero();
  }

  @Test
  void anAttendeeMayNotCallOthersNorRemoveThem() {
    FocusHarness.Phone ravi = phone(RAVI);
    LegTag his = ravi.joins();

    ravi.cseq++;
    refers(ravi.request("REFER"), Optional.of(his), Optional.empty(), CALL_MEI, true);
    assertThat(refused()).isEqualTo(Reason.NOT_AUTHORIZED);
    ravi.cseq++;
    refers(
        ravi.request("REFER"),
        Optional.of(his),
        Optional.empty(),
        new ControlOrder.Eject(DANA, Optional.empty()),
        true);
    assertThat(refused()).isEqualTo(Reason.NOT_AUTHORIZED);
  }

  @Test
  void outOfADialogHeMustHaveProvedWhoHeIsAndBeThere() {
    RequestKey key = new RequestKey("alone", "a", 1, "REFER");

    refers(key, Optional.empty(), Optional.empty(), CALL_MEI, true);
    assertThat(refused()).isEqualTo(Reason.AUTHENTICATION_REQUIRED);
    refers(
        new RequestKey("alone", "a", 2, "REFER"),
        Optional.empty(),
        Optional.of(MEI),
        CALL_MEI,
        true);
    assertThat(refused()).isEqualTo(Reason.NOT_INVITED);
    refers(
        new RequestKey("alone", "a", 3, "REFER"),
        Optional.empty(),
        Optional.of(DANA),
        CALL_MEI,
        true);

    LegTag fresh = replies.expectMessageClass(FocusProtocol.Referred.class).tag();
    assertThat(fresh.focus()).isEqualTo(conference.key);
    assertThat(fresh).isNotEqualTo(tag);
    assertThat(told().dialog().localTag()).isEqualTo(fresh);
  }

  @Test
  void whoeverWasCalledMayNotOrder() {
    danaRefers(
        new ControlOrder.DialOut(MEI, "", true, McuType.AUDIO_VIDEO, "", "sip:mei@192.0.2.9"),
        false);
    EdgeProtocol.Call call = conference.edge.expectMessageClass(EdgeProtocol.Call.class);
    call.replyTo()
        .tell(new EdgeProtocol.Answered(call.tag(), dialog(call), FocusHarness.offer(4000)));
    replies.expectMessageClass(FocusProtocol.Referred.class);
    assertThat(conference.view().legs()).hasSize(2);

    refers(
        new RequestKey(call.callId(), "mei-tag", 1, "REFER"),
        Optional.of(call.tag()),
        Optional.empty(),
        new ControlOrder.Eject(MEI, Optional.empty()),
        true);

    assertThat(refused()).isEqualTo(Reason.NOT_AUTHORIZED);
  }

  @Test
  void aRequestOfNoDialogOfOursIsUnknown() {
    refers(
        new RequestKey("call-dana", "another", 9, "REFER"),
        Optional.of(tag),
        Optional.empty(),
        CALL_MEI,
        true);

    assertThat(refused()).isEqualTo(Reason.UNKNOWN_DIALOG);
  }

  @Test
  void nobodyIsCalledWhereTheOrganizersPolicyForbidsIt() {
    conference = new FocusHarness(kit, 10);
    conference.policy = Optional.of(new ConferencePolicy("quiet", 20, true, false, true));
    dana = phone(DANA);
    tag = dana.joins();

    danaRefers(CALL_MEI, true);

    assertThat(refused()).isEqualTo(Reason.DIAL_OUT_NOT_ALLOWED);
  }
}
