package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.confocal.it.kit.Digest;
import org.confocal.it.kit.Linphonec;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two hashes offered at once, for clients that know the newer one: RFC 8760. */
class DigestAlgorithmsIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(
          NodeConfig.onFreePorts()
              .with("confocal.sip.digest-algorithms", "[\"SHA-256\", \"MD5\"]"));

  private static final String PASSWORD = "correct-horse";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @BeforeAll
  static void bobIsAUserAndOneMeetingIsForUsers() {
    var added = NODE.process().cliReading(PASSWORD, "user", "add", "bob", "--password-stdin");
    assertThat(added.exitCode()).as(added.output()).isZero();
    NODE.process().cliDone("meeting", "create", "--number", "8000");
  }

  @Test
  void bothAreOfferedAndEitherIsAccepted() {
    String registrar = "sip:127.0.0.1:" + NODE.config().sipPort();
    try (SipPeer bob = SipPeer.udp("bob", NODE.sip())) {
      SipCall registration = bob.call("sip:bob@127.0.0.1:" + NODE.config().sipPort());
      SipMessage challenged = registration.request("REGISTER").uri(registrar).send().expect(401);
      List<Digest> digests =
          challenged.all("WWW-Authenticate").stream()
              .map(value -> new Digest(value, "bob", PASSWORD))
              .toList();

      assertThat(digests.stream().map(d -> d.parameter("algorithm")))
          .containsExactly("SHA-256", "MD5");
      for (int i = 0; i < digests.size(); i++) {
        registration
            .request("REGISTER")
            .uri(registrar)
            .header("Authorization", digests.get(i).answer("REGISTER", registrar, i + 1))
            .send()
            .expect(200);
      }
    }
  }

  @Test
  void aLinphoneRegistersAndJoinsWithTheNewerHash() {
    String hostPort = "127.0.0.1:" + NODE.config().sipPort();
    try (Linphonec linphonec =
        Linphonec.startRegistered(directory, "bob", ToneMap.TONES_HZ.get(0), hostPort, PASSWORD)) {
      linphonec.call(NODE.config().uri("8000"));

      linphonec.hangUp();
      assertThat(linphonec.log()).containsPattern("Authorization: +Digest[^\\n]*SHA-256");
    }
  }
}
