package org.confocal.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.confocal.sip.kit.SipTexts.request;
import static org.confocal.sip.kit.SipTexts.viaTcp;
import static org.confocal.sip.kit.SipTexts.viaUdp;

import java.util.concurrent.CountDownLatch;
import org.confocal.sip.kit.Notes;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.HostPort;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.junit.jupiter.api.Test;

class StackLimitsTest {
  @Test
  void aPortInUseIsOneClearLine() throws SipBindException {
    try (JainSipStack first = JainSipStack.start(StackSettings.loopback(""), new Notes())) {
      int udp = StackSettings.port(first, "udp");
      int tcp = StackSettings.port(first, "tcp");

      assertThatThrownBy(
              () ->
                  JainSipStack.start(
                      StackSettings.loopback("listen = [\"udp:127.0.0.1:" + udp + "\"]"),
                      new Notes()))
          .isInstanceOf(SipBindException.class)
          .hasMessageStartingWith("cannot listen on udp:127.0.0.1:" + udp);
      assertThatThrownBy(
              () ->
                  JainSipStack.start(
                      StackSettings.loopback("listen = [\"tcp:127.0.0.1:" + tcp + "\"]"),
                      new Notes()))
          .isInstanceOf(SipBindException.class)
          .hasMessageStartingWith("cannot listen on tcp:127.0.0.1:" + tcp);
    }
  }

  @Test
  void aRestartFindsItsPortsFree() throws SipBindException {
    JainSipStack first = JainSipStack.start(StackSettings.loopback(""), new Notes());
    int udp = StackSettings.port(first, "udp");
    int tcp = StackSettings.port(first, "tcp");
    try (SipPeer peer = SipPeer.tcp("127.0.0.1", tcp)) {
      peer.send("\n\n");
      peer.read(2);
      first.close(); // our side closes first: its connection stays in TIME_WAIT
      assertThat(peer.isAtEnd()).isTrue();
    }

    String same = "listen = [\"udp:127.0.0.1:" + udp + "\", \"tcp:127.0.0.1:" + tcp + "\"]";
    try (JainSipStack second = JainSipStack.start(StackSettings.loopback(same), new Notes())) {
      assertThat(StackSettings.port(second, "tcp")).isEqualTo(tcp);
    }
  }

  @Test
  void whatComesBeforeAnybodyListensIsServedThen() throws SipBindException {
    Notes notes = new Notes();
    try (JainSipStack stack = JainSipStack.bind(StackSettings.loopback(""), notes);
        SipPeer udp = SipPeer.udp("127.0.0.1", StackSettings.port(stack, "udp"));
        SipPeer tcp = SipPeer.tcp("127.0.0.1", StackSettings.port(stack, "tcp"))) {
      String early = request("OPTIONS", "early", 1, viaUdp(udp.port(), "1"), "");
      udp.send(early);
      udp.send(early);
      tcp.send(
          request(
              "OPTIONS", "tcp", 1, "SIP/2.0/TCP 127.0.0.1:" + tcp.port() + ";branch=z9hG4bK2", ""));
      boolean silence = notes.isEmpty();

      stack.listen();
      answer(stack, notes);
      answer(stack, notes);

      assertThat(silence).isTrue();
      udp.expect(200);
      tcp.expect(200);
      assertThat(notes.isEmpty()).isTrue();
    }
  }

