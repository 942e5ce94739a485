package org.confocal.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.sip.kit.SipTexts.request;
import static org.confocal.sip.kit.SipTexts.viaTcp;
import static org.confocal.sip.kit.SipTexts.viaUdp;

import org.confocal.sip.kit.Notes;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.message.SipResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
  private final Notes notes = new Notes();
  private final JainSipStack stack;
  private final SipPeer peer;

  BadInputTest() throws SipBindException {
    stack = JainSipStack.start(StackSettings.loopback("workers = 1"), notes); // one order for all
    peer = SipPeer.udp("127.0.0.1", StackSettings.port(stack, "udp"));
  }

  @AfterEach
  void stop() {
    peer.close();
    stack.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(null)", "sip:9000 @127.0.0.1", "sip:", "http://127.0.0.1/", "<sip:a@b>"})
  void anUnreadableRequestUriIsAnInvalidConferenceUri(String uri) {
    peer.send(service().replace("sip:9000@127.0.0.1 SIP", uri + " SIP"));

    SipResponse refused = peer.expect(400);

    assertThat(refused.header("ms-diagnostics"))
        .contains("3012;reason=\"Invalid conference URI.\";source=\"127.0.0.1\"");
    assertThat(stack.counters().malformedAnswered()).isEqualTo(1);
    assertThat(stack.counters().inFlight()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "'CSeq: 1 SERVICE', 'CSeq: 1 OPTIONS', 'got ''OPTIONS'', expected CSeq with method SERVICE'",
    "'CSeq: 1 SERVICE', 'CSeq: one SERVICE', 'got ''one'', expected a sequence number'",
    "'Content-Length: 0', 'Content-Length: 7', 'got ''0 bytes'', expected a body of 7 bytes'",
    "'Content-Length: 0', 'Content-Length: -1', 'got ''-1'', expected a length'",
    "'Contact: ', 'Con tact ', 'got ''Con tact %3Csip:ada@127.0.0.1:5999%3E'', expected NAME: VALUE'",
    "'<sip:ada@example.test>;tag', '<ada>;tag', 'got ''ada'', expected sip:, sips: or tel:'",
  })
  void whatWasGotAndWhatWasExpectedIsSaid(String right, String wrong, String reason) {
    peer.send(service().replace(right, wrong));

    assertThat(peer.receiveText()) // repeats the wrong field: no whole message for our parser
        .startsWith("SIP/2.0 400 Bad Request: " + reason)
        .contains("\r\nCall-ID: after\r\n")
        .doesNotContain("ms-diagnostics");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Via: ", "From: ", "To: ", "Call-ID: ", "CSeq: "})
  void withoutWhatAnAnswerMustRepeatARequestIsDropped(String header) {
    peer.send(service().replace(header, "X-" + header));

    assertThat(afterwards()).isEqualTo("after");
    assertThat(stack.counters().malformedDropped()).isEqualTo(1);
    assertThat(stack.counters().malformedAnswered()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "SIP/2.0/UDP", "SIP/2.0/UDP 127.0.0.1:0", "SIP/2.0/UDP [::1;branch=1"})
  void aViaThatLeadsNowhereGetsNoAnswer(String via) {
    peer.send(request("SERVICE", "v1", 1, via, ""));

    assertThat(afterwards()).isEqualTo("after");
    assertThat(stack.counters().malformedDropped()).isEqualTo(1);
  }

  @Test
  void aMalformedResponseOrAckIsDropped() {
    peer.send(service().replaceFirst("SERVICE .* SIP/2.0", "SIP/2.0 abc OK"));
    peer.send(service().replace("SERVICE", "ACK").replace("sip:9000@127.0.0.1 SIP", "x SIP"));

    assertThat(afterwards()).isEqualTo("after");
    assertThat(stack.counters().malformedDropped()).isEqualTo(2);
  }

  @Test
  void aTagThatIsNoTokenIsNoReasonToFail() {
    peer.send(service().replace("tag=a1", "tag=\"a 1@x\""));

    Notes.Request service = notes.next(Notes.Request.class);
    stack.respond(service.id(), service.request().response(200, "OK").withToTag("x"));

    assertThat(peer.expect(200).from().tag()).contains("a 1@x");
  }

  @Test
  void aBadMessageWithinIntactFramesLeavesTheConnectionAlone() {
    try (SipPeer tcp = SipPeer.tcp("127.0.0.1", StackSettings.port(stack, "tcp"))) {
      String good = request("OPTIONS", "t1", 1, viaTcp(tcp.port(), "1"), "");
      tcp.send(good.replace("sip:9000@127.0.0.1 SIP", "(null) SIP"));
      tcp.expect(400);
      tcp.send(good.replace("OPTIONS sip", "no request at all sip"));
      tcp.expect(400);
      tcp.send(good.replace("Call-ID: ", "X-Call-ID: "));

      tcp.send(good);
      Notes.Request options = notes.next(Notes.Request.class);
      stack.respond(options.id(), options.request().response(200, "OK").withToTag("x"));

      assertThat(tcp.expect(200).callId()).isEqualTo("t1");
    }
  }

  @Test
  void aConnectionWhoseFramesAreLostIsClosed() {
    try (SipPeer tcp = SipPeer.tcp("127.0.0.1", StackSettings.port(stack, "tcp"))) {
      tcp.send(
          request("OPTIONS", "t2", 1, viaTcp(tcp.port(), "1"), "")
              .replace("Content-Length: 0", "Content-Length: many"));

      assertThat(tcp.isAtEnd()).isTrue();
      assertThat(stack.counters().malformedDropped()).isEqualTo(1);
    }
  }

  /** Shows that nothing came before: the next thing the peer and we see is this. */
  private String afterwards() {
    peer.send(request("OPTIONS", "after", 1, viaUdp(peer.port(), "after"), ""));
    Notes.Request request = notes.next(Notes.Request.class);
    stack.respond(request.id(), request.request().response(200, "OK").withToTag("x"));
    return peer.expect(200).callId();
  }

  private String service() {
    return request("SERVICE", "after", 1, viaUdp(peer.port(), "1"), "");
  }
}
