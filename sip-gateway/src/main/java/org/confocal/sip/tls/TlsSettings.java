package org.confocal.sip.tls;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLServerSocketFactory;

/**
 * Settings under {@code confocal.sip.tls}. Each key is described in this room's {@code
 * reference.conf}.
 *
 * @param files key and certificate of this node
 * @param reload how often the files are looked at
 * @param versions of TLS
 * @param ciphers in the order in which they are preferred; empty: those of the Java platform
 * @param trust whom this node believes
 */
public record TlsSettings(
    Files files,
    Duration reload,
    List<String> versions,
    List<String> ciphers,
    Trust trust,
    Handshake handshake) {
  public static final String PATH = "confocal.sip.tls";
  private static final Set<String> KNOWN = Set.of("TLSv1.2", "TLSv1.3");

  /**
   * Where key and certificate are.
   *
   * @param certificate chain in PEM, ours first, or a PKCS #12 store with the key; empty: a
   *     self-made one
   * @param key private key in PEM; empty for a store
   * @param password of a store
   * @param selfMade key store of the self-made certificate; made when it is missing
   * @param names DNS names and addresses for a self-made certificate, the domain first
   */
  public record Files(
      Optional<Path> certificate,
      Optional<Path> key,
      String password,
      Path selfMade,
      List<String> names) {
    public Files {
      names = List.copyOf(names);
    }

    @Override
    public String toString() {
      return certificate.orElse(selfMade).toString();
    }
  }

  /**
   * Whom this node believes.
   *
   * @param verifyPeers a server that we connect to must have a certificate that is trusted
   * @param trusted certificates in PEM that are trusted besides those of the Java platform
   */
  public record Trust(boolean verifyPeers, Optional<Path> trusted, ClientCertificate clients) {}

  /** What is asked of those who connect to us. */
  public enum ClientCertificate {
    NONE,
    WANTED,
    NEEDED
  }

  /**
   * Limits of handshakes.
   *
   * @param time from the connection to the end of the handshake
   * @param most of others at once
   */
  public record Handshake(Duration time, int most) {}

  public TlsSettings {
    versions = List.copyOf(versions);
    ciphers = List.copyOf(ciphers);
  }

  /**
   * Reads and checks the keys.
   *
   * @param config the whole configuration
   * @param data the directory of everything that the node keeps
   */
  public static TlsSettings from(Config config, Path data) {
    Config c = config.getConfig(PATH);
    List<String> versions = c.getStringList("versions");
    require(
        !versions.isEmpty() && KNOWN.containsAll(versions),
        "versions",
        versions,
        "some of TLSv1.3, TLSv1.2");
    return new TlsSettings(
        files(config, c, data),
        time(c, "reload", 100, 86_400_000),
        versions,
        ciphers(c, versions),
        trust(c),
        new Handshake(time(c, "handshake.time", 100, 60_000), most(c)));
  }

  private static Files files(Config config, Config c, Path data) {
    Optional<Path> certificate = file(c, "certificate");
    Optional<Path> key = file(c, "key");
    boolean pem = certificate.isPresent() && !KeyFiles.isStore(certificate.get());
    require(
        pem == key.isPresent(),
        "key",
        c.getString("key"),
        "a file if certificate is one in PEM, else empty");
    List<String> names = new ArrayList<>();
    names.add(config.getString("confocal.sip.domain"));
    names.addAll(config.getStringList("confocal.sip.aliases"));
    names.add(config.getString("confocal.sip.stack.advertised-host"));
    names.addAll(List.of("localhost", "127.0.0.1"));
    return new Files(
        certificate,
        key,
        c.getString("password"),
        data.resolve("tls").resolve("self-made.p12"),
        names.stream()
            .map(String::strip)
            .filter(Predicate.not(String::isEmpty))
            .distinct()
            .toList());
  }

  private static List<String> ciphers(Config c, List<String> versions) {
    List<String> ciphers = c.getStringList("ciphers");
    Set<String> supported =
        Set.of(
            ((SSLServerSocketFactory) SSLServerSocketFactory.getDefault())
                .getSupportedCipherSuites());
    for (String cipher : ciphers) {
      require(
          supported.contains(cipher) && !cipher.contains("_NULL_") && !cipher.contains("_anon_"),
          "ciphers",
          cipher,
          "cipher suites of the Java platform, such as TLS_AES_256_GCM_SHA384");
    }
    for (String version : versions) {
      require(
          ciphers.isEmpty() || ciphers.stream().anyMatch(cipher -> isOf(version, cipher)),
          "ciphers",
          ciphers,
          "one of " + version + " too, or versions without it");
    }
    return ciphers;
  }

  /** Up to TLS 1.2 a suite names the key exchange; RFC 8446 section B.4 has none. */
  private static boolean isOf(String version, String cipher) {
    return cipher.contains("_WITH_") != version.equals("TLSv1.3");
  }

  private static Trust trust(Config c) {
    String clients = c.getString("client-certificate").strip().toUpperCase(Locale.ROOT);
    require(
        Set.of("NONE", "WANTED", "NEEDED").contains(clients),
        "client-certificate",
        c.getString("client-certificate"),
        "none, wanted or needed");
    return new Trust(
        c.getBoolean("verify-peers"), file(c, "trusted"), ClientCertificate.valueOf(clients));
  }

  private static int most(Config c) {
    int most = c.getInt("handshake.most");
    require(most >= 1 && most <= 100_000, "handshake.most", most, "1 to 100000");
    return most;
  }

  private static Duration time(Config c, String key, long leastMs, long mostMs) {
    Duration value = c.getDuration(key);
    require(
        value.toMillis() >= leastMs && value.toMillis() <= mostMs,
        key,
        value,
        leastMs + " ms to " + mostMs + " ms");
    return value;
  }

  private static Optional<Path> file(Config c, String key) {
    String text = c.getString(key).strip();
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  private static void require(boolean right, String key, Object value, String expected) {
    if (!right) {
      throw new IllegalArgumentException(
          PATH + "." + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
