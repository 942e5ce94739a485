package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.PassingProtocol;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.kit.SipTexts;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dana is connected to one edge, ravi to another. */
class PassedBetweenEdgesTest {
  private static final String RAVI = "sip:ravi@example.test;opaque=user:epid:AA;gruu";
  private static final String INVITATION =
      "<Conferencing version=\"2.0\">\t<focus-uri>sip:x</focus-uri> é </Conferencing>";

  private final EdgeHarness here = new EdgeHarness("patience.hand-over = 300 ms");
  private final EdgeHarness there = here.beside();
  private final SipPeer dana = here.tcp();
  private final SipPeer ravi = there.tcp();
  private final SipPeer desk = here.udp();
  private int serial;

  @BeforeEach
  void connect() {
    ravi.send(SipTexts.request("OPTIONS", "co1", 1, SipTexts.viaTcp(ravi.port(), "co1"), ""));
    ravi.expect(200);
  }

  @AfterEach
  void close() {
    dana.close();
    ravi.close();
    desk.close();
    there.close();
    here.close();
  }

  private String request(String method, String uri, String more) {
    return """
        %s %s SIP/2.0
        Via: SIP/2.0/tcp 127.0.0.1:%d
        From: <sip:dana@example.test>;tag=d1
        To: <%s>
        Call-ID: p-1
        CSeq: %d %s
        Contact: <sip:127.0.0.1:%d;transport=tcp>
        %sContent-Type: application/ms-conf-invite+xml
        Content-Length: %d

        %s"""
        .formatted(
            method,
            uri,
            dana.port(),
            RAVI,
            method.equals("ACK") ? serial : ++serial,
            method,
            dana.port(),
            more.isEmpty() ? "" : more + "\n",
            INVITATION.getBytes(java.nio.charset.StandardCharsets.UTF_8).length,
            INVITATION);
  }

  /** Sends it with the proof that it is asked for. */
  private void sends(String method) {
    dana.send(request(method, RAVI, ""));
    SipResponse challenge = dana.expect(401);
    if (method.equals("INVITE")) {
      acknowledges(challenge);
    }
    String value = challenge.header("WWW-Authenticate").orElseThrow();
    dana.send(
        request(
            method, RAVI, "Authorization: " + EdgeHarness.proof(value, "dana", method, RAVI, 1)));
  }

  private void acknowledges(SipResponse refused) {
    dana.send(within("ACK", RAVI, refused, ""));
  }

  private String within(String method, String uri, SipResponse answer, String more) {
    return request(method, uri, more)
        .replaceFirst("To: .*", "To: " + answer.header("To").orElseThrow().replace("$", "\\$"));
  }

  private static UserProtocol.Binding binding(
      String contact, PeerAddress flow, boolean flowOnly, ActorRef<EdgeProtocol.Command> edge) {
    return new UserProtocol.Binding(
        contact,
        flow,
        "reg",
        1,
        EdgeHarness.NOW.plusSeconds(60),
        Optional.of(new UserProtocol.Device("AA", "")),
        flowOnly,
        Optional.of(edge));
  }

  private UserProtocol.Binding connection() {
    return binding(RAVI, new PeerAddress("tcp", "127.0.0.1", ravi.port()), true, there.ref());
  }

  private UserProtocol.Binding datagrams(ActorRef<EdgeProtocol.Command> edge) {
    return binding(
        "sip:ravi@127.0.0.1:" + desk.port(),
        new PeerAddress("udp", "127.0.0.1", desk.port()),
        false,
        edge);
  }

  private void isAt(UserProtocol.Binding... bindings) {
    here.said(UserProtocol.Bindings.class)
        .replyTo()
        .tell(new UserProtocol.Bound(EdgeHarness.NOW, List.of(bindings)));
  }

  private static SipResponse answer(SipRequest request, int status) {
    SipResponse answer =
        request
            .response(status, "Said by the test")
            .withToTag("r1")
            .with("Contact", "<" + RAVI + ">");
    List<String> routes = request.headers().values("Record-Route");
    return routes.isEmpty() ? answer : answer.with("Record-Route", String.join(", ", routes));
  }

  private SipRequest rings() {
    sends("INVITE");
    isAt(connection());
    SipRequest invite = ravi.expect("INVITE");
    ravi.send(answer(invite, 180));
    dana.expect(180);
    return invite;
  }

  private static String routesBack(SipResponse ok) {
    List<String> routes = new ArrayList<>();
    for (String value : ok.headers().values("Record-Route")) {
      routes.addAll(List.of(value.split(", *")));
    }
    Collections.reverse(routes);
    return "Route: " + String.join(", ", routes);
  }

  private String fromRavi(String method, SipRequest invite, int cseq) {
    return """
        %s sip:127.0.0.1:%d;transport=tcp SIP/2.0
        Via: SIP/2.0/tcp 127.0.0.1:%d;branch=z9hG4bK-ravi-%d
        Max-Forwards: 70
        Route: %s
        From: <%s>;tag=r1
        To: <sip:dana@example.test>;tag=d1
        Call-ID: p-1
        CSeq: %d %s
        Contact: <%s>
        Content-Length: 0

        """
        .formatted(
            method,
            dana.port(),
            ravi.port(),
            cseq,
            String.join(", ", invite.headers().values("Record-Route")),
            RAVI,
            cseq,
            method,
            RAVI);
  }

  @Test
  void anInvitationArrivesAsItWasSent() {
    SipRequest invite = rings();

    assertThat(invite.body().text()).isEqualTo(INVITATION);
    assertThat(invite.body().contentType()).isEqualTo("application/ms-conf-invite+xml");
    assertThat(invite.uri().write()).isEqualTo(RAVI);
    assertThat(invite.headers().has("Route")).isFalse();
    assertThat(invite.headers().has("Authorization")).isFalse();
    assertThat(invite.header("Max-Forwards")).contains("68");
    assertThat(invite.headers().values("Record-Route")).hasSize(4);
  }

