package org.confocal.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.sip.kit.SipTexts.request;
import static org.confocal.sip.kit.SipTexts.viaUdp;

import org.confocal.sip.kit.Notes;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.message.SipResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gate with room for one new request. */
class AdmissionTest {
  private static final String ONE = "admission { max-in-flight = 1, retry-after = 7 s }";

  private final Notes notes = new Notes();
  private final JainSipStack stack;
  private final SipPeer peer;

  AdmissionTest() throws SipBindException {
    stack = JainSipStack.start(StackSettings.loopback(ONE), notes);
    peer = SipPeer.udp("127.0.0.1", StackSettings.port(stack, "udp"));
  }

  @AfterEach
  void stop() {
    peer.close();
    stack.close();
  }

  @Test
  void anInviteThatRingsLeavesItsPlaceToOthers() {
    Notes.Request first = fill();
    stack.respond(first.id(), first.request().response(180, "Ringing").withToTag("x"));
    assertThat(nextButTrying().status()).isEqualTo(180);

    peer.send(invite("g1"));

    assertThat(notes.next(Notes.Request.class).request().callId()).isEqualTo("g1");
    stack.respond(first.id(), first.request().response(200, "OK").withToTag("x"));
    assertThat(nextButTrying().status()).isEqualTo(200);
    assertThat(stack.counters().inFlight()).isEqualTo(1);
  }

  @Test
  void aRequestIsInFlightUntilItIsAnswered() {
    Notes.Request first = fill();
    peer.send(invite("g1"));
    SipResponse busy = peer.expect(503);
    stack.respond(first.id(), first.request().response(180, "Ringing").withToTag("x"));
    peer.expect(180);
    assertThat(stack.counters().inFlight()).isZero();

    stack.respond(first.id(), first.request().response(200, "OK").withToTag("x"));
    peer.expect(200);
    assertThat(stack.counters().inFlight()).isZero();
    peer.send(invite("g2"));

    assertThat(notes.next(Notes.Request.class).request().callId()).isEqualTo("g2");
    assertThat(busy.header("Retry-After")).contains("7");
    assertThat(busy.to().tag()).isPresent();
    assertThat(stack.counters().refused()).isEqualTo(1);
    assertThat(stack.counters().mostInFlight()).isEqualTo(1);
  }

  @Test
  void aRepetitionOfARefusedRequestIsRefusedAlikeThoughThereIsRoomAgain() {
    Notes.Request first = fill();
    peer.send(invite("g1"));
    SipResponse busy = peer.expect(503);
    finish(first);

    peer.send(invite("g1"));

    assertThat(peer.expect(503)).isEqualTo(busy);
    assertThat(notes.isEmpty()).isTrue();
    assertThat(stack.counters().refused()).isEqualTo(2);
  }

  @Test
  void aRepetitionOfAnAdmittedRequestIsAbsorbedThoughThereIsNoRoom() {
    Notes.Request first = fill();

    peer.send(invite("g0"));
    stack.respond(first.id(), first.request().response(180, "Ringing").withToTag("x"));

    assertThat(nextButTrying().status()).isEqualTo(180);
    assertThat(notes.isEmpty()).isTrue();
    assertThat(stack.counters().refused()).isZero();
  }

  @Test
  void theAckOfARefusalIsAbsorbed() {
    Notes.Request first = fill();
    peer.send(invite("g1"));
    String tag = peer.expect(503).to().tag().orElseThrow();
    finish(first);

    peer.send(request("ACK", "g1", 1, viaUdp(peer.port(), "g1"), ""));
    peer.send(
        request("ACK", "g1", 1, viaUdp(peer.port(), "other"), "")
            .replace("127.0.0.1>\nCall", "127.0.0.1>;tag=" + tag + "\nCall"));
    peer.send(request("OPTIONS", "g1", 2, viaUdp(peer.port(), "after"), ""));

    assertThat(notes.next(Notes.Request.class).request().method()).isEqualTo("OPTIONS");
  }

  @Test
  void cancelIsNeverAnsweredWith503() {
    Notes.Request first = fill();
    peer.send(request("CANCEL", "none", 1, viaUdp(peer.port(), "none"), ""));
    peer.expect(481);

    peer.send(request("CANCEL", "g0", 1, viaUdp(peer.port(), "g0"), ""));

    assertThat(nextButTrying().status()).isEqualTo(200);
    assertThat(notes.next(Notes.Cancel.class).invite()).isEqualTo(first.id());
    assertThat(stack.counters().refused()).isZero();
  }

