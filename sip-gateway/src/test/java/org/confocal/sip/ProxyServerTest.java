package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.jain.ServerTransactionId;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyServerTest {
  private static final String INVITATION =
      "<Conferencing version=\"2.0\"><focus-uri>sip:x</focus-uri></Conferencing>";

  private EdgeHarness edge = new EdgeHarness("proxy.ring-limit = 1 s", "proxy.most-forks = 3");
  private SipPeer dana = edge.tcp();
  private SipPeer desk = edge.udp();
  private SipPeer soft = edge.udp();
  private int serial;

  @AfterEach
  void close() {
    dana.close();
    desk.close();
    soft.close();
    edge.close();
  }

  private String request(String method, String uri, String more, String body) {
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
            uri,
            ++serial,
            method,
            dana.port(),
            more.isEmpty() ? "" : more + "\n",
            body.length(),
            body);
  }

  /** Sends it with the proof that it is asked for. */
  private void sends(String method, String uri, String more) {
    dana.send(request(method, uri, more, INVITATION));
    SipResponse challenge = dana.expect(401);
    if (method.equals("INVITE")) {
      acknowledges(challenge);
    }
    String value = challenge.header("WWW-Authenticate").orElseThrow();
    String proof = "Authorization: " + EdgeHarness.proof(value, "dana", method, uri, 1);
    dana.send(request(method, uri, more.isEmpty() ? proof : proof + "\n" + more, INVITATION));
  }

  private void acknowledges(SipResponse refused) {
    dana.send(
        """
        ACK sip:ravi@example.test SIP/2.0
        Via: SIP/2.0/tcp 127.0.0.1:%d
        From: <sip:dana@example.test>;tag=d1
        To: %s
        Call-ID: p-1
        CSeq: %d ACK
        Content-Length: 0

        """
            .formatted(dana.port(), refused.header("To").orElseThrow(), refused.cseq().number()));
  }

  private static UserProtocol.Binding at(SipPeer peer, String device) {
    return new UserProtocol.Binding(
        "sip:ravi@127.0.0.1:" + peer.port(),
        new PeerAddress("udp", "127.0.0.1", peer.port()),
        "reg",
        1,
        EdgeHarness.NOW.plusSeconds(60),
        Optional.of(new UserProtocol.Device(device, "")),
        false,
        Optional.empty());
  }

  private void isAt(UserProtocol.Binding... bindings) {
    UserProtocol.Bindings ask = edge.said(UserProtocol.Bindings.class);
    ask.replyTo().tell(new UserProtocol.Bound(EdgeHarness.NOW, List.of(bindings)));
  }

  private static SipResponse answer(SipRequest request, int status, String tag) {
    return request
        .response(status, "Said by the test")
        .withToTag(tag)
        .with("Contact", "<sip:ravi@192.0.2.99;opaque=user:epid:ZZ;gruu>");
  }

  @Test
  void anInvitationGoesToEveryPlaceAsItIs() {
    sends("INVITE", "sip:ravi@example.test", "Ms-Conversation-ID: 77");
    isAt(at(desk, "D"), at(soft, "S"));

    for (SipPeer place : List.of(desk, soft)) {
      SipRequest invite = place.expect("INVITE");
      assertThat(invite.body().text()).isEqualTo(INVITATION);
      assertThat(invite.body().contentType()).isEqualTo("application/ms-conf-invite+xml");
      assertThat(invite.header("Ms-Conversation-ID")).contains("77");
      assertThat(invite.headers().has("Authorization")).isFalse();
      assertThat(invite.header("Max-Forwards")).contains("69");
      assertThat(invite.uri().write()).isEqualTo("sip:ravi@127.0.0.1:" + place.port());
      assertThat(invite.headers().values("Record-Route")).hasSize(2);
      place.send(answer(invite, 486, "busy"));
    }
    acknowledges(dana.expect(486));
  }

  @Test
  void whoTakesItFirstHasItAndTheOthersAreCancelled() throws WireFormatException {
    sends("INVITE", "sip:ravi@example.test", "");
    isAt(at(desk, "D"), at(soft, "S"));
    SipRequest atDesk = desk.expect("INVITE");
    SipRequest atSoft = soft.expect("INVITE");
    soft.send(answer(atSoft, 180, "s1"));
    assertThat(dana.expect(180).to().tag()).contains("s1");

    desk.send(answer(atDesk, 200, "d1").with("Record-Route", routes(atDesk)));

    SipResponse ok = dana.expect(200);
    assertThat(ok.to().tag()).contains("d1");
    assertThat(ok.headers().values("Via")).hasSize(1);
    SipRequest cancel = soft.expect("CANCEL");
    soft.send(cancel.response(200, "OK").withToTag("s1"));
    soft.send(answer(atSoft, 487, "s1"));
    soft.expect("ACK");
    theCallGoesOn(ok);
  }

  private static String routes(SipRequest invite) {
    return String.join(", ", invite.headers().values("Record-Route"));
  }

  /** ACK and BYE of both ends, each by the routes that it has learned. */
  private void theCallGoesOn(SipResponse ok) throws WireFormatException {
    List<String> routes = new ArrayList<>();
    for (NameAddress route : ok.addresses("Record-Route")) {
      routes.add(0, route.write());
    }
    String more = "Route: " + String.join(", ", routes);
    String target = ok.addresses("Contact").get(0).uri().write();
    String tagged = request("ACK", target, more, "").replaceFirst("To: .*", toOf(ok));

    dana.send(tagged);
    SipRequest ack = desk.expect("ACK");
    assertThat(ack.uri().write()).isEqualTo(target);
    assertThat(ack.headers().has("Route")).isFalse();
    dana.send(request("INFO", target, more, "x").replaceFirst("To: .*", toOf(ok)));
    SipRequest info = desk.expect("INFO");
    desk.send(answer(info, 200, "d1"));
    dana.expect(200);

    desk.send(bye(ok));
    SipRequest bye = dana.expect("BYE");
    dana.send(bye.response(200, "OK"));
    desk.expect(200);
  }

  private static String toOf(SipResponse ok) {
    return "To: " + ok.header("To").orElseThrow().replace("$", "\\$");
  }

  private String bye(SipResponse ok) {
    return """
        BYE sip:127.0.0.1:%d;transport=tcp SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bKbye
        Route: %s
        From: %s
        To: %s
        Call-ID: p-1
        CSeq: 1 BYE
        Content-Length: 0

        """
        .formatted(
            dana.port(),
            desk.port(),
            String.join(", ", ok.headers().values("Record-Route")),
            ok.header("To").orElseThrow(),
            ok.header("From").orElseThrow());
  }

  @Test
  void aDeviceIsCalledAlone() {
    sends("MESSAGE", "sip:ravi@example.test;opaque=user:epid:S;gruu", "");
    isAt(at(desk, "D"), at(soft, "S"));

    SipRequest message = soft.expect("MESSAGE");
    assertThat(message.headers().has("Record-Route")).isFalse();
    soft.send(message.response(200, "OK").withToTag("s1"));
    dana.expect(200);
  }

  @Test
  void aDeviceThatIsNotThereIsNotReached() {
    sends("MESSAGE", "sip:ravi@example.test;opaque=user:epid:X;gruu", "");
    isAt(at(desk, "D"));

    assertThat(dana.expect(480).reason()).contains("ravi");
  }

  @Test
  void aConnectionThatIsClosedIsNotDialled() {
    sends("MESSAGE", "sip:ravi@example.test", "");
    isAt(
        new UserProtocol.Binding(
            "sip:127.0.0.1:" + desk.port() + ";transport=tcp",
            new PeerAddress("tcp", "127.0.0.1", desk.port()),
            "reg",
            1,
            EdgeHarness.NOW.plusSeconds(60),
            Optional.empty(),
            true,
            Optional.empty()));

    dana.expect(480);
  }

  @Test
  void nobodyIsRegisteredAndNobodyIsThere() {
    sends("MESSAGE", "sip:ravi@example.test", "");
    isAt();
    dana.expect(480);

    dana.send(request("INVITE", "sip:ocschat@example.test", "", ""));
    acknowledges(dana.expect(404));
  }

  @Test
  void whoIsNotKnownReachesNobody() {
    dana.send(
        request("MESSAGE", "sip:ravi@example.test", "", "x").replace("sip:dana@", "sip:eve@"));
    dana.expect(401);

    sends("MESSAGE", "sip:ravi@example.test", "");
    isAt();
    dana.expect(480);
    String value = "Route: <sip:way-AAAA@127.0.0.1;lr>";
    dana.send(
        request("BYE", "sip:ravi@192.0.2.1", value, "")
            .replace("To: <sip:ravi@192.0.2.1>", "To: <sip:ravi@192.0.2.1>;tag=x"));
    dana.expect(481);
    assertThat(edge.isQuiet()).isTrue();
  }

  @Test
  void nobodyCallsInAnothersName() {
    dana.send(request("MESSAGE", "sip:ravi@example.test", "", "x"));
    String value = dana.expect(401).header("WWW-Authenticate").orElseThrow();
    String proof =
        "Authorization: " + EdgeHarness.proof(value, "ravi", "MESSAGE", "sip:ravi@example.test", 1);

    dana.send(request("MESSAGE", "sip:ravi@example.test", proof, "x"));

    assertThat(dana.expect(403).reason()).contains("dana");
  }

  @Test
  void aCancelledCallIsCancelledEverywhere() {
    sends("INVITE", "sip:ravi@example.test", "");
    isAt(at(desk, "D"));
    SipRequest invite = desk.expect("INVITE");
    desk.send(answer(invite, 180, "d1"));
    dana.expect(180);

    dana.send(
        """
        CANCEL sip:ravi@example.test SIP/2.0
        Via: SIP/2.0/tcp 127.0.0.1:%d
        From: <sip:dana@example.test>;tag=d1
        To: <sip:ravi@example.test>
        Call-ID: p-1
        CSeq: %d CANCEL
        Content-Length: 0

        """
            .formatted(dana.port(), serial));
    dana.expect(200);
    desk.send(desk.expect("CANCEL").response(200, "OK").withToTag("d1"));
    desk.send(answer(invite, 487, "d1"));

    acknowledges(dana.expect(487));
    desk.expect("ACK");
  }

  @Test
  void whatRingsTooLongEnds() {
    sends("INVITE", "sip:ravi@example.test", "");
    isAt(at(desk, "D"));
    SipRequest invite = desk.expect("INVITE");
    desk.send(answer(invite, 180, "d1"));
    dana.expect(180);

    desk.send(desk.expect("CANCEL").response(200, "OK").withToTag("d1"));
    desk.send(answer(invite, 487, "d1"));

    acknowledges(dana.expect(408));
  }

  @Test
  void aTwoHundredThatComesAgainGoesBackAgain() {
    sends("INVITE", "sip:ravi@example.test", "");
    isAt(at(desk, "D"));
    SipResponse ok = answer(desk.expect("INVITE"), 200, "d1");

    desk.send(ok);
    SipResponse first = dana.expect(200);
    desk.send(ok);

    assertThat(dana.expect(200)).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({"'486,404', 404", "'600,404', 600", "'503,503', 500"})
  void theBestRefusalOfAllIsTold(String statuses, int best) {
    sends("INVITE", "sip:ravi@example.test", "");
    isAt(at(desk, "D"), at(soft, "S"));
    String[] both = statuses.split(",", -1);

    desk.send(answer(desk.expect("INVITE"), Integer.parseInt(both[0]), "d1"));
    desk.expect("ACK");
    soft.send(answer(soft.expect("INVITE"), Integer.parseInt(both[1]), "s1"));

    acknowledges(dana.expect(best));
  }

  @ParameterizedTest
  @CsvSource({"Max-Forwards: 0, 483", "Proxy-Require: foo, 420"})
  void whatMayNotGoOnIsRefused(String more, int status) {
    dana.send(request("MESSAGE", "sip:ravi@example.test", more, "x"));

    dana.expect(status);
  }

  private void isLimited(String... keys) {
    close();
    edge = new EdgeHarness(keys);
    dana = edge.tcp();
    desk = edge.udp();
    soft = edge.udp();
  }

  @Test
  void oneUserDoesNotTakeAllTheRoom() {
    isLimited("proxy.most-per-user = 1");
    sends("INVITE", "sip:ravi@example.test", "");
    isAt(at(desk, "D"));
    SipRequest invite = desk.expect("INVITE");

    dana.send(request("MESSAGE", "sip:ravi@example.test", "", "x"));

    assertThat(dana.expect(503).reason()).contains("dana");
    desk.send(answer(invite, 486, "d1"));
    dana.expect(486);
  }

  @Test
  void whatIsOverMakesRoomForTheSameUser() {
    CallerShares shares = new CallerShares(1);
    ServerTransactionId first = new ServerTransactionId("1");
    shares.take(first, EdgeHarness.DANA);
    shares.give(first);

    assertThat(shares.take(new ServerTransactionId("2"), EdgeHarness.DANA)).isTrue();
    assertThat(shares.take(new ServerTransactionId("3"), EdgeHarness.DANA)).isFalse();
    assertThat(shares.take(new ServerTransactionId("4"), EdgeHarness.RAVI)).isTrue();
  }

  @Test
  void aByeGoesOnWhenThereIsNoRoomForMore() throws WireFormatException {
    isLimited("proxy.most-pending = 1", "patience.ack-timeout = 60 s");
    sends("INVITE", "sip:ravi@example.test", "");
    isAt(at(desk, "D"));
    SipRequest invite = desk.expect("INVITE");
    desk.send(answer(invite, 200, "d1").with("Record-Route", routes(invite)));

    theCallGoesOn(dana.expect(200));

    dana.send(request("MESSAGE", "sip:ravi@example.test", "", "x"));
    dana.expect(503);
  }

  @Test
  void aUserWhoseNameIsANumberIsCalled() {
    sends("INVITE", "sip:80123@example.test", "");
    assertThat(edge.word(UserProtocol.Bindings.class).to()).hasToString("sip:80123@example.test");
  }

  @Test
  void aNumberThatNobodyHasIsNotFoundUnasked() {
    dana.send(
        request("INVITE", "sip:4712@example.test", "", "")
            .replace("Content-Type: application/ms-conf-invite+xml\n", ""));

    assertThat(dana.expect(404).reason()).contains("4712");
  }

  @Test
  void whatIsNoMatterOfACallDoesNotGoByItsWay() {
    dana.send(
        request("REGISTER", "sip:ravi@192.0.2.1", "Route: <sip:way-AAAA@127.0.0.1;lr>", "")
            .replace("To: <sip:ravi@192.0.2.1>", "To: <sip:ravi@192.0.2.1>;tag=x"));

    dana.expect(405);
  }
}
