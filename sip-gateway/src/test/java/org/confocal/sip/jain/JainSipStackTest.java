package org.confocal.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.sip.kit.SipTexts.request;
import static org.confocal.sip.kit.SipTexts.viaTcp;
import static org.confocal.sip.kit.SipTexts.viaUdp;

import org.confocal.sip.kit.Notes;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JainSipStackTest {
  private Notes notes = new Notes();
  private JainSipStack stack;
  private SipPeer peer;

  @BeforeEach
  void start() throws SipBindException {
    notes = new Notes();
    stack = JainSipStack.start(StackSettings.loopback(""), notes);
    peer = SipPeer.udp("127.0.0.1", StackSettings.port(stack, "udp"));
  }

  @AfterEach
  void stop() {
    peer.close();
    stack.close();
  }

  @Test
  void anInviteIsAnsweredAndAcknowledged() {
    peer.send(request("INVITE", "c1", 1, viaUdp(peer.port(), "1"), ""));
    Notes.Request invite = notes.next(Notes.Request.class);
    stack.respond(invite.id(), invite.request().response(180, "Ringing").withToTag("x"));
    stack.respond(
        invite.id(),
        invite.request().response(200, "OK").withToTag("x").withBody(Body.sdp("v=0\r\n")));

    peer.expect(180);
    SipResponse ok = peer.expect(200);
    peer.send(request("ACK", "c1", 1, viaUdp(peer.port(), "2"), ""));

    assertThat(ok.to().tag()).contains("x");
    assertThat(ok.body().text()).isEqualTo("v=0\r\n");
    assertThat(ok.topVia().orElseThrow().rport()).contains(peer.port());
    assertThat(notes.next(Notes.Ack.class).ack().callId()).isEqualTo("c1");
  }

  @Test
  void a2xxGoesOutAgainAsOftenAsTheCallerSays() {
    peer.send(request("INVITE", "c2", 1, viaUdp(peer.port(), "1"), ""));
    Notes.Request invite = notes.next(Notes.Request.class);
    SipResponse ok = invite.request().response(200, "OK").withToTag("x");
    stack.respond(invite.id(), ok);
    peer.expect(200);

    stack.repeat(ok, invite.flow());
    stack.repeat(ok, invite.flow());

    assertThat(peer.expect(200)).isEqualTo(ok);
    assertThat(peer.expect(200)).isEqualTo(ok);
  }

  @Test
  void aRepeatedRequestIsAbsorbedAndAnsweredAlike() {
    String options = request("OPTIONS", "c3", 1, viaUdp(peer.port(), "1"), "");
    peer.send(options);
    Notes.Request first = notes.next(Notes.Request.class);
    stack.respond(first.id(), first.request().response(200, "OK").withToTag("x"));
    peer.expect(200);

    SipResponse again = peer.repeat(options, 200);

    assertThat(again.to().tag()).contains("x");
    assertThat(notes.isEmpty()).isTrue();
  }

  @Test
  void anAnswerThatFitsNoDatagramIsReplacedByOneThatSaysSo() {
    peer.send(request("OPTIONS", "c3b", 1, viaUdp(peer.port(), "1"), ""));
    Notes.Request first = notes.next(Notes.Request.class);

    SipResponse large = first.request().response(200, "OK").withToTag("x");
    stack.respond(first.id(), large.withBody(Body.of("text/plain", "x".repeat(70_000))));

    SipResponse answer = peer.expect(513);
    assertThat(answer.reason()).contains("70000 bytes", "TCP");
    assertThat(answer.to().tag()).contains("x");
  }

  @Test
  void aSlowAnswerToAnInviteIsPrecededByTrying() {
    peer.send(request("INVITE", "c4", 1, viaUdp(peer.port(), "1"), "Timestamp: 5"));

    SipResponse trying = peer.expect(100);

    assertThat(trying.header("Timestamp")).contains("5");
    assertThat(trying.to().tag()).isEmpty();
    assertThat(trying.from().displayName()).isEqualTo("Ada");
  }

  @Test
  void aCancelIsAnsweredAndTold() {
    peer.send(request("INVITE", "c5", 1, viaUdp(peer.port(), "1"), ""));
    Notes.Request invite = notes.next(Notes.Request.class);
    stack.respond(invite.id(), invite.request().response(180, "Ringing").withToTag("x"));
    peer.expect(180);

    peer.send(request("CANCEL", "c5", 1, viaUdp(peer.port(), "1"), ""));

    assertThat(peer.expect(200).cseq().method()).isEqualTo("CANCEL");
    assertThat(notes.next(Notes.Cancel.class).invite()).isEqualTo(invite.id());
    stack.respond(invite.id(), invite.request().response(487, "Request Terminated").withToTag("x"));
    peer.expect(487);
    peer.send(request("ACK", "c5", 1, viaUdp(peer.port(), "1"), ""));
    assertThat(afterwards("c5b")).isEqualTo("c5b");
  }

  @Test
  void aCancelOfNothingGets481() {
    peer.send(request("CANCEL", "c6", 1, viaUdp(peer.port(), "1"), ""));

    peer.expect(481);

    assertThat(notes.isEmpty()).isTrue();
  }

  @Test
  void requestsWithoutBranchWork() {
    String via = "SIP/2.0/UDP 127.0.0.1:" + peer.port();
    peer.send(request("INVITE", "c7", 1, via, ""));
    Notes.Request invite = notes.next(Notes.Request.class);
    stack.respond(invite.id(), invite.request().response(404, "Not Found").withToTag("x"));
    SipResponse refused = peer.expect(404);
    peer.send(request("ACK", "c7", 1, via, ""));

    peer.send(request("INVITE", "c7", 2, via, ""));
    Notes.Request again = notes.next(Notes.Request.class);
    stack.respond(again.id(), again.request().response(200, "OK").withToTag("y"));
    peer.expect(200);
    peer.send(request("ACK", "c7", 2, via, "").replace("127.0.0.1>\n", "127.0.0.1>;tag=y\n"));

    assertThat(refused.header("Via")).contains(via);
    assertThat(notes.next(Notes.Ack.class).ack().cseq().number()).isEqualTo(2);
  }

  @Test
  void theSameRequestWithCredentialsIsANewOne() {
    String via = viaUdp(peer.port(), "1");
    peer.send(request("REGISTER", "a1", 1, via, ""));
    Notes.Request first = notes.next(Notes.Request.class);
    stack.respond(
        first.id(), first.request().response(407, "Proxy Authentication Required").withToTag("x"));
    peer.expect(407);

    String signed =
        request("REGISTER", "a1", 1, via, "Proxy-Authorization: Digest username=\"ada\"");
    peer.send(signed);
    Notes.Request second = notes.next(Notes.Request.class);
    stack.respond(second.id(), second.request().response(200, "OK").withToTag("x"));
    peer.expect(200);
    peer.send(signed);

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(peer.expect(200).callId()).isEqualTo("a1");
    assertThat(afterwards("a1b")).isEqualTo("a1b");
  }

  @Test
  void anInviteWithoutBranchCanBeChallengedAndCancelled() {
    String via = "SIP/2.0/UDP 127.0.0.1:" + peer.port();
    peer.send(request("INVITE", "a2", 1, via, ""));
    Notes.Request first = notes.next(Notes.Request.class);
    stack.respond(
        first.id(), first.request().response(407, "Proxy Authentication Required").withToTag("x"));
    peer.expect(407);
    peer.send(request("ACK", "a2", 1, via, ""));

    peer.send(request("INVITE", "a2", 1, via, "Proxy-Authorization: Digest username=\"ada\""));
    Notes.Request second = notes.next(Notes.Request.class);
    stack.respond(second.id(), second.request().response(180, "Ringing").withToTag("y"));
    peer.expect(180);
    peer.send(request("CANCEL", "a2", 1, via, ""));

    peer.expect(200);
    assertThat(notes.next(Notes.Cancel.class).invite()).isEqualTo(second.id());
  }

  @Test
  void twoClientsWithTheSameBranchAreTwoTransactions() {
    try (SipPeer other = SipPeer.udp("127.0.0.1", StackSettings.port(stack, "udp"))) {
      peer.send(request("OPTIONS", "c8", 1, viaUdp(peer.port(), "same"), ""));
      notes.next(Notes.Request.class);

      other.send(request("OPTIONS", "c9", 1, viaUdp(other.port(), "same"), ""));

      assertThat(notes.next(Notes.Request.class).request().callId()).isEqualTo("c9");
    }
  }

  @Test
  void aBadRequestLineGets400AndTheRestGoesOn() {
    peer.send(
        request("SERVICE", "c10", 1, viaUdp(peer.port(), "1"), "")
            .replace("sip:9000@127.0.0.1 SIP", "(null) SIP"));

    SipResponse refused = peer.expect(400);

    assertThat(refused.callId()).isEqualTo("c10");
    assertThat(refused.to().tag()).isPresent();
    assertThat(afterwards("c10b")).isEqualTo("c10b");
    assertThat(stack.counters().malformedAnswered()).isEqualTo(1);
  }

  @Test
  void anotherVersionGets505() {
    peer.send(
        request("OPTIONS", "c11", 1, viaUdp(peer.port(), "1"), "")
            .replace(" SIP/2.0\nVia", " SIP/3.0\nVia"));

    peer.expect(505);

    assertThat(notes.isEmpty()).isTrue();
  }

  @Test
  void tcpKeepsItsConnectionAfterABadLine() {
    try (SipPeer tcp = SipPeer.tcp("127.0.0.1", StackSettings.port(stack, "tcp"))) {
      tcp.send(
          request("SERVICE", "t1", 1, viaTcp(tcp.port(), "1"), "")
              .replace("sip:9000@127.0.0.1 SIP", "(null) SIP"));
      tcp.expect(400);

      tcp.send(request("OPTIONS", "t2", 1, viaTcp(tcp.port(), "2"), ""));
      Notes.Request options = notes.next(Notes.Request.class);
      stack.respond(options.id(), options.request().response(200, "OK").withToTag("x"));

      assertThat(tcp.expect(200).callId()).isEqualTo("t2");
      assertThat(options.flow().transport()).isEqualTo("tcp");
    }
  }

  @Test
  void aDoubleLineBreakOnTcpIsAnsweredByOne() {
    try (SipPeer tcp = SipPeer.tcp("127.0.0.1", StackSettings.port(stack, "tcp"))) {
      tcp.send("\n\n");

      assertThat(tcp.read(2)).isEqualTo("\r\n");
    }
  }

  @Test
  void lineBreaksOverUdpAreIgnored() {
    peer.send("\n\n").send("\n\n\n\n");

    assertThat(afterwards("k1")).isEqualTo("k1");
    assertThat(stack.counters().keepAlives()).isEqualTo(2);
    assertThat(stack.counters().malformedDropped()).isZero();
  }

  @Test
  void aClosedConnectionIsTold() {
    SipPeer tcp = SipPeer.tcp("127.0.0.1", StackSettings.port(stack, "tcp"));
    tcp.send(request("OPTIONS", "t3", 1, viaTcp(tcp.port(), "1"), ""));
    Flow flow = notes.next(Notes.Request.class).flow();

    tcp.close();

    assertThat(notes.next(Notes.Closed.class).flow()).isEqualTo(flow);
    assertThat(stack.isOpen(flow)).isFalse();
    ClientTransactionId id = stack.send(ours("NOTIFY", "t3"), flow);
    assertThat(notes.next(Notes.Failure.class))
        .isEqualTo(new Notes.Failure(id, TransportFailure.FLOW_GONE));
  }

  @Test
  void aRequestOfOursGoesOutOnTheFlowAndItsAnswerComesBack() {
    peer.send(request("OPTIONS", "o1", 1, viaUdp(peer.port(), "1"), ""));
    Flow flow = notes.next(Notes.Request.class).flow();

    ClientTransactionId id = stack.send(ours("INFO", "o1"), flow);
    SipRequest info = peer.expect("INFO");
    peer.send(info.response(200, "OK").withToTag("p"));

    Notes.Response answer = notes.next(Notes.Response.class);
    assertThat(answer.id()).isEqualTo(id);
    assertThat(answer.response().status()).isEqualTo(200);
    assertThat(info.topVia().orElseThrow().sentBy().write())
        .isEqualTo("127.0.0.1:" + StackSettings.port(stack, "udp"));
  }

  @Test
  void aRequestWithoutAnswerIsRepeatedAndTimesOut() {
    ClientTransactionId id =
        stack.send(ours("OPTIONS", "o2"), Destination.udp("127.0.0.1", peer.port()));

    SipRequest first = peer.expect("OPTIONS");
    SipRequest second = peer.expect("OPTIONS");

    assertThat(second).isEqualTo(first);
    assertThat(notes.next(Notes.Timeout.class).id()).isEqualTo(id);
  }

  @Test
  void theAckOfARefusedInviteSpeaksTheInvitesWords() {
    SipRequest invite = ours("INVITE", "o3").plus("Route", "<sip:edge@127.0.0.1;lr>");
    stack.send(invite, Destination.udp("127.0.0.1", peer.port()));
    SipRequest got = peer.expect("INVITE");

    peer.send(got.response(486, "Busy Here").withToTag("p"));

    SipRequest ack = peer.expect("ACK");
    assertThat(ack.uri()).isEqualTo(invite.uri());
    assertThat(ack.to().tag()).contains("p");
    assertThat(ack.topVia()).isEqualTo(got.topVia());
    assertThat(ack.header("Route")).contains("<sip:edge@127.0.0.1;lr>");
    assertThat(notes.next(Notes.Response.class).response().status()).isEqualTo(486);
  }

  @Test
  void a2xxThatComesAgainIsToldAgain() {
    ClientTransactionId id =
        stack.send(ours("INVITE", "o4"), Destination.udp("127.0.0.1", peer.port()));
    SipResponse ok = peer.expect("INVITE").response(200, "OK").withToTag("p");
    peer.send(ok);
    assertThat(notes.next(Notes.Response.class).id()).isEqualTo(id);
    stack.sendAck(ours("ACK", "o4"), Destination.udp("127.0.0.1", peer.port()));
    peer.expect("ACK");

    peer.send(ok);

    assertThat(notes.next(Notes.Response.class).id()).isEqualTo(id);
  }

  @Test
  void aCancelOfOursWaitsForTheFirstProvisionalAnswer() {
    ClientTransactionId id =
        stack.send(ours("INVITE", "o5"), Destination.udp("127.0.0.1", peer.port()));
    SipRequest invite = peer.expect("INVITE");

    stack.cancel(id);
    peer.send(invite.response(180, "Ringing").withToTag("p"));

    SipRequest cancel = next("CANCEL");
    assertThat(cancel.topVia()).isEqualTo(invite.topVia());
    peer.send(cancel.response(200, "OK").withToTag("p"));
    peer.send(invite.response(487, "Request Terminated").withToTag("p"));
    next("ACK");
    assertThat(notes.next(Notes.Response.class).response().status()).isEqualTo(180);
    assertThat(notes.next(Notes.Response.class).response().status()).isEqualTo(487);
  }

  @Test
  void aLargeRequestGoesOverTcp() {
    try (SipPeer server = SipPeer.tcpServer("127.0.0.1", peer.port())) {
      stack.send(large("l1"), Destination.udp("127.0.0.1", peer.port()));

      SipRequest got = server.expect("NOTIFY");
      server.send(got.response(200, "OK").withToTag("p"));

      assertThat(got.topVia().orElseThrow().transport()).isEqualTo("TCP");
      assertThat(notes.next(Notes.Response.class).response().status()).isEqualTo(200);
    }
  }

  @Test
  void aLargeRequestToAPeerWithoutTcpGoesOverUdp() {
    stack.send(large("l2"), Destination.udp("127.0.0.1", peer.port()));

    SipRequest got = peer.expect("NOTIFY");
    peer.send(got.response(200, "OK").withToTag("p"));

    assertThat(got.topVia().orElseThrow().transport()).isEqualTo("UDP");
    assertThat(notes.next(Notes.Response.class).response().status()).isEqualTo(200);
  }

  @Test
  void aPeerThatTakesNoConnectionIsAnError() {
    ClientTransactionId id = stack.send(ours("OPTIONS", "l3"), Destination.tcp("127.0.0.1", 1));

    assertThat(notes.next(Notes.Failure.class))
        .isEqualTo(new Notes.Failure(id, TransportFailure.UNREACHABLE));
  }

  @Test
  void weCanCallOurselves() {
    int port = StackSettings.port(stack, "udp");
    ClientTransactionId id = stack.send(ours("OPTIONS", "s1"), Destination.udp("127.0.0.1", port));
    Notes.Request request = notes.next(Notes.Request.class);

    stack.respond(request.id(), request.request().response(200, "OK").withToTag("x"));

    assertThat(notes.next(Notes.Response.class).id()).isEqualTo(id);
  }

  /** Shows that nothing else is under way: the next thing the peer and we see is this. */
  private String afterwards(String callId) {
    peer.send(request("OPTIONS", callId, 1, viaUdp(peer.port(), callId), ""));
    Notes.Request request = notes.next(Notes.Request.class);
    stack.respond(request.id(), request.request().response(200, "OK").withToTag("x"));
    return peer.expect(200).callId();
  }

  /** The next request of this method; repetitions of earlier ones may come in between. */
  private SipRequest next(String method) {
    SipRequest request = (SipRequest) peer.receive();
    while (!request.method().equals(method)) {
      request = (SipRequest) peer.receive();
    }
    return request;
  }

  private SipRequest ours(String method, String callId) {
    NameAddress us = NameAddress.of(SipUri.sip("9000", "127.0.0.1", -1)).withTag("us");
    NameAddress them = NameAddress.of(SipUri.sip("ada", "127.0.0.1", -1));
    return SipRequest.of(method, SipUri.sip("ada", "127.0.0.1", peer.port()), us, them, callId, 1);
  }

  private SipRequest large(String callId) {
    return ours("NOTIFY", callId).withBody(Body.of("text/plain", "x".repeat(1400)));
  }
}