  @Test
  void aCallGoesOnBothWays() {
    SipRequest invite = rings();
    ravi.send(answer(invite, 200));
    SipResponse ok = dana.expect(200);
    assertThat(ok.headers().values("Via")).hasSize(1);
    String routes = routesBack(ok);

    dana.send(within("ACK", RAVI, ok, routes));
    assertThat(ravi.expect("ACK").headers().has("Route")).isFalse();
    dana.send(within("INFO", RAVI, ok, routes));
    SipRequest info = ravi.expect("INFO");
    assertThat(info.body().text()).isEqualTo(INVITATION);
    ravi.send(answer(info, 200));
    dana.expect(200);

    ravi.send(fromRavi("INVITE", invite, 1));
    SipRequest again = dana.expect("INVITE");
    dana.send(again.response(200, "OK").with("Contact", "<sip:127.0.0.1;transport=tcp>"));
    ravi.expect(200);
    ravi.send(fromRavi("ACK", invite, 1));
    dana.expect("ACK");
    ravi.send(fromRavi("BYE", invite, 2));
    SipRequest bye = dana.expect("BYE");
    assertThat(bye.headers().has("Route")).isFalse();
    dana.send(bye.response(200, "OK"));
    ravi.expect(200);
  }

  @Test
  void aCallerCanCancel() {
    SipRequest invite = rings();
    int cseq = serial;

    dana.send(request("CANCEL", RAVI, "").replaceFirst("CSeq: .*", "CSeq: " + cseq + " CANCEL"));

    dana.expect(200);
    SipRequest cancel = ravi.expect("CANCEL");
    ravi.send(cancel.response(200, "OK").withToTag("r1"));
    ravi.send(answer(invite, 487));
    assertThat(dana.expect(487).to().tag()).isPresent();
  }

  @Test
  void aMessageArrivesAndItsAnswerComesBack() {
    sends("MESSAGE");
    isAt(connection());

    SipRequest message = ravi.expect("MESSAGE");
    ravi.send(answer(message, 202));

    assertThat(message.body().text()).isEqualTo(INVITATION);
    assertThat(message.headers().has("Record-Route")).isFalse();
    dana.expect(202);
  }

  @Test
  void aClosedConnectionIsNotReached() {
    sends("MESSAGE");

    isAt(binding(RAVI, new PeerAddress("tcp", "127.0.0.1", 9), true, there.ref()));

    assertThat(dana.expect(480).reason()).contains("closed");
  }

  @Test
  void anEdgeThatDoesNotAnswerIsNotWaitedFor() {
    TestProbe<EdgeProtocol.Command> silent = here.probe(EdgeProtocol.Command.class);
    sends("INVITE");

    isAt(binding(RAVI, connection().flow(), true, silent.ref()));

    assertThat(dana.expect(480).reason()).contains("does not answer");
    silent.expectMessageClass(PassingProtocol.Admit.class);
  }

  @Test
  void whoCanBeDialledIsReachedFromHereWhenHisEdgeDoesNotAnswer() {
    TestProbe<EdgeProtocol.Command> silent = here.probe(EdgeProtocol.Command.class);
    sends("MESSAGE");

    isAt(datagrams(silent.ref()));

    SipRequest message = desk.expect("MESSAGE");
    desk.send(answer(message, 200));
    dana.expect(200);
  }

  @Test
  void whoAnswersHereStopsTheRingingThere() {
    sends("INVITE");
    isAt(connection(), datagrams(here.ref()));
    SipRequest atRavi = ravi.expect("INVITE");
    ravi.send(answer(atRavi, 180));
    dana.expect(180);

    SipRequest atDesk = desk.expect("INVITE");
    desk.send(answer(atDesk, 200));

    dana.expect(200);
    SipRequest cancel = ravi.expect("CANCEL");
    ravi.send(cancel.response(200, "OK").withToTag("r1"));
    ravi.send(answer(atRavi, 487));
    ravi.expect("ACK");
  }

  @Test
  void aCallThatIsCancelledBeforeItsEdgeHasAnsweredGoesNowhere() {
    TestProbe<EdgeProtocol.Command> slow = here.probe(EdgeProtocol.Command.class);
    sends("INVITE");
    isAt(binding(RAVI, connection().flow(), true, slow.ref()));
    PassingProtocol.Admit asked = slow.expectMessageClass(PassingProtocol.Admit.class);
    int cseq = serial;

    dana.send(request("CANCEL", RAVI, "").replaceFirst("CSeq: .*", "CSeq: " + cseq + " CANCEL"));
    dana.expect(200);
    dana.expect(487);
    there.tell(asked);

    assertThat(here.stack().clientTransactions()).isZero();
  }

  @Test
  void aRequestThatNobodyHasAdmittedIsRefused() {
    String made = "Route: <sip:in-QUJDREVGR0hJSktMTU5PUFFSU1RVVg@127.0.0.1;lr>";

    ravi.send(request("MESSAGE", RAVI, made));

    ravi.expect(430);
    assertThat(here.isQuiet()).isTrue();
  }

  @Test
  void aCallOverAnEdgeThatHasDiedIsTold() {
    SipRequest invite = rings();
    ravi.send(answer(invite, 200));
    SipResponse ok = dana.expect(200);
    there.stack().close();

    dana.send(within("BYE", RAVI, ok, routesBack(ok)));

    dana.expect(430);
  }
}
