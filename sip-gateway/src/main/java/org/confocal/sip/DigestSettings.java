package org.confocal.sip;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import org.confocal.engine.SectionSettings;

/**
 * Settings of digest authentication.
 *
 * @param realm part of every stored password hash: a change makes all passwords void
 * @param algorithms offered in this order
 * @param nonceLifetime after this a client gets a new nonce
 */
public record DigestSettings(
    String realm, List<DigestAlgorithm> algorithms, Duration nonceLifetime) {
  public DigestSettings {
    algorithms = List.copyOf(algorithms);
  }

  public static DigestSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.sip");
    List<DigestAlgorithm> algorithms =
        s.texts("digest-algorithms").stream()
            .map(
                name ->
                    DigestAlgorithm.named(name)
                        .orElseThrow(() -> s.wrong("digest-algorithms", name, "MD5 or SHA-256")))
            .toList();
    if (algorithms.isEmpty()) {
      throw s.wrong("digest-algorithms", "[]", "at least one of MD5, SHA-256");
    }
    String realm = s.text("realm");
    if (!realm.matches("[A-Za-z0-9._ -]{1,64}")) {
      throw s.wrong("realm", realm, "1 to 64 letters, digits, dots, dashes or spaces");
    }
    return new DigestSettings(
        realm, algorithms, s.duration("nonce-lifetime", Duration.ofSeconds(5), Duration.ofDays(1)));
  }
}
