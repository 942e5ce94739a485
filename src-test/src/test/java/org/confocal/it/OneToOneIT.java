package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.confocal.it.kit.Digest;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipOutgoing;
import org.confocal.it.kit.SipPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests from one user to another: RFC 3261 section 16. */
class OneToOneIT {
  @RegisterExtension static final OneNode NODE = OneNode.shared();

  private static final String PASSWORD = "correct-horse";
  private static final Sdp OFFER = Sdp.audio(40_100);
  private static final Sdp ANSWER = Sdp.audio(40_102);

  private final String registrar = "sip:127.0.0.1:" + NODE.config().sipPort();
  private final String olga = "sip:olga@127.0.0.1:" + NODE.config().sipPort();
  private final SipPeer otto = SipPeer.udp("otto", NODE.sip());
  private final SipPeer desk = SipPeer.udp("olga", NODE.sip());
  private final SipPeer mobile = SipPeer.tcp("olga", NODE.sip());

  @BeforeAll
  static void theyAreUsers() {
    for (String name : List.of("otto", "olga")) {
      var added = NODE.process().cliReading(PASSWORD, "user", "add", name, "--password-stdin");
      assertThat(added.exitCode()).as(added.output()).isZero();
    }
  }

  @BeforeEach
  void nobodyIsThere() {
    registers(desk, "0", "*");
  }

  @AfterEach
  void close() {
    otto.close();
    desk.close();
    mobile.close();
  }

  private void registers(SipPeer phone, String expires, String contact) {
    SipCall call = phone.call(olga);
    SipMessage challenged = register(call, expires, contact).send().expect(401);
    Digest digest = new Digest(challenged.header("WWW-Authenticate"), "olga", PASSWORD);
    register(call, expires, contact)
        .header("Authorization", digest.answer("REGISTER", registrar, 1))
        .send()
        .expect(200);
  }

  private SipOutgoing register(SipCall call, String expires, String contact) {
    SipOutgoing request = call.request("REGISTER").uri(registrar).header("Expires", expires);
    return contact.isEmpty() ? request : request.header("Contact", contact);
  }

  /** Sends it, and again with the proof. */
  private SipOutgoing calls(SipCall call, String method, String type, String body) {
    SipOutgoing first = call.request(method).body(type, body).send();
    Digest digest = new Digest(first.expect(401).header("WWW-Authenticate"), "otto", PASSWORD);
    return call.request(method)
        .body(type, body)
        .header("Authorization", digest.answer(method, olga, 1))
        .send();
  }

  private SipOutgoing invites(SipCall call) {
    return calls(call, "INVITE", "application/sdp", OFFER.text());
  }

  private static SipMessage asked(SipPeer phone, SipCall call, String method) {
    return phone.await(
        method,
        SipPeer.SOON,
        m ->
            m.isRequest()
                && m.method().equals(method)
                && m.header("Call-ID").equals(call.callId()));
  }

  private static void answers(SipPeer phone, SipMessage request, int status, String body) {
    List<String> lines = new ArrayList<>(List.of("SIP/2.0 " + status + " Said by the test"));
    for (String copied : List.of("Via", "Record-Route", "From", "Call-ID", "CSeq")) {
      request.all(copied).forEach(v -> lines.add(copied + ": " + v));
    }
    String to = request.header("To");
    lines.add("To: " + (to.contains(";tag=") ? to : to + ";tag=" + phone.transport()));
    String transport = phone.transport().equals("TCP") ? ";transport=tcp" : "";
    lines.add("Contact: <sip:olga@" + phone.hostPort() + transport + ">");
    if (!body.isEmpty()) {
      lines.add("Content-Type: application/sdp");
    }
    lines.add("Content-Length: " + body.length());
    phone.send(String.join("\r\n", lines) + "\r\n\r\n" + body);
  }

  private static String backwards(SipMessage ok) {
    List<String> routes = new ArrayList<>(ok.all("Record-Route"));
    Collections.reverse(routes);
    return String.join(", ", routes);
  }

