package org.confocal.sip.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and certificates on disk. */
final class KeyFiles {
  /** A key store wants one; the file's permissions are what protects the key. */
  static final char[] PASSWORD = "confocal".toCharArray();

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final long MAX_BYTES = 1 << 20;
  private static final long KEYTOOL_SECONDS = 60;

  private KeyFiles() {}

  /**
   * Reads a chain and its key.
   *
   * @throws IOException if a file cannot be read or is not what is expected; names it
   */
  static KeyStore pem(Path certificate, Path key) throws IOException {
    Collection<? extends Certificate> chain = certificates(certificate);
    if (chain.isEmpty()) {
      throw new IOException(certificate + ": no certificate (expected: a chain in PEM)");
    }
    Matcher m = KEY.matcher(text(key));
    if (!m.find()) {
      throw new IOException(
          key + ": no private key (expected: BEGIN PRIVATE KEY, unencrypted PKCS #8 in PEM)");
    }
    byte[] pkcs8 = Base64.getMimeDecoder().decode(m.group(1));
    try {
      KeyStore store = empty();
      Certificate[] certificates = chain.toArray(new Certificate[0]);
      String algorithm = certificates[0].getPublicKey().getAlgorithm();
      PrivateKey secret =
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      store.setKeyEntry("confocal", secret, PASSWORD, certificates);
      return store;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(key + ": does not belong to " + certificate + ": " + e.getMessage(), e);
    }
  }

  /** The certificates of a PEM file. */
  static Collection<? extends Certificate> certificates(Path file) throws IOException {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(
              new ByteArrayInputStream(text(file).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + e.getMessage() + " (expected: certificates in PEM)", e);
    }
  }

  static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    return store;
  }

  /** The self-made certificate; made by the platform's keytool the first time. */
  static KeyStore selfMade(Path file, String name) throws IOException {
    if (!Files.exists(file)) {
      make(file, name);
    }
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD);
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + e.getMessage() + " (remove it to have a new one)", e);
    }
  }

  private static void make(Path file, String name) throws IOException {
    Files.createDirectories(file.getParent());
    Path fresh = Files.createTempDirectory(file.getParent(), "new").resolve("made.p12");
    boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "confocal",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-validity",
            "3650",
            "-dname",
            "CN=" + name.replaceAll("[^A-Za-z0-9.:-]", ""),
            "-ext",
            "san=" + (address ? "ip:" : "dns:") + name + ",ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            fresh.toString(),
            "-storepass",
            String.valueOf(PASSWORD));
    run(command);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    Files.move(fresh, file);
    Files.delete(fresh.getParent());
  }

  private static void run(List<String> command) throws IOException {
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      keytool.getOutputStream().close();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IOException("keytool could not make a certificate: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      keytool.destroyForcibly();
    }
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + ": more than " + MAX_BYTES + " bytes");
    }
    return Files.readString(file);
  }
}