  @Test
  void ip6WorksOverUdpAndTcp() throws SipBindException {
    Notes notes = new Notes();
    try (JainSipStack stack =
            JainSipStack.start(
                StackSettings.loopback("listen = [\"udp:[::1]:0\", \"tcp:[::1]:0\"]"), notes);
        SipPeer udp = SipPeer.udp("::1", StackSettings.port(stack, "udp"));
        SipPeer tcp = SipPeer.tcp("::1", StackSettings.port(stack, "tcp"))) {
      udp.send(
          request(
              "OPTIONS",
              "six-udp",
              1,
              "SIP/2.0/UDP [::1]:" + udp.port() + ";rport;branch=z9hG4bK1",
              ""));
      answer(stack, notes);
      udp.expect(200);

      tcp.send(
          request(
              "OPTIONS", "six-tcp", 1, "SIP/2.0/TCP [::1]:" + tcp.port() + ";branch=z9hG4bK2", ""));
      Notes.Request overTcp = answer(stack, notes);
      tcp.expect(200);
      stack.send(ours("sip:ada@[::1]"), Destination.udp("::1", udp.port()));

      SipRequest got = udp.expect("OPTIONS");
      assertThat(got.topVia().orElseThrow().sentBy().host()).isEqualTo("[0:0:0:0:0:0:0:1]");
      assertThat(stack.advertised(overTcp.flow()))
          .isEqualTo(HostPort.of("0:0:0:0:0:0:0:1", StackSettings.port(stack, "tcp")));
    }
  }

  @Test
  void aWildcardListenerNamesTheAddressTowardsThePeer() throws SipBindException {
    Notes notes = new Notes();
    try (JainSipStack stack =
            JainSipStack.start(StackSettings.loopback("listen = [\"udp:0.0.0.0:0\"]"), notes);
        SipPeer peer = SipPeer.udp("127.0.0.1", StackSettings.port(stack, "udp"))) {
      stack.send(ours("sip:ada@127.0.0.1"), Destination.udp("127.0.0.1", peer.port()));

      SipRequest got = peer.expect("OPTIONS");

      assertThat(got.topVia().orElseThrow().sentBy().write())
          .isEqualTo("127.0.0.1:" + StackSettings.port(stack, "udp"));
      assertThat(stack.advertised(Destination.udp("127.0.0.1", 5060)).host())
          .isEqualTo("127.0.0.1");
      peer.send(request("OPTIONS", "wild", 1, viaUdp(peer.port(), "1"), ""));
      assertThat(notes.next(Notes.Request.class).request().callId()).isEqualTo("wild");
    }
  }

  @Test
  void theAdvertisedAddressIsSaidInVia() throws SipBindException {
    String advertised = "advertised-host = sip.example.test, advertised-port = 5099";
    try (JainSipStack stack = JainSipStack.start(StackSettings.loopback(advertised), new Notes());
        SipPeer peer = SipPeer.udp("127.0.0.1", StackSettings.port(stack, "udp"))) {
      stack.send(ours("sip:ada@127.0.0.1"), Destination.udp("127.0.0.1", peer.port()));

      assertThat(peer.expect("OPTIONS").topVia().orElseThrow().sentBy().write())
          .isEqualTo("sip.example.test:5099");
    }
  }

  @Test
  void tooManyTransactionsAreRefusedButCallsGoOn() throws SipBindException {
    Notes notes = new Notes();
    try (JainSipStack stack =
            JainSipStack.start(
                StackSettings.loopback(
                    "admission { max-server-transactions = 1, retry-after = 7 s }"),
                notes);
        SipPeer peer = SipPeer.udp("127.0.0.1", StackSettings.port(stack, "udp"))) {
      String first = request("OPTIONS", "m1", 1, viaUdp(peer.port(), "1"), "");
      peer.send(first);
      answer(stack, notes);
      peer.expect(200);

      peer.send(request("INVITE", "m2", 1, viaUdp(peer.port(), "2"), ""));
      SipResponse busy = peer.expect(503);
      peer.send(first); // a repetition of what is known is no news
      peer.expect(200);
      peer.send(request("BYE", "m3", 2, viaUdp(peer.port(), "3"), ""));

      assertThat(busy.header("Retry-After")).contains("7");
      assertThat(notes.next(Notes.Request.class).request().method()).isEqualTo("BYE");
      assertThat(stack.counters().refused()).isEqualTo(1);
    }
  }

