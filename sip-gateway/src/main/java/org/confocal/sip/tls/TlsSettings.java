package org.confocal.sip.tls;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settings under {@code confocal.sip.tls}. Each key is described in this room's {@code
 * reference.conf}.
 *
 * @param certificate chain in PEM, ours first; empty: a self-made one
 * @param key private key in PEM (PKCS #8); there exactly if the certificate is
 * @param selfMade key store of the self-made certificate; made when it is missing
 * @param name DNS name or address for a self-made certificate
 * @param reload how often the files are looked at
 * @param versions of TLS
 * @param verifyPeers a server that we connect to must have a certificate that is trusted
 * @param trusted certificates in PEM that are trusted besides those of the Java platform
 */
public record TlsSettings(
    Optional<Path> certificate,
    Optional<Path> key,
    Path selfMade,
    String name,
    Duration reload,
    List<String> versions,
    boolean verifyPeers,
    Optional<Path> trusted) {
  public static final String PATH = "confocal.sip.tls";
  private static final Set<String> KNOWN = Set.of("TLSv1.2", "TLSv1.3");

  public TlsSettings {
    versions = List.copyOf(versions);
  }

  /**
   * Reads and checks the keys.
   *
   * @param config the whole configuration
   * @param data the directory of everything that the node keeps
   */
  public static TlsSettings from(Config config, Path data) {
    Config c = config.getConfig(PATH);
    Optional<Path> certificate = file(c, "certificate");
    Optional<Path> key = file(c, "key");
    require(
        certificate.isPresent() == key.isPresent(),
        "key",
        c.getString("key"),
        "a file if certificate is one, else empty");
    List<String> versions = c.getStringList("versions");
    require(
        !versions.isEmpty() && KNOWN.containsAll(versions),
        "versions",
        versions,
        "some of TLSv1.3, TLSv1.2");
    Duration reload = c.getDuration("reload");
    require(reload.toMillis() >= 100 && reload.toHours() <= 24, "reload", reload, "100 ms to 24 h");
    return new TlsSettings(
        certificate,
        key,
        data.resolve("tls").resolve("self-made.p12"),
        config.getString("confocal.sip.domain"),
        reload,
        versions,
        c.getBoolean("verify-peers"),
        file(c, "trusted"));
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
