package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.PassingProtocol;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallRelayTest {
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

  private final EdgeHarness here = new EdgeHarness("patience.hand-over = 300 ms");
  private final EdgeHarness there = here.beside();
  private final SipPeer phone = there.tcp();
  private final SipPeer desk = here.udp();
  private final LegTag tag = EdgeHarness.TAG;
  private TestProbe<EdgeProtocol.CallProgress> progress;

  @BeforeEach
  void connect() {
    progress = here.probe(EdgeProtocol.CallProgress.class);
    phone.send(SipTexts.request("OPTIONS", "co1", 1, SipTexts.viaTcp(phone.port(), "co1"), ""));
    phone.expect(200);
  }

  @AfterEach
  void close() {
    phone.close();
    desk.close();
    there.close();
    here.close();
  }

  private void orders() {
    here.tell(
        new EdgeProtocol.Call(
            65_537,
            tag,
            "out-1",
            10,
            "sip:ravi@example.test",
            "<sip:9000@example.test>",
            UserUri.of("dana", "example.test"),
            new EdgeProtocol.LocalSession(7, 1, new SessionAnswer(List.of(STREAM))),
            progress.ref()));
  }

  private void isAt(PeerAddress flow, boolean flowOnly, ActorRef<EdgeProtocol.Command> edge) {
    UserProtocol.Binding binding =
        new UserProtocol.Binding(
            "sip:ravi@127.0.0.1:" + flow.port(),
            flow,
            "reg",
            1,
            EdgeHarness.NOW.plusSeconds(60),
            Optional.empty(),
            flowOnly,
            Optional.of(edge));
    here.said(UserProtocol.Bindings.class)
        .replyTo()
        .tell(new UserProtocol.Bound(EdgeHarness.NOW, List.of(binding)));
  }

  private PeerAddress connection() {
    return new PeerAddress("tcp", "127.0.0.1", phone.port());
  }

  private PeerAddress datagrams() {
    return new PeerAddress("udp", "127.0.0.1", desk.port());
  }

  /** The phone that is connected there is called from here. */
  private SipRequest rings() {
    orders();
    isAt(connection(), true, there.ref());
    SipRequest invite = phone.expect("INVITE");
    phone.send(invite.response(180, "Ringing").withToTag("m1"));
    assertThat(progress.receiveMessage()).isEqualTo(new EdgeProtocol.Ringing(tag));
    return invite;
  }

  private static SipResponse ok(SipRequest invite) {
    return invite
        .response(200, "OK")
        .withToTag("m1")
        .with("Contact", "<sip:ravi@127.0.0.1>")
        .withBody(Body.sdp(SDP));
  }

  private void isNotReached(String why) {
    EdgeProtocol.NotAnswered not = progress.expectMessageClass(EdgeProtocol.NotAnswered.class);

    assertThat(not.status()).isEqualTo(480);
    assertThat(not.text()).contains(why);
  }

  @Test
  void whoIsConnectedToAnotherEdgeIsCalledByIt() {
    SipRequest invite = rings();

    phone.send(ok(invite));
    phone.expect("ACK");

    EdgeProtocol.Answered answered = progress.expectMessageClass(EdgeProtocol.Answered.class);
    assertThat(answered.edge()).contains(there.ref());
    assertThat(answered.dialog().peer()).isEqualTo(connection());
    assertThat(answered.dialog().contact()).contains(":" + there.port("tcp"));
    assertThat(here.isQuiet()).isTrue();
  }

  @Test
  void aRefusalThereIsToldHere() {
    SipRequest invite = rings();

    phone.send(invite.response(486, "Busy Here").withToTag("m1"));

    assertThat(progress.receiveMessage())
        .isEqualTo(new EdgeProtocol.NotAnswered(tag, 486, "Busy Here"));
  }

  @Test
  void whatIsCancelledHereStopsRingingThere() {
    rings();

    here.tell(new EdgeProtocol.CancelCall(65_537, tag));

    phone.expect("CANCEL");
    assertThat(progress.expectMessageClass(EdgeProtocol.NotAnswered.class).status()).isEqualTo(487);
  }

  @Test
  void aCallWhoseFocusHasEndedStopsRingingThere() {
    rings();

    progress.stop();

    phone.expect("CANCEL");
  }

  @Test
  void aCallWhoseFirstEdgeHasEndedStopsRingingThere() {
    rings();

    here.dies();

    phone.expect("CANCEL");
  }

  @Test
  void aConnectionThatHasClosedMeanwhileIsNotReached() {
    orders();

    isAt(new PeerAddress("tcp", "127.0.0.1", 9), true, there.ref());

    isNotReached("closed");
  }

  @Test
  void anEdgeThatDoesNotAnswerIsNotWaitedFor() {
    TestProbe<EdgeProtocol.Command> silent = here.probe(EdgeProtocol.Command.class);
    orders();

    isAt(connection(), true, silent.ref());

    isNotReached("does not answer");
    silent.expectMessageClass(PassingProtocol.CallHere.class);
    assertThat(silent.receiveMessage()).isEqualTo(new PassingProtocol.GiveUpCall(tag));
  }

  @Test
  void anEdgeThatHasGoneIsNotWaitedFor() {
    there.dies();
    orders();

    isAt(connection(), true, there.ref());

    isNotReached("The edge to which"); // has gone, or does not answer: whichever is noticed first
  }

  @Test
  void aCallThatRingsEndsWithItsEdge() {
    rings();

    there.dies();

    isNotReached("has gone");
  }

  @Test
  void whoCanBeDialledIsCalledFromHereWhenHisEdgeHasGone() {
    there.dies();
    orders();

    isAt(datagrams(), false, there.ref());

    SipRequest invite = desk.expect("INVITE");
    desk.send(ok(invite));
    desk.expect("ACK");
    assertThat(progress.expectMessageClass(EdgeProtocol.Answered.class).edge())
        .contains(here.ref());
  }

  @Test
  void whoRegisteredByDatagramsIsCalledFromWhereHeDid() {
    try (SipPeer other = there.udp()) {
      orders();
      isAt(new PeerAddress("udp", "127.0.0.1", other.port()), false, there.ref());

      SipRequest invite = other.expect("INVITE");

      assertThat(invite.header("Contact").orElseThrow()).contains(":" + there.port("udp"));
    }
  }
}
