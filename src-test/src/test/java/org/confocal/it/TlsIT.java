package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.Certificates;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.Linphonec;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.Ports;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** SIP and the operators' routes over TLS: RFC 3261 section 26.2, RFC 5630, RFC 5922. */
class TlsIT {
  private static final int LIN = ToneMap.TONES_HZ.get(0);
  private static final int BOB = ToneMap.TONES_HZ.get(2);
  private static final int EVE = ToneMap.TONES_HZ.get(4);
  private static final Duration HEARD_LAST = Duration.ofSeconds(3);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String TOKEN = "open-sesame-open-sesame";

  private final ToneMap map = ToneMap.standard();
  private final int port = Ports.free();
  private final InetSocketAddress tls =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), port);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private NodeConfig config() {
    return NodeConfig.onFreePorts().withTls(port);
  }

  private ConfocalProcess start(NodeConfig config) {
    return ConfocalProcess.start(directory.resolve("data"), config);
  }

  private Path store() {
    return directory.resolve("node.p12");
  }

  private NodeConfig withStore(NodeConfig config) {
    return config
        .with("confocal.sip.tls.certificate", store().toString())
        .with("confocal.sip.tls.password", Certificates.PASSWORD)
        .with("confocal.sip.tls.reload", "200ms");
  }

  /** A new certificate, and a time on it that differs from that of the last one. */
  private void renew(String name) throws IOException {
    Certificates.make(store(), name);
    Files.setLastModifiedTime(store(), FileTime.from(Instant.now().minusSeconds(3600)));
  }

  @Test
  void registeredPhonesOverTlsHearEachOtherWhileTheCertificateChanges() throws IOException {
    Certificates.make(store(), "old");
    Path trusted = Certificates.pem(store());
    String registrar = "127.0.0.1:" + port;
    String byName = "localhost:" + port; // a linphone finds no address in a certificate
    String number = "sip:9000@" + byName + ";transport=tls";
    try (ConfocalProcess node = start(withStore(config()))) {
      node.cliDone("meeting", "create", "--number", "9000", "--open");
      Management.of(node).addUser("bob", "correct-horse");
      Management.of(node).addUser("lin", "battery-staple");

      try (Linphonec lin =
              Linphonec.startSecure(directory, "lin", LIN, trusted, byName, "battery-staple");
          Baresip bob =
              Baresip.start(
                  directory,
                  Baresip.Account.direct("bob", BOB)
                      .over("tls")
                      .trusting(trusted)
                      .registeredAt(registrar, "correct-horse"));
          Baresip eve = Baresip.start(directory, Baresip.Account.direct("eve", EVE))) {
        lin.call(number);
        bob.call(number);
        eve.call(node.uri("9000"));
        String before = Certificates.shownAt(tls);
        renew("new");
        Eventually.eventually(
            "the new certificate is shown", SOON, () -> Certificates.shownAt(tls).equals("CN=new"));
        Eventually.pass(Duration.ofSeconds(5));
        eve.hangUp();
        bob.hangUp();
        lin.hangUp();

        assertThat(before).isEqualTo("CN=old");
        assertThat(map.median(eve.heard().last(HEARD_LAST)).heard()).containsExactly(LIN, BOB);
        assertThat(map.loudest(bob.heard()).heard()).contains(LIN, EVE).doesNotContain(BOB);
        assertThat(map.loudest(lin.heard()).heard()).contains(BOB, EVE).doesNotContain(LIN);
        assertThat(bob.log()).contains("Via: SIP/2.0/TLS").doesNotContain("Via: SIP/2.0/UDP");
        assertThat(lin.log()).contains("Via: SIP/2.0/TLS").doesNotContain("Via: SIP/2.0/UDP");
      }
    }
  }

  @Test
  void aCallToSipsStaysSipsAndByeComesByTls() {
    try (ConfocalProcess node = start(config())) {
      node.cliDone("meeting", "create", "--number", "9000", "--open");
      try (SipPeer ada = SipPeer.tls("ada", tls);
          SipPeer udp = SipPeer.udp("udp", node.config().sip())) {
        String contact = "sips:ada@" + ada.hostPort();
        SipCall call = ada.call("sips:9000@127.0.0.1:" + port).withContact(contact);
        SipMessage answer = call.join(Sdp.audio(40_000).text());
        SipMessage refused =
            udp.call("sips:9000@127.0.0.1:" + port)
                .invite(Sdp.audio(40_002).text())
                .send()
                .expect(403);
        Management.of(node)
            .delete("/confocal/conferences/" + call.remoteTag().replaceAll("-.*", ""));
        SipMessage bye = call.awaitRequest("BYE", SipPeer.SOON);
        ada.answer(bye, 200, "");

        assertThat(answer.uriIn("Contact")).startsWith("sips:").contains(":" + port);
        assertThat(refused.startLine()).contains("sips came over udp");
        assertThat(bye.startLine()).startsWith("BYE " + contact);
        assertThat(bye.header("Via")).startsWith("SIP/2.0/TLS");
      }
    }
  }

  @Test
  void beyondLoopbackOperatorsNeedTlsAndTheTokenAndTheCommandsGoOn() throws IOException {
    Certificates.make(store(), "old");
    NodeConfig open =
        withStore(config())
            .with("confocal.management.host", "0.0.0.0")
            .with("confocal.management.token", TOKEN);
    try (ConfocalProcess node = start(open)) {
      Management operator = Management.secure(node, TOKEN);
      String created = node.cliDone("meeting", "create", "--number", "4711");
      renew("new");
      InetSocketAddress management =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), node.config().managementPort());
      Eventually.eventually(
          "the new certificate is shown",
          SOON,
          () -> Certificates.shownAt(management).equals("CN=new"));

      assertThat(created).contains("4711");
      assertThat(node.cliDone("meeting", "list")).contains("4711");
      assertThat(operator.get("/confocal/meetings").body()).contains("4711");
      assertThat(operator.get("/metrics").statusCode()).isEqualTo(200);
      assertThat(operator.get("/ready").statusCode()).isEqualTo(200);
      for (String path : new String[] {"/confocal/meetings", "/metrics"}) {
        assertThat(operator.withToken("").get(path).statusCode()).isEqualTo(401);
        assertThat(operator.withToken("guess").get(path).statusCode()).isEqualTo(401);
      }
      assertThat(operator.get("/cluster/members").statusCode()).isEqualTo(404);
      assertThat(plainly(management)).doesNotContain("HTTP/1.1 200");
    }
  }

  private static String plainly(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("GET /ready HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void aPortInUseABrokenCertificateAndAMissingTokenAreOneClearLineEach() throws IOException {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(refused(config())).contains("tls:127.0.0.1:" + taken.getLocalPort());
    }
    Files.writeString(store(), "torn");
    assertThat(refused(withStore(config()))).contains("node.p12", "expected: PKCS #12");
    assertThat(refused(config().with("confocal.management.host", "0.0.0.0")))
        .contains("confocal.management.token", "expected");
  }

  private String refused(NodeConfig config) {
    try (ConfocalProcess node = ConfocalProcess.launch(directory.resolve("data"), config)) {
      assertThat(node.awaitExit(Duration.ofSeconds(60))).isEqualTo(1);
      assertThat(node.log()).doesNotContain("\tat ");
      return node.log();
    }
  }
}
