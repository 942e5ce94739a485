package org.confocal.sip.jain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.sip.kit.SipTexts.request;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
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
    SSLContext context = trusting.context();
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port());
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

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS sip:a@b SIP/2.0\r\n\r\n", "", "\u0016\u0003\u0001\u0001"})
  void whoSaysNoHelloLosesHisConnection(String said) throws Exception {
    Notes hasty = new Notes();
    try (JainSipStack node = start(trusting, hasty, "tcp.message-time = 200 ms");
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
