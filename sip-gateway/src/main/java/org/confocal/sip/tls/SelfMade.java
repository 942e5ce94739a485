package org.confocal.sip.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The certificate that a node makes for itself, so that TLS is there from the first start. Made by
 * the platform's keytool: the platform has no public way to sign a certificate.
 */
final class SelfMade {
  private static final long KEYTOOL_SECONDS = 60;

  private SelfMade() {}

  /**
   * Reads it, and makes it the first time; beside it, {@code self-made.pem} has the certificate for
   * clients that are to trust it.
   *
   * @param names the first one is the subject, all are alternative names
   * @throws IOException if it cannot be made or read; names the file
   */
  static KeyStore load(Path file, List<String> names) throws IOException {
    if (!Files.exists(file)) {
      try {
        make(file, names);
      } catch (IOException e) {
        throw new IOException(file + ": cannot be made: " + e.getMessage(), e);
      }
    }
    KeyStore store = KeyFiles.store(file, String.valueOf(KeyFiles.PASSWORD));
    Path open = file.resolveSibling("self-made.pem");
    if (!Files.exists(open)) {
      Files.writeString(open, pem(store));
    }
    return store;
  }

  private static String pem(KeyStore store) throws IOException {
    try {
      Certificate certificate = store.getCertificate("confocal");
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static void make(Path file, List<String> names) throws IOException {
    Files.createDirectories(file.getParent());
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwx------"));
    Path place = Files.createTempDirectory(file.getParent(), "new"); // for its owner only
    Path fresh = place.resolve("made.p12");
    try {
      run(command(fresh, names));
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      Files.move(fresh, file);
    } finally {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(place);
    }
  }

  private static List<String> command(Path fresh, List<String> names) {
    return List.of(
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
        "CN=" + names.get(0).replaceAll("[^A-Za-z0-9.:-]", ""),
        "-ext",
        "san=" + names.stream().map(SelfMade::alternative).collect(Collectors.joining(",")),
        "-storetype",
        "PKCS12",
        "-keystore",
        fresh.toString(),
        "-storepass",
        String.valueOf(KeyFiles.PASSWORD));
  }

  private static String alternative(String name) {
    String plain = name.replaceAll("[\\[\\]]", "");
    boolean address = plain.indexOf(':') >= 0 || plain.matches("[0-9.]+");
    return (address ? "ip:" : "dns:") + plain.replaceAll("[^A-Za-z0-9.:-]", "");
  }

  private static void run(List<String> command) throws IOException {
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      keytool.getOutputStream().close();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IOException("keytool says: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      keytool.destroyForcibly();
    }
  }
}
