package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.sip.kit.SipPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionLossTest {
  static final String ASK =
      """
      OPTIONS sip:c-KEY@127.0.0.1 SIP/2.0
      Via: SIP/2.0/TRANSPORT 127.0.0.1:5555;rport;branch=z9hG4bKlost
      Max-Forwards: 70
      From: <sip:ravi@example.test>;tag=r1
      To: <sip:9000@example.test>;tag=TAG
      Call-ID: call-3
      CSeq: 7 OPTIONS
      Content-Length: 0

      """
          .replace("KEY", EdgeHarness.KEY.toString())
          .replace("TAG", EdgeHarness.TAG.text());

  private EdgeHarness edge;

  @BeforeEach
  void start() {
    edge = new EdgeHarness();
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void aConferenceIsToldThatAConnectionOfItIsClosed() {
    SipPeer ravi = edge.tcp();
    PeerAddress from = new PeerAddress("tcp", "127.0.0.1", ravi.port());
    ravi.send(ASK.replace("TRANSPORT", "TCP"));
    edge.said(FocusProtocol.Ask.class);

    ravi.close();

    EdgeHarness.Word word = edge.word(FocusProtocol.CutOff.class);
    assertThat(word.to()).isEqualTo(EdgeHarness.KEY);
    assertThat(((FocusProtocol.CutOff) word.command()).peer()).isEqualTo(from);
  }

  @Test
  void aConnectionThatHasBroughtAnAckOnlyCountsToo() {
    SipPeer ravi = edge.tcp();
    ravi.send(ASK.replace("OPTIONS", "ACK").replace("TRANSPORT", "TCP"));
    edge.said(FocusProtocol.Acknowledge.class);

    ravi.close();

    assertThat(edge.word(FocusProtocol.CutOff.class).to()).isEqualTo(EdgeHarness.KEY);
  }

  @Test
  void aConnectionThatWasInNoConferenceIsNobodysLoss() {
    SipPeer stranger = edge.tcp();
    stranger.send(ASK.replace("TRANSPORT", "TCP").replace(";tag=" + EdgeHarness.TAG.text(), ""));
    stranger.expect(200);
    SipPeer ravi = edge.tcp();
    PeerAddress from = new PeerAddress("tcp", "127.0.0.1", ravi.port());
    ravi.send(ASK.replace("TRANSPORT", "TCP"));
    edge.said(FocusProtocol.Ask.class);

    stranger.close();
    ravi.close();

    assertThat(edge.said(FocusProtocol.CutOff.class).peer()).isEqualTo(from);
  }

  @Test
  void whatTheEndOfOurOwnDoorDoesIsNobodysLoss() {
    SipPeer ravi = edge.tcp();
    ravi.send(ASK.replace("TRANSPORT", "TCP"));
    edge.said(FocusProtocol.Ask.class);
    TestProbe<EdgeProtocol.Result> results = edge.probe(EdgeProtocol.Result.class);
    TestProbe<Done> drained = edge.probe(Done.class);

    edge.closesItsDoor();
    edge.tell(
        new EdgeProtocol.Send(
            65_537,
            EdgeProtocol.Method.OPTIONS,
            EdgeHarness.dialog(ravi, "tcp", EdgeHarness.TAG),
            7,
            Optional.empty(),
            Optional.empty(),
            "",
            results.getRef()));
    edge.tell(new EdgeProtocol.Drain(drained.getRef()));
    drained.receiveMessage();

    results.expectNoMessage();
    assertThat(edge.noConnectionIsLost()).isTrue();
  }
}
