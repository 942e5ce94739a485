package org.confocal.sip.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsIdentityTest {
  @TempDir Path directory;

  private TlsSettings settings(String... lines) {
    Config config =
        ConfigFactory.parseString("confocal.sip { tls {" + String.join("\n", lines) + "} }")
            .withFallback(ConfigFactory.parseResources("reference.conf"))
            .resolve();
    return TlsSettings.from(config, directory);
  }

  /** Writes a key and a certificate of our own in PEM. */
  private void writePem(String name) throws Exception {
    KeyStore made = KeyFiles.selfMade(directory.resolve(name + ".p12"), name);
    Files.writeString(
        directory.resolve("chain.pem"),
        pem("CERTIFICATE", made.getCertificate("confocal").getEncoded()));
    Files.writeString(
        directory.resolve("key.pem"),
        pem("PRIVATE KEY", made.getKey("confocal", KeyFiles.PASSWORD).getEncoded()));
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(bytes)
        + "\n-----END "
        + what
        + "-----\n";
  }

  private TlsSettings pemSettings() {
    return settings(
        "certificate = \"" + directory.resolve("chain.pem") + "\"",
        "key = \"" + directory.resolve("key.pem") + "\"");
  }

  @Test
  void theFirstStartMakesACertificateAndTheNextOnesKeepIt() throws Exception {
    Path file = settings().selfMade();

    TlsIdentity.load(settings());
    byte[] first = Files.readAllBytes(file);
    TlsIdentity.load(settings());

    assertThat(Files.readAllBytes(file)).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    X509Certificate certificate =
        (X509Certificate) KeyFiles.selfMade(file, "").getCertificate("confocal");
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=confocal.internal");
    try (var left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aChangedFileIsReadAndABrokenOneIsNot() throws Exception {
    writePem("one.example.test");
    TlsIdentity identity = TlsIdentity.load(pemSettings());
    Object first = identity.context();

    identity.refresh();
    assertThat(identity.context()).isSameAs(first);
    writePem("two.example.test");
    Files.setLastModifiedTime(directory.resolve("key.pem"), FileTime.fromMillis(1));
    identity.refresh();
    Object second = identity.context();
    Files.writeString(directory.resolve("chain.pem"), "torn");
    identity.refresh();

    assertThat(second).isNotSameAs(first);
    assertThat(identity.context()).isSameAs(second);
  }

  @Test
  void aFileAtFaultIsNamed() throws Exception {
    writePem("one.example.test");
    Files.writeString(directory.resolve("key.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n");

    assertThatThrownBy(() -> TlsIdentity.load(pemSettings()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("key.pem")
        .hasMessageContaining("PKCS #8");
  }

  @Test
  void theKeysOfTheReferenceAreThoseThatAreRead() {
    var written =
        ConfigFactory.parseResources("reference.conf").getConfig(TlsSettings.PATH).root().keySet();

    assertThat(new TreeSet<>(written))
        .containsExactly("certificate", "key", "reload", "trusted", "verify-peers", "versions");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "certificate = \"a.pem\" | confocal.sip.tls.key:  (expected: a file if certificate is one, else empty)",
        "versions = [\"TLSv1.1\"] | confocal.sip.tls.versions: [TLSv1.1] (expected: some of TLSv1.3, TLSv1.2)",
        "reload = 1 ms | confocal.sip.tls.reload: PT0.001S (expected: 100 ms to 24 h)"
      })
  void aWrongValueIsNamed(String line, String message) {
    assertThatThrownBy(() -> settings(line)).hasMessage(message);
  }
}
