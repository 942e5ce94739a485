package org.confocal.sip.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that a node makes for itself, so that TLS is there from the first start. Made by
 * the platform's keytool: the platform has no public way to sign a certificate.
 */
final class SelfMade {
  private static final Logger LOG = LoggerFactory.getLogger(SelfMade.class);
  private static final long KEYTOOL_SECONDS = 60;
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*");
  private static final Pattern NAME =
      Pattern.compile(
          "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

  private SelfMade() {}

  /**
   * Reads it, and makes it the first time.
   *
   * @param names the first one is the subject, all are alternative names; one that cannot be in a
   *     certificate is left out
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
    return read(file);
  }

  /**
   * Reads it. Beside it, {@code self-made.pem} has the certificate for clients that are to trust
   * it.
   *
   * @throws IOException if it cannot be read; names the file
   */
  static KeyStore read(Path file) throws IOException {
    KeyStore store = KeyFiles.store(file, String.valueOf(KeyFiles.PASSWORD));
    Path open = file.resolveSibling("self-made.pem");
    String text = pem(store);
    if (!Files.exists(open) || !Files.readString(open).equals(text)) {
      Path draft = file.resolveSibling("self-made.pem.new");
      Files.writeString(draft, text);
      Files.move(draft, open, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
    Path said = place.resolve("said");
    try {
      run(command(fresh, names), said);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      Files.move(fresh, file);
    } finally {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(said);
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
        "san=" + alternatives(names),
        "-storetype",
        "PKCS12",
        "-keystore",
        fresh.toString(),
        "-storepass",
        String.valueOf(KeyFiles.PASSWORD));
  }

  private static String alternatives(List<String> names) {
    return names.stream()
        .flatMap(name -> alternative(name).stream())
        .collect(Collectors.joining(","));
  }

  /** Empty for a name that a certificate cannot have, RFC 5280 section 4.2.1.6. */
  private static Optional<String> alternative(String name) {
    String plain = name.replaceAll("[\\[\\]]", "");
    if (ADDRESS.matcher(plain).matches()) {
      return Optional.of("ip:" + plain);
    }
    if (NAME.matcher(plain).matches()) {
      return Optional.of("dns:" + plain);
    }
    LOG.warn("name left out of the self-made certificate name={}", name);
    return Optional.empty();
  }

  private static void run(List<String> command, Path said) throws IOException {
    Process keytool =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      keytool.getOutputStream().close();
      if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("keytool does not end within " + KEYTOOL_SECONDS + " s");
      }
      if (keytool.exitValue() != 0) {
        throw new IOException("keytool says: " + Files.readString(said).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      keytool.destroyForcibly();
    }
  }
}