  @Test
  void nobodyElseCancelsACall() throws SipBindException {
    try (JainSipStack both =
            JainSipStack.start(StackSettings.loopback("admission.max-in-flight = 9"), notes);
        SipPeer caller = SipPeer.tcp("127.0.0.1", StackSettings.port(both, "tcp"));
        SipPeer thief = SipPeer.tcp("127.0.0.1", StackSettings.port(both, "tcp"))) {
      String invite = request("INVITE", "g0", 1, viaUdp(caller.port(), "g0"), "");
      caller.send(invite);
      Notes.Request first = notes.next(Notes.Request.class);
      String cancel = request("CANCEL", "g0", 1, viaUdp(caller.port(), "g0"), "");

      thief.send(cancel);
      thief.expect(481);
      assertThat(notes.isEmpty()).isTrue();
      caller.send(cancel.replace("CSeq: 1", "CSeq: 1"));

      assertThat(notes.next(Notes.Cancel.class).invite()).isEqualTo(first.id());
    }
  }

  @Test
  void requestsWithinCallsPassUntilTheReserveIsUsedUp() {
    fill();

    for (int i = 0; i < 9; i++) {
      peer.send(withinCall("BYE", "b" + i));
    }

    for (int i = 0; i < 8; i++) {
      assertThat(notes.next(Notes.Request.class).request().method()).isEqualTo("BYE");
    }
    assertThat(stack.counters().mostInFlight()).isEqualTo(9);
    peer.send(request("OPTIONS", "last", 1, viaUdp(peer.port(), "last"), ""));
    assertThat(nextButTrying().status()).isEqualTo(503); // comes after all that was sent before
    assertThat(stack.counters().dropped()).isEqualTo(1);
    assertThat(notes.isEmpty()).isTrue();
  }

  @Test
  void aRequestThatDoesNotParseKeepsNoPlace() {
    peer.send(invite("bad").replace("sip:9000@127.0.0.1 SIP", "(null) SIP"));
    peer.expect(400);

    peer.send(invite("good"));

    assertThat(notes.next(Notes.Request.class).request().callId()).isEqualTo("good");
  }

  @Test
  void aRequestThatNobodyAnswersIsAnsweredInTheEndAndGivesItsPlaceBack() throws SipBindException {
    String settings = "admission { max-in-flight = 1, answer-limit = 100 ms }";
    Notes heard = new Notes();
    try (JainSipStack impatient = JainSipStack.start(StackSettings.loopback(settings), heard);
        SipPeer caller = SipPeer.udp("127.0.0.1", StackSettings.port(impatient, "udp"))) {
      caller.send(request("OPTIONS", "never", 1, viaUdp(caller.port(), "never"), ""));
      Notes.Request never = heard.next(Notes.Request.class);

      SipResponse ended = caller.expect(500);
      impatient.respond(never.id(), never.request().response(200, "OK").withToTag("late"));
      caller.send(request("OPTIONS", "next", 1, viaUdp(caller.port(), "next"), ""));

      assertThat(ended.callId()).isEqualTo("never");
      assertThat(heard.next(Notes.Request.class).request().callId()).isEqualTo("next");
      assertThat(caller.expect(500).callId()).isEqualTo("next");
      assertThat(impatient.counters().lateAnswers()).isEqualTo(1);
    }
  }

  /** Takes the one place there is. */
  private Notes.Request fill() {
    peer.send(invite("g0"));
    return notes.next(Notes.Request.class);
  }

  private void finish(Notes.Request request) {
    stack.respond(request.id(), request.request().response(200, "OK").withToTag("x"));
    assertThat(nextButTrying().status()).isEqualTo(200);
  }

  /** The stack says 100 by itself when an answer to an INVITE takes long. */
  private SipResponse nextButTrying() {
    SipResponse response = (SipResponse) peer.receive();
    while (response.status() == 100) {
      response = (SipResponse) peer.receive();
    }
    return response;
  }

  private String invite(String callId) {
    return request("INVITE", callId, 1, viaUdp(peer.port(), callId), "");
  }

  private String withinCall(String method, String callId) {
    return request(method, callId, 2, viaUdp(peer.port(), callId), "")
        .replace("127.0.0.1>\nCall", "127.0.0.1>;tag=x\nCall");
  }
}