  @Test
  void bothPhonesRingTheFirstHasTheCallAndTheOtherIsCancelled() {
    registers(desk, "600", "");
    registers(mobile, "600", "");
    SipCall call = otto.call(olga);

    SipOutgoing invite = invites(call);
    SipMessage atDesk = asked(desk, call, "INVITE");
    SipMessage atMobile = asked(mobile, call, "INVITE");
    answers(desk, atDesk, 180, "");
    answers(mobile, atMobile, 180, "");
    answers(mobile, atMobile, 200, ANSWER.text());
    answers(desk, asked(desk, call, "CANCEL"), 200, "");
    answers(desk, atDesk, 487, "");

    SipMessage ok = invite.expect(200);
    assertThat(atDesk.body()).isEqualTo(OFFER.text());
    assertThat(ok.body()).isEqualTo(ANSWER.text());
    assertThat(ok.toTag()).isEqualTo("TCP");
    assertThat(ok.all("Via")).hasSize(1);
    asked(desk, call, "ACK");
    call.established(ok);
    call.request("ACK", invite.cseq()).header("Route", backwards(ok)).send();
    asked(mobile, call, "ACK");
    SipOutgoing bye = call.request("BYE").header("Route", backwards(ok)).send();
    answers(mobile, asked(mobile, call, "BYE"), 200, "");
    bye.expect(200);
    assertThat(desk.arrivals(m -> m.isRequest() && m.method().equals("BYE"))).isEmpty();
  }

  @Test
  void aCallThatIsCancelledRingsNowhere() {
    registers(desk, "600", "");
    SipCall call = otto.call(olga);
    SipOutgoing invite = invites(call);
    SipMessage atDesk = asked(desk, call, "INVITE");
    answers(desk, atDesk, 180, "");
    otto.await("180", SipPeer.SOON, m -> !m.isRequest() && m.status() == 180);

    call.request("CANCEL", invite.cseq()).sameBranchAs(invite).send().expect(200);
    answers(desk, asked(desk, call, "CANCEL"), 200, "");
    answers(desk, atDesk, 487, "");

    invite.expect(487);
  }

  @Test
  void theBestRefusalIsTold() {
    registers(desk, "600", "");
    registers(mobile, "600", "");
    SipCall call = otto.call(olga);

    SipOutgoing invite = invites(call);
    answers(desk, asked(desk, call, "INVITE"), 486, "");
    answers(mobile, asked(mobile, call, "INVITE"), 603, "");

    invite.expect(603);
  }

  @Test
  void aMessageArrivesAsItIs() {
    registers(mobile, "600", "");
    SipCall call = otto.call(olga);

    SipOutgoing sent = calls(call, "MESSAGE", "text/plain;charset=UTF-8", "are you there?");
    SipMessage message = asked(mobile, call, "MESSAGE");
    answers(mobile, message, 200, "");

    sent.expect(200);
    assertThat(message.body()).isEqualTo("are you there?");
    assertThat(message.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
    assertThat(message.find("Authorization")).isEmpty();
  }

  @Test
  void nobodyIsReachedWhereNobodyIs() {
    calls(otto.call(olga), "MESSAGE", "text/plain", "x").expect(480);

    SipCall unknown = otto.call("sip:nobody@127.0.0.1:" + NODE.config().sipPort());
    SipOutgoing first = unknown.request("MESSAGE").body("text/plain", "x").send();
    Digest digest = new Digest(first.expect(401).header("WWW-Authenticate"), "otto", PASSWORD);
    unknown
        .request("MESSAGE")
        .body("text/plain", "x")
        .header("Authorization", digest.answer("MESSAGE", unknown.remoteTarget(), 1))
        .send()
        .expect(404);
  }

  @Test
  void nothingIsPassedOnForStrangersNorToOtherDomains() {
    registers(desk, "600", "");
    SipCall stranger = otto.call(olga);
    stranger.request("MESSAGE").body("text/plain", "x").send().expect(401);
    String eve = "<sip:eve@127.0.0.1>;tag=e1";
    stranger.request("MESSAGE").header("From", eve).body("text/plain", "x").send().expect(401);

    SipCall elsewhere = otto.call("sip:olga@elsewhere.example");
    elsewhere.request("MESSAGE").body("text/plain", "x").send().expect(404);
    String route = "<sip:way-AAAAAAAAAAAAAAAAAAAAAAAA@127.0.0.1;lr>";
    SipOutgoing forged =
        otto.call("sip:olga@" + desk.hostPort())
            .request("BYE")
            .header("To", "<" + olga + ">;tag=x")
            .header("Route", route);
    forged.send().expect(481);

    assertThat(desk.arrivals(SipMessage::isRequest)).isEmpty();
  }

  @Test
  void hopsAreCounted() {
    otto.call(olga).request("OPTIONS").header("Max-Forwards", "0").send().expect(483);
  }
}
