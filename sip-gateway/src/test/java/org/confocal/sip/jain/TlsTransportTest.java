package org.confocal.sip.jain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.confocal.sip.kit.SipTexts.request;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.confocal.sip.kit.Notes;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.sip.tls.TlsIdentity;
import org.confocal.sip.tls.TlsSettings;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTransportTest {
  @TempDir static Path directory;
  private static TlsIdentity trusting;
  private final Notes notes = new Notes();
  private JainSipStack stack;

  @BeforeAll
  static void makeCertificate() throws IOException {
    trusting = identity("verify-peers = false");
  }

  private static TlsIdentity identity(String line) throws IOException {
    return TlsIdentity.load(
        TlsSettings.from(
            ConfigFactory.parseString("confocal.sip.tls { " + line + " }")
                .withFallback(ConfigFactory.parseResources("reference.conf"))
                .resolve(),
            directory));
  }

  private static JainSipStack start(TlsIdentity identity, Notes notes, String more)
      throws SipBindException {
    return JainSipStack.start(
        StackSettings.loopback("listen = [\"tls:127.0.0.1:0\"]\ntcp.connect-limit = 5 s\n" + more),
        identity,
        notes);
  }

  @BeforeEach
  void start() throws SipBindException {
    stack = start(trusting, notes, "");
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  private int port() {
    return StackSettings.port(stack, "tls");
  }

  private SSLSocket socket(String version) throws IOException {
    return socket(stack, version);
  }

  private static SSLSocket socket(JainSipStack node, String version) throws IOException {
    SSLContext context = trusting.context();
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket("127.0.0.1", StackSettings.port(node, "tls"));
    socket.setEnabledProtocols(new String[] {version});
    return socket;
  }

  private static String options(int port) {
    return request("OPTIONS", "tls", 1, "SIP/2.0/TLS 127.0.0.1:" + port + ";branch=z9hG4bK1", "");
  }

  private static SipRequest ours() throws WireFormatException {
    NameAddress ada = NameAddress.parse("<sip:ada@example.test>");
    return SipRequest.of(
        "OPTIONS",
        SipUri.parse("sip:node@127.0.0.1;transport=tls"),
        ada.withTag("a"),
        ada,
        "tls-1",
        1);
  }

  private static Destination at(JainSipStack node) {
    return new Destination.Address("tls", "127.0.0.1", StackSettings.port(node, "tls"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aRequestIsReadAndALargeAnswerArrivesWhole(String version) throws IOException {
    String text = "x".repeat(300_000);
    try (SSLSocket socket = socket(version);
        SipPeer peer = SipPeer.over(socket)) {
      peer.send(options(socket.getLocalPort()));
      Notes.Request got = notes.next(Notes.Request.class);
      stack.respond(
          got.id(),
          got.request().response(200, "OK").withToTag("x").withBody(Body.of("a/b", text)));

      SipResponse answer = peer.expect(200);

      assertThat(answer.body().text()).isEqualTo(text);
      assertThat(got.flow().transport()).isEqualTo("tls");
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
    }
  }

  @Test
  void aRequestOfOursGoesToAnotherNode() throws Exception {
    Notes others = new Notes();
    try (JainSipStack other = start(trusting, others, "")) {
      stack.send(ours(), at(other));

      Notes.Request got = others.next(Notes.Request.class);
      other.respond(got.id(), got.request().response(200, "OK").withToTag("y"));

      assertThat(notes.next(Notes.Response.class).response().status()).isEqualTo(200);
    }
  }

  @Test
  void aNodeWhoseCertificateNobodyHasSignedIsNotReached() throws Exception {
    Notes others = new Notes();
    Notes mine = new Notes();
    try (JainSipStack other = start(trusting, others, "");
        JainSipStack careful = start(identity("verify-peers = true"), mine, "")) {
      careful.send(ours(), at(other));

      assertThat(List.of(mine.next(Notes.Note.class), mine.next(Notes.Note.class)))
          .filteredOn(Notes.Failure.class::isInstance)
          .extracting(n -> ((Notes.Failure) n).failure())
          .containsExactly(TransportFailure.UNREACHABLE);
      others.next(Notes.Closed.class);
    }
  }

  @Test
  void whoDoesNotEndHisHandshakeKeepsNobodyOutForLongAndNoMoreThanTheLimitBegin() throws Exception {
    Notes few = new Notes();
    TlsIdentity one = identity("verify-peers = false\nhandshake { most = 1, time = 1 s }");
    try (JainSipStack node = start(one, few, "");
        Socket silent = plain(node);
        Socket second = plain(node)) {
      second.setSoTimeout(5_000);

      assertThat(second.getInputStream().read()).isEqualTo(-1);
      few.next(Notes.Closed.class);

      try (SSLSocket third = socket(node, "TLSv1.3")) {
        third.startHandshake();
        assertThat(third.getSession().isValid()).isTrue();
      }
      assertThat(silent.getInputStream().readAllBytes().length).isLessThan(100);
    }
  }

  private static Socket plain(JainSipStack node) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), StackSettings.port(node, "tls"));
  }

  @Test
  void aSecondHandshakeOnTheSameConnectionIsRefused() throws Exception {
    try (SSLSocket socket = socket("TLSv1.2")) {
      socket.setSoTimeout(5_000);
      socket.startHandshake();

      socket.startHandshake();

      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
      notes.next(Notes.Closed.class);
    }
  }

  @Test
  void whatCameBeforeTheEndIsServedAndOthersAreNotTouched() throws Exception {
    try (SSLSocket leaving = socket("TLSv1.3");
        SSLSocket staying = socket("TLSv1.3");
        SipPeer peer = SipPeer.over(staying)) {
      leaving.getOutputStream().write(options(leaving.getLocalPort()).getBytes(UTF_8));
      leaving.shutdownOutput();
      List<Notes.Note> last =
          List.of(notes.next(Notes.Note.class), notes.next(Notes.Note.class)); // from two threads

      peer.send(options(staying.getLocalPort()).replace("z9hG4bK1", "z9hG4bK2"));
      Notes.Request got = notes.next(Notes.Request.class);
      stack.respond(got.id(), got.request().response(200, "OK").withToTag("x"));

      assertThat(peer.expect(200).status()).isEqualTo(200);
      assertThat(last)
          .hasAtLeastOneElementOfType(Notes.Request.class)
          .hasAtLeastOneElementOfType(Notes.Closed.class);
    }
  }

  @Test
  void oddBytesNeverStopTheOthers() throws Exception {
    Random random = new Random(20261122);
    for (int i = 0; i < 60; i++) {
      byte[] odd = new byte[1 + random.nextInt(700)];
      random.nextBytes(odd);
      if (i % 2 == 0) { // looks like a record, and sometimes like a hello
        byte[] head = {22, 3, (byte) (1 + i % 4), 0, (byte) (odd.length / 3), 1, 0, 0};
        System.arraycopy(head, 0, odd, 0, Math.min(head.length, odd.length));
      }
      try (Socket socket = plain(stack)) {
        socket.getOutputStream().write(odd);
        socket.shutdownOutput();
        notes.next(Notes.Closed.class);
      }
    }

    try (SSLSocket socket = socket("TLSv1.3")) {
      socket.startHandshake();

      assertThat(socket.getSession().isValid()).isTrue();
      assertThat(stack.counters().failedHandshakes()).isEqualTo(60);
    }
  }

  @Test
  void whoAnswersBytesWithGarbageAfterTheHandshakeIsClosed() throws Exception {
    try (Socket below = plain(stack);
        SSLSocket socket =
            (SSLSocket)
                trusting
                    .context()
                    .getSocketFactory()
                    .createSocket(below, "127.0.0.1", port(), false)) {
      socket.startHandshake();

      below.getOutputStream().write("OPTIONS sip:x@y SIP/2.0\r\n\r\n".getBytes(UTF_8));

      notes.next(Notes.Closed.class);
    }
  }

  @Test
  void aSlowReaderLosesHisConnectionAndHoldsNobodyUp() throws Exception {
    Notes own = new Notes();
    try (JainSipStack node = start(trusting, own, "tcp.message-time = 300 ms");
        SSLSocket socket = socket(node, "TLSv1.3")) {
      socket.getOutputStream().write(options(socket.getLocalPort()).getBytes(UTF_8));
      Notes.Request got = own.next(Notes.Request.class);
      node.respond(
          got.id(),
          got.request()
              .response(200, "OK")
              .withToTag("x")
              .withBody(Body.of("a/b", "x".repeat(30_000_000))));

      assertThat(own.next(Notes.Closed.class).flow()).isEqualTo(got.flow());
    }
  }

  @Test
  void whoDoesNotReadTakesNoMoreHeapThanHisQueue() throws Exception {
    Notes own = new Notes();
    try (JainSipStack node = start(trusting, own, "tcp.send-queue = 16 MiB");
        SSLSocket socket = socket(node, "TLSv1.3")) {
      socket.getOutputStream().write(options(socket.getLocalPort()).getBytes(UTF_8));
      Notes.Request got = own.next(Notes.Request.class);
      SipResponse small = got.request().response(200, "OK").withToTag("x");
      node.repeat(small.withBody(Body.of("a/b", "x".repeat(16 << 20))), got.flow());
      long before = usedHeap();

      for (int i = 0; i < 12_000; i++) {
        node.repeat(small, got.flow());
      }

      assertThat(usedHeap() - before).isLessThan(60L << 20);
      assertThat(node.isOpen(got.flow())).isTrue();
    }
  }

  private static long usedHeap() {
    Runtime machine = Runtime.getRuntime();
    machine.gc();
    return machine.totalMemory() - machine.freeMemory();
  }

  @Test
  void aRecordThatDoesNotEndIsNotWaitedForForever() throws Exception {
    Notes own = new Notes();
    try (JainSipStack node = start(trusting, own, "tcp.message-time = 200 ms");
        Socket below = plain(node);
        SSLSocket socket =
            (SSLSocket)
                trusting
                    .context()
                    .getSocketFactory()
                    .createSocket(below, "127.0.0.1", port(), false)) {
      socket.startHandshake();

      below.getOutputStream().write(new byte[] {23, 3, 3, 16, 0, 1, 2});

      own.next(Notes.Closed.class);
    }
  }

  @Test
  void aSlowHandshakeOfOursHasItsOwnTime() throws Exception {
    try (JainSipStack node = start(trusting, notes, "tcp.connect-limit = 50 ms");
        ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      node.send(ours(), new Destination.Address("tls", "127.0.0.1", peer.getLocalPort()));
      Socket slow = peer.accept();
      ByteArrayOutputStream hello = new ByteArrayOutputStream();
      slow.setSoTimeout(300); // more than the limit, in which nothing more comes
      assertThatThrownBy(() -> slow.getInputStream().transferTo(hello))
          .isInstanceOf(SocketTimeoutException.class);
      slow.setSoTimeout(5_000);

      try (SSLSocket late =
          (SSLSocket)
              trusting
                  .context()
                  .getSocketFactory()
                  .createSocket(slow, new ByteArrayInputStream(hello.toByteArray()), true)) {
        assertThat(new String(late.getInputStream().readNBytes(7), UTF_8)).isEqualTo("OPTIONS");
      }
    }
  }

  @Test
  void oneAddressTakesAPartOfTheHandshakesOnly() throws Exception {
    TlsIdentity few = identity("verify-peers = false\nhandshake.most = 8");
    try (JainSipStack node = start(few, new Notes(), "");
        Socket silent = plain(node);
        Socket second = plain(node);
        Socket other =
            new Socket(
                "127.0.0.1",
                StackSettings.port(node, "tls"),
                InetAddress.getByName("127.0.0.2"),
                0);
        SSLSocket third =
            (SSLSocket)
                trusting
                    .context()
                    .getSocketFactory()
                    .createSocket(other, "127.0.0.1", port(), false)) {
      second.setSoTimeout(5_000);

      assertThat(second.getInputStream().read()).isEqualTo(-1);
      third.startHandshake();

      assertThat(third.getSession().isValid()).isTrue();
      assertThat(silent.isConnected()).isTrue();
    }
  }

  @Test
  void aClientWithoutACertificateIsRefusedWhereOneIsNeeded() throws Exception {
    TlsIdentity strict = identity("verify-peers = false\nclient-certificate = needed");
    Notes own = new Notes();
    try (JainSipStack node = start(strict, own, "");
        SSLSocket socket = socket(node, "TLSv1.2")) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
      own.next(Notes.Closed.class);
    }
  }

  @Test
  void onlyTheListedCiphersAreSpoken() throws Exception {
    TlsIdentity one = identity("versions = [TLSv1.3]\nciphers = [TLS_CHACHA20_POLY1305_SHA256]");
    try (JainSipStack node = start(one, new Notes(), "");
        SSLSocket socket = socket(node, "TLSv1.3")) {
      socket.startHandshake();

      assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
    }
  }

  @Test
  void aRequestToSipsGoesByTlsOrNotAtAll() throws Exception {
    SipRequest secure = ours().withUri(SipUri.parse("sips:node@127.0.0.1"));

    stack.send(secure, new Destination.Address("udp", "127.0.0.1", 9));

    assertThat(notes.next(Notes.Failure.class).failure()).isEqualTo(TransportFailure.UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS sip:a@b SIP/2.0\r\n\r\n", "", "\u0016\u0003\u0001\u0001"})
  void whoSaysNoHelloLosesHisConnection(String said) throws Exception {
    Notes hasty = new Notes();
    try (JainSipStack node = start(identity("handshake.time = 200 ms"), hasty, "");
        Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), StackSettings.port(node, "tls"))) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(said.getBytes(UTF_8));

      byte[] heard = socket.getInputStream().readAllBytes();

      assertThat(heard.length).isLessThan(100); // an alert at most
      assertThat(hasty.next(Notes.Closed.class).flow().transport()).isEqualTo("tls");
    }
  }
}
