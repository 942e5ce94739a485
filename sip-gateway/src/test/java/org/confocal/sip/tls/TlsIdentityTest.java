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
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsIdentityTest {
  @TempDir Path directory;

  private TlsSettings settings(String... lines) {
    Config config =
        ConfigFactory.parseString(
                "confocal.sip { aliases = [sip.example.test], stack.advertised-host = 192.0.2.7\n"
                    + " tls {"
                    + String.join("\n", lines)
                    + "} }")
            .withFallback(ConfigFactory.parseResources("reference.conf"))
            .resolve();
    return TlsSettings.from(config, directory);
  }

  /** Writes a key and a certificate of our own in PEM. */
  private void writePem(String name) throws Exception {
    KeyStore made = SelfMade.load(directory.resolve(name + ".p12"), List.of(name));
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
    Path file = settings().files().selfMade();

    TlsIdentity.load(settings());
    byte[] first = Files.readAllBytes(file);
    TlsIdentity.load(settings());

    assertThat(Files.readAllBytes(file)).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    X509Certificate certificate = TlsIdentity.load(settings()).certificate();
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=confocal.internal");
    assertThat(certificate.getSubjectAlternativeNames().stream().map(n -> n.get(1).toString()))
        .contains("confocal.internal", "sip.example.test", "192.0.2.7", "127.0.0.1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    try (var left = Files.list(file.getParent())) {
      assertThat(left).containsExactlyInAnyOrder(file, file.resolveSibling("self-made.pem"));
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
  void aKeyOfAnotherCertificateIsRefusedUntilBothFilesAreThere() throws Exception {
    writePem("one.example.test");
    TlsIdentity identity = TlsIdentity.load(pemSettings());
    Object first = identity.context();
    String oldKey = Files.readString(directory.resolve("key.pem"));
    writePem("two.example.test");
    String newKey = Files.readString(directory.resolve("key.pem"));
    Files.writeString(directory.resolve("key.pem"), oldKey);

    identity.refresh();
    Object between = identity.context();
    Files.writeString(directory.resolve("key.pem"), newKey);
    Files.setLastModifiedTime(directory.resolve("key.pem"), FileTime.fromMillis(1));
    identity.refresh();

    assertThat(between).isSameAs(first);
    assertThat(identity.certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=two.example.test");
  }

  @Test
  void aListenerHearsOfAChangeOnly() throws Exception {
    writePem("one.example.test");
    TlsIdentity identity = TlsIdentity.load(pemSettings());
    AtomicInteger changes = new AtomicInteger();
    identity.onChange(changes::incrementAndGet);

    identity.refresh();
    writePem("two.example.test");
    Files.setLastModifiedTime(directory.resolve("key.pem"), FileTime.fromMillis(1));
    identity.refresh();

    assertThat(changes).hasValue(1);
  }

  @Test
  void aListenerThatFailsHearsOfItAgain() throws Exception {
    writePem("one.example.test");
    TlsIdentity identity = TlsIdentity.load(pemSettings());
    AtomicInteger calls = new AtomicInteger();
    identity.onChange(
        () -> {
          if (calls.incrementAndGet() == 1) {
            throw new IllegalStateException("not now");
          }
        });
    writePem("two.example.test");
    Files.setLastModifiedTime(directory.resolve("key.pem"), FileTime.fromMillis(1));

    identity.refresh();
    identity.refresh();
    identity.refresh();

    assertThat(calls).hasValue(2);
    assertThat(identity.certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=two.example.test");
  }

  @Test
  void aSelfMadeCertificateThatIsLostIsMadeAgainAtTheNextStartOnly() throws Exception {
    TlsIdentity identity = TlsIdentity.load(settings());
    Object first = identity.context();
    Path file = settings().files().selfMade();
    Files.delete(file);

    identity.refresh();

    assertThat(file).doesNotExist();
    assertThat(identity.context()).isSameAs(first);
  }

  @Test
  void thePemOfTheSelfMadeCertificateIsAlwaysThatOfItsStore() throws Exception {
    TlsIdentity.load(settings());
    Path open = settings().files().selfMade().resolveSibling("self-made.pem");
    String right = Files.readString(open);
    Files.writeString(open, "torn");

    TlsIdentity.load(settings());

    assertThat(Files.readString(open)).isEqualTo(right);
  }

  @Test
  void aCertificateThatEndsSoonIsToldOnceADay() throws Exception {
    TlsIdentity identity = TlsIdentity.load(settings());
    Instant end = identity.certificate().getNotAfter().toInstant();
    Duration day = Duration.ofDays(1);

    assertThat(identity.remind(end.minus(day.multipliedBy(15)))).isFalse();
    assertThat(identity.remind(end.minus(day.multipliedBy(13)))).isTrue();
    assertThat(identity.remind(end.minus(day.multipliedBy(13)).plusSeconds(60))).isFalse();
    assertThat(identity.remind(end.minus(day.multipliedBy(12)))).isTrue();
  }

  @Test
  void aNameThatNoCertificateCanHaveIsLeftOut() throws Exception {
    KeyStore made =
        SelfMade.load(directory.resolve("made.p12"), List.of("a_b.example.test", "::1", "c.test"));

    X509Certificate certificate = (X509Certificate) made.getCertificate("confocal");

    assertThat(certificate.getSubjectAlternativeNames().stream().map(n -> n.get(1).toString()))
        .containsExactly("0:0:0:0:0:0:0:1", "c.test");
  }

  @Test
  void aKeyWithoutACertificateIsOneLine() throws Exception {
    KeyStore store = KeyFiles.empty();
    store.setKeyEntry("alone", encryptedKey(), null);
    Path file = directory.resolve("alone.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, "password".toCharArray());
    }

    assertThatThrownBy(() -> KeyFiles.store(file, "password"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("alone.p12");
  }

  private static byte[] encryptedKey() throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    byte[] key = keys.generateKeyPair().getPrivate().getEncoded();
    String way = "PBEWithSHA1AndDESede";
    Cipher cipher = Cipher.getInstance(way);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(way).generateSecret(new PBEKeySpec("password".toCharArray())),
        new PBEParameterSpec(new byte[20], 1_000));
    return new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(key)).getEncoded();
  }

  @Test
  void anOlderFormOfTheKeyIsRead() throws Exception {
    for (String algorithm : List.of("RSA", "EC")) {
      Path store = directory.resolve(algorithm + ".p12");
      keytool(store, algorithm);
      KeyStore made = KeyFiles.store(store, "password");
      byte[] pkcs8 = made.getKey("confocal", KeyFiles.PASSWORD).getEncoded();
      Path chain = directory.resolve("chain.pem");
      Path key = directory.resolve("key.pem");
      Files.writeString(chain, pem("CERTIFICATE", made.getCertificate("confocal").getEncoded()));
      Files.writeString(key, pem(algorithm + " PRIVATE KEY", bare(pkcs8)));

      KeyStore read = KeyFiles.pem(chain, key);

      assertThat(read.getKey("confocal", KeyFiles.PASSWORD))
          .isEqualTo(made.getKey("confocal", KeyFiles.PASSWORD));
    }
  }

  /** What the octet string at the end of PKCS #8 holds. */
  private static byte[] bare(byte[] pkcs8) {
    int at = pkcs8[1] < 0 ? 2 + (pkcs8[1] & 0x7f) : 2;
    at += 3;
    at += 2 + pkcs8[at + 1];
    int length = pkcs8[at + 1] < 0 ? pkcs8[at + 1] & 0x7f : 0;
    return Arrays.copyOfRange(pkcs8, at + 2 + length, pkcs8.length);
  }

  private static void keytool(Path store, String algorithm) throws Exception {
    Process keytool =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/keytool",
                "-genkeypair",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=x",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "password")
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();
  }

  @Test
  void aKeyStoreOfOthersIsReadWithItsPassword() throws Exception {
    Path store = directory.resolve("theirs.p12");
    keytool(store, "RSA");
    String file = "certificate = \"" + store + "\"";

    TlsIdentity identity = TlsIdentity.load(settings(file, "password = password"));

    assertThat(identity.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=x");
    assertThatThrownBy(() -> TlsIdentity.load(settings(file, "password = wrong")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("theirs.p12");
  }

  @Test
  void aFileAtFaultIsNamed() throws Exception {
    writePem("one.example.test");
    Files.writeString(directory.resolve("key.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n");

    assertThatThrownBy(() -> TlsIdentity.load(pemSettings()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("key.pem")
        .hasMessageContaining("no private key");
  }

  @Test
  void theKeysOfTheReferenceAreThoseThatAreRead() {
    var written =
        ConfigFactory.parseResources("reference.conf").getConfig(TlsSettings.PATH).root().keySet();

    assertThat(new TreeSet<>(written))
        .containsExactly(
            "certificate",
            "ciphers",
            "client-certificate",
            "handshake",
            "key",
            "password",
            "reload",
            "trusted",
            "verify-peers",
            "versions");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "certificate = \"a.pem\" | confocal.sip.tls.key:  (expected: a file if certificate is one in PEM, else empty)",
        "versions = [\"TLSv1.1\"] | confocal.sip.tls.versions: [TLSv1.1] (expected: some of TLSv1.3, TLSv1.2)",
        "reload = 1 ms | confocal.sip.tls.reload: PT0.001S (expected: 100 ms to 86400000 ms)",
        "ciphers = [TLS_NO] | confocal.sip.tls.ciphers: TLS_NO (expected: cipher suites of the Java platform, such as TLS_AES_256_GCM_SHA384)",
        "ciphers = [TLS_AES_128_GCM_SHA256] | confocal.sip.tls.ciphers: [TLS_AES_128_GCM_SHA256] (expected: one of TLSv1.2 too, or versions without it)",
        "client-certificate = maybe | confocal.sip.tls.client-certificate: maybe (expected: none, wanted or needed)",
        "handshake.most = 0 | confocal.sip.tls.handshake.most: 0 (expected: 1 to 100000)"
      })
  void aWrongValueIsNamed(String line, String message) {
    assertThatThrownBy(() -> settings(line)).hasMessage(message);
  }
}
