package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.message.SipRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an edge does for a focus that starts again, and what it refuses to one that was followed.
 */
class SteeredOrdersTest {
  private static final long OLD = 65_537;
  private static final long NEW = 65_538;
  private static final String ELSEWHERE = "sip:c-" + EdgeHarness.KEY + "@192.0.2.9:5060";

  private EdgeHarness edge;
  private List<PeerAddress> peers = List.of();
  private TestProbe<EdgeProtocol.Attached> attached;
  private TestProbe<EdgeProtocol.Result> results;

  @BeforeEach
  void start() {
    edge = new EdgeHarness();
    attached = edge.probe(EdgeProtocol.Attached.class);
    results = edge.probe(EdgeProtocol.Result.class);
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  private EdgeProtocol.Attached attach(long epoch, String... contacts) {
    edge.tell(
        new EdgeProtocol.Attach(
            epoch, EdgeHarness.KEY, List.of(contacts), peers, attached.getRef()));
    return attached.receiveMessage();
  }

  private void send(long epoch, EdgeProtocol.Method method, SipPeer to) {
    edge.tell(
        new EdgeProtocol.Send(
            epoch,
            method,
            EdgeHarness.dialog(to, "udp", EdgeHarness.TAG),
            7,
            Optional.empty(),
            Optional.empty(),
            "",
            results.getRef()));
  }

  private String own() {
    return "sip:c-" + EdgeHarness.KEY + "@127.0.0.1:" + edge.port("udp");
  }

  @Test
  void anOrderOfAFocusThatWasFollowedIsNotCarriedOut() {
    SipPeer ravi = edge.udp();
    attach(NEW);

    send(OLD, EdgeProtocol.Method.BYE, ravi);

    EdgeProtocol.Result result = results.receiveMessage();
    assertThat(result.outcome()).isEqualTo(EdgeProtocol.Outcome.STALE);
    send(NEW, EdgeProtocol.Method.OPTIONS, ravi);
    assertThat(ravi.expect("OPTIONS").method()).isEqualTo("OPTIONS"); // and no BYE before it
  }

  @Test
  void anOrderOfANewFocusFencesTheOldOne() {
    SipPeer ravi = edge.udp();
    send(NEW, EdgeProtocol.Method.OPTIONS, ravi);
    ravi.expect("OPTIONS");

    assertThat(attach(OLD)).isEqualTo(new EdgeProtocol.Stale(NEW));
  }

  @Test
  void anEdgeTellsWhichContactsAreItsOwn() {
    EdgeProtocol.Carries carries = (EdgeProtocol.Carries) attach(NEW, own(), ELSEWHERE);

    assertThat(carries.contacts()).containsExactly(own());
    assertThat(carries.peers()).isEmpty();
  }

  @Test
  void anEdgeTellsWhoseConnectionsItHas() {
    SipPeer ravi = edge.tcp();
    ravi.send(ConnectionLossTest.ASK.replace("TRANSPORT", "TCP"));
    edge.said(FocusProtocol.Comes.class);

    PeerAddress open = new PeerAddress("tcp", "127.0.0.1", ravi.port());
    peers = List.of(open, new PeerAddress("tcp", "127.0.0.1", 9));

    EdgeProtocol.Carries carries = (EdgeProtocol.Carries) attach(NEW);

    assertThat(carries.peers()).containsExactly(open);
  }

  @Test
  void aFocusIsToldThatAPeerComesByAnotherConnection() {
    SipPeer ravi = edge.tcp();

    ravi.send(ConnectionLossTest.ASK.replace("TRANSPORT", "TCP"));

    assertThat(edge.said(FocusProtocol.Comes.class).tag()).isEqualTo(EdgeHarness.TAG);
  }

  @Test
  void anEdgeThatStopsCarriesNobody() {
    TestProbe<Done> drained = edge.probe(Done.class);
    edge.tell(new EdgeProtocol.Drain(drained.getRef()));
    drained.receiveMessage();

    assertThat(((EdgeProtocol.Carries) attach(NEW, own())).contacts()).isEmpty();
  }

  @Test
  void aPeerIsToldTheContactOfTheEdgeThatSpeaks() {
    SipPeer ravi = edge.udp();
    send(NEW, EdgeProtocol.Method.UPDATE, ravi);

    SipRequest update = ravi.expect("UPDATE");
    ravi.send(update.response(200, "OK"));

    assertThat(update.header("Contact").orElseThrow()).startsWith("<" + own()).contains("isfocus");
    assertThat(results.receiveMessage().contact().orElseThrow()).startsWith(own());
  }
}