  @Test
  void aFullQueueIsRefusedWithoutATransaction() throws SipBindException {
    CountDownLatch busy = new CountDownLatch(1);
    Blocking blocking = new Blocking(busy);
    try (JainSipStack stack =
            JainSipStack.start(StackSettings.loopback("workers = 1, queue = 16"), blocking);
        SipPeer peer = SipPeer.udp("127.0.0.1", StackSettings.port(stack, "udp"))) {
      int sent = 0;
      while (stack.counters().refused() == 0 && sent < 1000) {
        peer.send(request("OPTIONS", "q" + sent, 1, viaUdp(peer.port(), "q" + sent), ""));
        sent++;
      }

      assertThat(peer.expect(503).header("Retry-After")).contains("5");
      busy.countDown();
    }
  }

  @Test
  void silenceInsteadOfRefusalIsASetting() throws SipBindException {
    Notes notes = new Notes();
    try (JainSipStack stack =
            JainSipStack.start(
                StackSettings.loopback(
                    "admission { max-server-transactions = 1, overload = drop }"),
                notes);
        SipPeer peer = SipPeer.udp("127.0.0.1", StackSettings.port(stack, "udp"))) {
      peer.send(request("OPTIONS", "d1", 1, viaUdp(peer.port(), "1"), ""));
      Notes.Request first = notes.next(Notes.Request.class);
      peer.send(request("INVITE", "d1", 1, viaUdp(peer.port(), "2"), ""));
      peer.send(
          request("BYE", "d1", 2, viaUdp(peer.port(), "3"), "")); // same Call-ID: handled after it
      Notes.Request bye = notes.next(Notes.Request.class);

      stack.respond(first.id(), first.request().response(200, "OK").withToTag("x"));

      assertThat(bye.request().method()).isEqualTo("BYE");
      assertThat(peer.expect(200).cseq().method()).isEqualTo("OPTIONS");
      assertThat(stack.counters().dropped()).isEqualTo(1);
    }
  }

  @Test
  void aStreamThatIsNoSipIsClosed() throws SipBindException {
    try (JainSipStack stack =
            JainSipStack.start(StackSettings.loopback("max-message = 4 KiB"), new Notes());
        SipPeer peer = SipPeer.tcp("127.0.0.1", StackSettings.port(stack, "tcp"))) {
      peer.send("x".repeat(5000));

      assertThat(peer.isAtEnd()).isTrue();
    }
  }

  @Test
  void anUnfinishedMessageOnTcpIsNotWaitedForForever() throws SipBindException {
    try (JainSipStack stack =
            JainSipStack.start(StackSettings.loopback("tcp.message-time = 100 ms"), new Notes());
        SipPeer peer = SipPeer.tcp("127.0.0.1", StackSettings.port(stack, "tcp"))) {
      peer.send("OPTIONS sip:a@b SIP/2.0\n");

      assertThat(peer.isAtEnd()).isTrue();
    }
  }

  @Test
  void aPeerThatDoesNotReadLosesItsConnectionAndHoldsUpNobody() throws SipBindException {
    Notes notes = new Notes();
    try (JainSipStack stack =
            JainSipStack.start(StackSettings.loopback("tcp.send-queue = 64 KiB"), notes);
        SipPeer peer = SipPeer.tcp("127.0.0.1", StackSettings.port(stack, "tcp"))) {
      peer.send(request("OPTIONS", "slow", 1, viaTcp(peer.port(), "1"), ""));
      Notes.Request request = notes.next(Notes.Request.class);
      SipResponse large =
          request.request().response(200, "OK").withBody(Body.of("text/plain", "x".repeat(60_000)));

      int sent = 0;
      while (stack.isOpen(request.flow()) && sent < 100_000) {
        stack.repeat(large, request.flow());
        sent++;
      }

      assertThat(notes.next(Notes.Closed.class).flow()).isEqualTo(request.flow());
      assertThat(sent).isGreaterThan(1);
    }
  }

