package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.confocal.engine.Rejection;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Codec;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.kit.SipTexts;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallOutTest {
  private static final String SDP =
      """
      v=0\r
      o=- 1 1 IN IP4 127.0.0.1\r
      s=-\r
      c=IN IP4 127.0.0.1\r
      t=0 0\r
      m=audio 40000 RTP/AVP 0\r
      """;
  private static final StreamDescriptor STREAM =
      new StreamDescriptor(
          "audio",
          "RTP/AVP",
          "127.0.0.1",
          30000,
          0,
          false,
          Direction.SENDRECV,
          List.of("0"),
          List.of(new Codec(0, "PCMU", 8000, 1, "")),
          20);

  private static EdgeHarness edge;
  private static int calls;
  private SipPeer phone;
  private TestProbe<EdgeProtocol.CallProgress> progress;
  private LegTag tag = EdgeHarness.TAG;

  @BeforeAll
  static void start() {
    edge = new EdgeHarness();
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @BeforeEach
  void connect() {
    phone = edge.udp();
    progress = edge.probe(EdgeProtocol.CallProgress.class);
    calls++;
    tag = new LegTag(EdgeHarness.KEY, 100 + calls, "0badcafe");
  }

  @AfterEach
  void disconnect() {
    phone.close();
  }

  private EdgeProtocol.Call order(String target) {
    return new EdgeProtocol.Call(
        65_537,
        tag,
        "out-" + calls,
        10,
        target,
        "<sip:9000@example.test>",
        UserUri.of("dana", "example.test"),
        new EdgeProtocol.LocalSession(7, 1, new SessionAnswer(List.of(STREAM))),
        progress.ref());
  }

  private String direct() {
    return "sip:mei@127.0.0.1:" + phone.port();
  }

  private SipRequest ring() {
    edge.tell(order(direct()));
    return phone.expect("INVITE");
  }

  private SipResponse ok(SipRequest invite) {
    return invite
        .response(200, "OK")
        .withToTag("m1")
        .with("Contact", "<sip:mei@127.0.0.1:" + phone.port() + ";ob>")
        .with("Allow", "INVITE, UPDATE")
        .withBody(Body.sdp(SDP));
  }

  private <T extends EdgeProtocol.CallProgress> T told(Class<T> kind) {
    return kind.cast(progress.receiveMessage());
  }

  private void assertNotAnswered(int status) {
    EdgeProtocol.NotAnswered not = told(EdgeProtocol.NotAnswered.class);

    assertThat(not.tag()).isEqualTo(tag);
    assertThat(not.status()).isEqualTo(status);
  }

  @Test
  void aUserIsAskedForThoughHisUriNamesAnotherWay() {
    edge.tell(order("sip:mei@example.test;maddr=127.0.0.1;transport=udp"));

    EdgeHarness.Word word = edge.word(UserProtocol.Bindings.class);
    assertThat(word.to()).hasToString("sip:mei@example.test");
    ((UserProtocol.Bindings) word.command())
        .replyTo()
        .tell(new UserProtocol.Bound(EdgeHarness.NOW, List.of()));
    assertNotAnswered(480);
  }

  @Test
  void nobodyIsCalledAtOurOwnAddress() {
    edge.tell(order("sip:127.0.0.1:" + edge.port("udp")));

    assertNotAnswered(404);
  }

  @Test
  void anInviteBeginsADialogOfTheConference() {
    SipRequest invite = ring();
    phone.send(invite.response(486, "Busy Here").withToTag("m1"));
    phone.expect("ACK");

    assertThat(Rosters.headers(invite, "Via", "Allow", "Max-Forwards"))
        .isEqualTo(
            """
            INVITE sip:mei@127.0.0.1:PORT SIP/2.0
            From: <sip:9000@example.test>;tag=TAG
            To: <sip:mei@127.0.0.1:PORT>
            Call-ID: out-N
            CSeq: 10 INVITE
            Contact: <sip:c-KEY@127.0.0.1:OWN;transport=udp>;isfocus
            Supported: timer
            Referred-By: <sip:dana@example.test>
            Session-Expires: 1800;refresher=uas
            Min-SE: 90
            Content-Type: application/sdp
            """
                .replace("PORT", Integer.toString(phone.port()))
                .replace("OWN", Integer.toString(edge.port("udp")))
                .replace("out-N", "out-" + calls)
                .replace("KEY", EdgeHarness.KEY.value())
                .replace("TAG", tag.text()));
    assertThat(invite.body().text()).contains("m=audio 30000 RTP/AVP 0");
    assertNotAnswered(486);
  }

  @Test
  void whoeverTakesTheCallIsAcknowledgedAndHasADialog() {
    SipRequest invite = ring();
    phone.send(invite.response(180, "Ringing").withToTag("m1"));
    phone.send(invite.response(183, "Session Progress").withToTag("m1"));
    phone.send(ok(invite).with("Session-Expires", "900;refresher=uac"));

    SipRequest ack = phone.expect("ACK");
    told(EdgeProtocol.Ringing.class);
    EdgeProtocol.Answered answered = told(EdgeProtocol.Answered.class);

    assertThat(ack.cseq().number()).isEqualTo(10);
    assertThat(ack.uri().param("ob")).isPresent();
    assertThat(ack.to().tag()).contains("m1");
    assertThat(ack.from().tag()).contains(tag.text());
    assertThat(answered.dialog().localTag()).isEqualTo(tag);
    assertThat(answered.dialog().remoteTag()).isEqualTo("m1");
    assertThat(answered.dialog().localUri()).isEqualTo("<sip:9000@example.test>");
    assertThat(answered.dialog().remoteUri()).isEqualTo("<" + direct() + ">");
    assertThat(answered.dialog().remoteTarget()).isEqualTo(direct() + ";ob");
    assertThat(answered.dialog().peer())
        .isEqualTo(new PeerAddress("udp", "127.0.0.1", phone.port()));
    assertThat(answered.dialog().peerUpdates()).isTrue();
    assertThat(answered.answer().streams().get(0).port()).isEqualTo(40000);
    assertThat(answered.timer()).contains(new SessionTimer(900, true));
  }

  @Test
  void aRepeatedAnswerIsAcknowledgedAgainAndToldOnce() {
    SipRequest invite = ring();
    phone.send(ok(invite));
    SipRequest ack = phone.expect("ACK");
    told(EdgeProtocol.Answered.class);

    phone.send(ok(invite));
    SipRequest again = phone.expect("ACK");

    assertThat(again.cseq()).isEqualTo(ack.cseq());
    assertThat(again.topVia()).isNotEqualTo(ack.topVia());
    progress.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aSecondPhoneThatTakesTheCallIsHungUp() {
    SipRequest invite = ring();
    phone.send(ok(invite));
    phone.expect("ACK");
    told(EdgeProtocol.Answered.class);

    phone.send(
        invite
            .response(200, "OK")
            .withToTag("m2")
            .with("Contact", "<" + direct() + ">")
            .withBody(Body.sdp(SDP)));

    assertThat(phone.expect("ACK").to().tag()).contains("m2");
    SipRequest bye = phone.expect("BYE");
    phone.send(bye.response(200, "OK"));
    assertThat(bye.to().tag()).contains("m2");
    assertThat(bye.cseq().number()).isEqualTo(11);
  }

  @Test
  void aCallOfWhichNobodyWaitsAnyMoreIsCancelled() {
    SipRequest invite = ring();
    phone.send(invite.response(180, "Ringing").withToTag("m1"));
    told(EdgeProtocol.Ringing.class);

    progress.stop();

    SipRequest cancel = phone.expect("CANCEL");
    phone.send(cancel.response(200, "OK"));
    phone.send(invite.response(487, "Request Terminated").withToTag("m1"));
    phone.expect("ACK");
  }

  private FocusProtocol.Ask answeredAndOrphaned() {
    phone.send(ok(ring()));
    phone.expect("ACK");
    told(EdgeProtocol.Answered.class);
    progress.stop();
    FocusProtocol.Ask ask = edge.said(FocusProtocol.Ask.class);
    assertThat(ask.tag()).isEqualTo(tag);
    return ask;
  }

  @Test
  void anAnsweredCallThatNoFocusKnowsIsHungUp() {
    FocusProtocol.Ask ask = answeredAndOrphaned();

    ask.replyTo()
        .tell(
            new FocusProtocol.No(
                ask.key(), Rejection.of(Rejection.Reason.UNKNOWN_DIALOG, "unknown")));

    SipRequest bye = phone.expect("BYE");
    phone.send(bye.response(200, "OK"));
    assertThat(bye.to().tag()).contains("m1");
  }

  @Test
  void anAnsweredCallThatBecameALegGoesOn() {
    FocusProtocol.Ask ask = answeredAndOrphaned();

    ask.replyTo().tell(new FocusProtocol.Yes(ask.key()));

    tag = new LegTag(EdgeHarness.KEY, 1000, "0badcafe");
    progress = edge.probe(EdgeProtocol.CallProgress.class);
    SipRequest next = ring();
    phone.send(next.response(486, "Busy Here").withToTag("m2"));
    phone.expect("ACK");
  }

  @Test
  void theRoutesOfTheAnswerAreFollowed() {
    SipRequest invite = ring();
    String near = "<sip:127.0.0.1:" + phone.port() + ";lr>";
    String far = "<sip:192.0.2.9;lr>";
    phone.send(
        ok(invite)
            .with("Contact", "<sip:mei@192.0.2.1>")
            .plus("Record-Route", far)
            .plus("Record-Route", near));

    SipRequest ack = phone.expect("ACK");

    assertThat(ack.headers().values("Route")).containsExactly(near, far);
    assertThat(ack.uri().host()).isEqualTo("192.0.2.1");
    assertThat(told(EdgeProtocol.Answered.class).dialog().peer().port()).isEqualTo(phone.port());
  }

  @ParameterizedTest
  @CsvSource({"''", "'no description'"})
  void anAnswerWithoutReadableDescriptionEndsTheCall(String body) {
    SipRequest invite = ring();
    SipResponse ok = ok(invite);
    phone.send(ok.withBody(body.isEmpty() ? Body.NONE : Body.sdp(body)));

    phone.expect("ACK");
    SipRequest bye = phone.expect("BYE");
    phone.send(bye.response(200, "OK"));

    assertThat(bye.cseq().number()).isEqualTo(11);
    assertNotAnswered(488);
  }

  @ParameterizedTest
  @CsvSource({"302, Moved", "401, Unauthorized", "407, Who?", "486, Busy Here", "603, Decline"})
  void aRefusalIsToldWithItsStatus(int status, String reason) {
    SipRequest invite = ring();
    phone.send(invite.response(status, reason).withToTag("m1"));
    phone.expect("ACK");

    EdgeProtocol.NotAnswered not = told(EdgeProtocol.NotAnswered.class);

    assertThat(not.status()).isEqualTo(status);
    assertThat(not.text()).isEqualTo(reason);
  }

  @Test
  void whoeverDoesNotAnswerIsCancelled() {
    try (EdgeHarness hasty = new EdgeHarness("patience.call-timeout = 200 ms");
        SipPeer silent = hasty.udp()) {
      TestProbe<EdgeProtocol.CallProgress> heard = hasty.probe(EdgeProtocol.CallProgress.class);
      EdgeProtocol.Call order = order("sip:mei@127.0.0.1:" + silent.port());
      hasty.tell(
          new EdgeProtocol.Call(
              65_537,
              tag,
              order.callId(),
              10,
              order.target(),
              order.localUri(),
              order.referredBy(),
              order.session(),
              heard.ref()));
      SipRequest invite = silent.expect("INVITE");
      silent.send(invite.response(180, "Ringing").withToTag("m1"));

      SipRequest cancel = silent.expect("CANCEL");

      heard.expectMessageClass(EdgeProtocol.Ringing.class);
      assertThat(heard.expectMessageClass(EdgeProtocol.NotAnswered.class).status()).isEqualTo(408);
      assertThat(cancel.topVia()).isEqualTo(invite.topVia());
    }
  }

  @Test
  void aPhoneThatIsNotThereIsNotAnswering() {
    ring();

    assertNotAnswered(408);
  }

  @Test
  void aCallThatTheFocusGivesUpIsCancelled() {
    SipRequest invite = ring();
    phone.send(invite.response(180, "Ringing").withToTag("m1"));
    told(EdgeProtocol.Ringing.class);

    edge.tell(new EdgeProtocol.CancelCall(65_537, tag));

    SipRequest cancel = phone.expect("CANCEL");
    phone.send(cancel.response(200, "OK"));
    phone.send(invite.response(487, "Request Terminated").withToTag("m1"));
    phone.expect("ACK");
    assertNotAnswered(487);
  }

  @Test
  void anAnswerThatCrossesTheCancelIsHungUp() {
    SipRequest invite = ring();
    phone.send(invite.response(180, "Ringing").withToTag("m1"));
    told(EdgeProtocol.Ringing.class);
    edge.tell(new EdgeProtocol.CancelCall(65_537, tag));
    SipRequest cancel = phone.expect("CANCEL");

    phone.send(ok(invite));
    phone.send(cancel.response(200, "OK"));

    phone.expect("ACK");
    SipRequest bye = phone.expect("BYE");
    phone.send(bye.response(200, "OK"));
    assertNotAnswered(487);
    progress.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aCallIsMadeOnceHoweverOftenItIsOrdered() {
    SipRequest invite = ring();
    edge.tell(order(direct()));
    phone.send(invite.response(486, "Busy Here").withToTag("m1"));

    phone.expect("ACK");
    assertNotAnswered(486);
  }

  // Users of ours

  private UserProtocol.Bindings asked() {
    EdgeHarness.Word word = edge.word(UserProtocol.Bindings.class);
    assertThat(word.to()).isEqualTo(EdgeHarness.RAVI);
    return (UserProtocol.Bindings) word.command();
  }

  private static UserProtocol.Binding binding(String contact, PeerAddress flow) {
    return UserProtocol.Binding.plain(contact, flow, "reg", 1, EdgeHarness.NOW.plusSeconds(60));
  }

  @Test
  void aUserIsCalledWhereHeRegisteredLast() {
    edge.tell(order("sip:Ravi@EXAMPLE.test"));
    PeerAddress here = new PeerAddress("udp", "127.0.0.1", phone.port());
    asked()
        .replyTo()
        .tell(
            new UserProtocol.Bound(
                EdgeHarness.NOW,
                List.of(
                    binding("sip:ravi@192.0.2.1:5060", new PeerAddress("udp", "192.0.2.1", 5060)),
                    binding("sip:ravi@10.0.0.9:5060;line=2", here))));

    SipRequest invite = phone.expect("INVITE");
    phone.send(ok(invite).with("Contact", "<sip:ravi@10.0.0.9:5060>"));
    SipRequest ack = phone.expect("ACK");

    assertThat(invite.uri().write()).isEqualTo("sip:ravi@10.0.0.9:5060;line=2");
    assertThat(invite.to().uri().write()).isEqualTo("sip:Ravi@EXAMPLE.test");
    assertThat(ack.uri().write()).isEqualTo("sip:ravi@10.0.0.9:5060");
    assertThat(told(EdgeProtocol.Answered.class).dialog().peer()).isEqualTo(here);
  }

  @Test
  void aUserIsCalledOverTheConnectionOfHisRegistration() {
    try (SipPeer ocs = edge.tcp()) {
      ocs.send(SipTexts.request("OPTIONS", "co1", 1, SipTexts.viaTcp(ocs.port(), "co1"), ""));
      ocs.expect(200);
      edge.tell(order("sip:ravi@example.test"));
      asked()
          .replyTo()
          .tell(
              new UserProtocol.Bound(
                  EdgeHarness.NOW,
                  List.of(
                      binding(
                          "sip:ravi@example.test;opaque=user:epid:AA;gruu",
                          new PeerAddress("tcp", "127.0.0.1", ocs.port())))));

      SipRequest invite = ocs.expect("INVITE");
      ocs.send(ok(invite).with("Contact", "<sip:ravi@example.test;opaque=user:epid:AA;gruu>"));

      ocs.expect("ACK");
      assertThat(invite.header("Contact").orElseThrow()).contains("transport=tcp");
      told(EdgeProtocol.Answered.class);
    }
  }

  @Test
  void aUserWithoutAPhoneIsNotRegistered() {
    edge.tell(order("sip:ravi@example.test"));

    asked().replyTo().tell(new UserProtocol.Bound(EdgeHarness.NOW, List.of()));

    EdgeProtocol.NotAnswered not = told(EdgeProtocol.NotAnswered.class);
    assertThat(not.status()).isEqualTo(480);
    assertThat(not.text()).contains("not registered");
  }

  @ParameterizedTest
  @CsvSource({"tel:+15550100", "nonsense", "sip:a@b;transport=tls", "sip:mei@host.invalid"})
  void nobodyKnowsWhereToCallThat(String target) {
    edge.tell(order(target));

    assertNotAnswered(404);
    assertThat(edge.isQuiet()).isTrue();
  }
}