  @Test
  void anAnswerLargerThanTheQueueReachesWhoReadsIt() throws SipBindException {
    Notes notes = new Notes();
    String text = "x".repeat(16 << 20); // more than the kernel takes at once
    try (JainSipStack stack =
            JainSipStack.start(StackSettings.loopback("tcp.send-queue = 64 KiB"), notes);
        SipPeer peer = SipPeer.tcp("127.0.0.1", StackSettings.port(stack, "tcp"))) {
      peer.send(request("OPTIONS", "large", 1, viaTcp(peer.port(), "1"), ""));
      Notes.Request request = notes.next(Notes.Request.class);

      stack.respond(
          request.id(),
          request.request().response(200, "OK").withToTag("x").withBody(Body.of("a/b", text)));

      assertThat(peer.receiveText()).startsWith("SIP/2.0 200").endsWith(text);
    }
  }

  @Test
  void whoDoesNotReadALargeAnswerDoesNotKeepItForEver() throws SipBindException {
    Notes notes = new Notes();
    String text = "x".repeat(16 << 20);
    try (JainSipStack stack =
            JainSipStack.start(StackSettings.loopback("tcp.message-time = 200 ms"), notes);
        SipPeer peer = SipPeer.tcp("127.0.0.1", StackSettings.port(stack, "tcp"))) {
      peer.send(request("OPTIONS", "lazy", 1, viaTcp(peer.port(), "1"), ""));
      Notes.Request request = notes.next(Notes.Request.class);

      stack.respond(
          request.id(),
          request.request().response(200, "OK").withToTag("x").withBody(Body.of("a/b", text)));

      assertThat(notes.next(Notes.Closed.class).flow()).isEqualTo(request.flow());
    }
  }

  @Test
  void oneConnectionTooManyIsClosed() throws SipBindException {
    Notes notes = new Notes();
    try (JainSipStack stack =
            JainSipStack.start(StackSettings.loopback("tcp.max-connections = 1"), notes);
        SipPeer first = SipPeer.tcp("127.0.0.1", StackSettings.port(stack, "tcp"))) {
      first.send(request("OPTIONS", "one", 1, viaTcp(first.port(), "1"), ""));
      answer(stack, notes);
      first.expect(200);

      try (SipPeer second = SipPeer.tcp("127.0.0.1", StackSettings.port(stack, "tcp"))) {
        assertThat(second.isAtEnd()).isTrue();
      }
    }
  }

  @Test
  void aHostThatDoesNotExistIsAnError() throws SipBindException {
    Notes notes = new Notes();
    try (JainSipStack stack = JainSipStack.start(StackSettings.loopback(""), notes)) {
      ClientTransactionId id =
          stack.send(ours("sip:ada@nowhere.invalid"), Destination.udp("nowhere.invalid", 5060));

      assertThat(notes.next(Notes.Failure.class))
          .isEqualTo(new Notes.Failure(id, TransportFailure.UNKNOWN_HOST));
    }
  }

  private static Notes.Request answer(JainSipStack stack, Notes notes) {
    Notes.Request request = notes.next(Notes.Request.class);
    stack.respond(request.id(), request.request().response(200, "OK").withToTag("x"));
    return request;
  }

  private static SipRequest ours(String uri) {
    try {
      NameAddress us = NameAddress.of(SipUri.sip("9000", "127.0.0.1", -1)).withTag("us");
      return SipRequest.of(
          "OPTIONS", SipUri.parse(uri), us, NameAddress.of(SipUri.parse(uri)), "ours", 1);
    } catch (org.confocal.wire.WireFormatException e) {
      throw new AssertionError(e);
    }
  }

  /** Holds its lane until it is let go, which nobody should do. */
  private record Blocking(CountDownLatch until) implements SipListener {
    @Override
    public void onRequest(SipRequest request, ServerTransactionId id, Flow flow) {
      try {
        until.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void onAck(SipRequest ack, Flow flow) {}

    @Override
    public void onCancel(ServerTransactionId invite, Flow flow) {}

    @Override
    public void onResponse(ClientTransactionId id, SipResponse response) {}

    @Override
    public void onTimeout(ClientTransactionId id) {}

    @Override
    public void onTransportError(ClientTransactionId id, TransportFailure failure) {}

    @Override
    public void onFlowClosed(Flow flow) {}
  }
}
