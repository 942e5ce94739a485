package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipSettingsTest {
  private static final Set<String> KEYS =
      Set.of(
          "domain",
          "aliases",
          "conference-factory.lasts",
          "conference-factory.user",
          "realm",
          "digest-algorithms",
          "nonce-lifetime",
          "max-pending",
          "registrations.least-seconds",
          "registrations.most-seconds",
          "registrations.usual-seconds",
          "registrations.trusted-networks",
          "proxy.most-forks",
          "proxy.most-pending",
          "proxy.most-per-user",
          "proxy.most-body-bytes",
          "proxy.ring-limit",
          "session-timers.interval-seconds",
          "session-timers.least-seconds",
          "subscriptions.datagram-limit-bytes",
          "provisioning.av-encryption",
          "provisioning.meeting-policy",
          "patience.repeat",
          "patience.give-up",
          "patience.ack-t1",
          "patience.ack-t2",
          "patience.ack-timeout",
          "patience.call-timeout",
          "patience.hand-over",
          "patience.retry-after",
          "patience.settle");

  @Test
  void theKeysOfTheReferenceAreThoseThatAreRead() {
    Set<String> written = new TreeSet<>();
    ConfigFactory.parseResources("reference.conf")
        .resolve()
        .getConfig("confocal.sip")
        .entrySet()
        .stream()
        .map(e -> e.getKey())
        .filter(k -> !k.startsWith("stack.") && !k.startsWith("tls."))
        .forEach(written::add);

    assertThat(written).containsExactlyInAnyOrderElementsOf(KEYS);
  }

  @Test
  void theDefaultsAreRead() {
    SipSettings settings = SipSettings.from(ConfigFactory.load());

    assertThat(settings.domain()).isEqualTo("confocal.internal");
    assertThat(settings.digest().algorithms()).containsExactly(DigestAlgorithm.MD5);
  }

  @ParameterizedTest
  @CsvSource({
    "domain, 'no domain'",
    "realm, 'with \"quotes\"'",
    "digest-algorithms, [MD4]",
    "digest-algorithms, []",
    "nonce-lifetime, 1s",
    "max-pending, 0",
    "conference-factory.user, 1000",
    "conference-factory.lasts, 1s",
    "registrations.least-seconds, 0",
    "registrations.most-seconds, 1",
    "registrations.usual-seconds, soon",
    "registrations.trusted-networks, [192.0.2.0/33]",
    "registrations.trusted-networks, [localhost]",
    "proxy.most-forks, 0",
    "proxy.most-pending, 0",
    "proxy.most-per-user, 0",
    "proxy.most-body-bytes, 10",
    "proxy.ring-limit, 1 ms",
    "session-timers.interval-seconds, -1",
    "session-timers.least-seconds, 0",
    "subscriptions.datagram-limit-bytes, 65536",
    "provisioning.av-encryption, perhaps",
    "provisioning.meeting-policy, [AllowIPAudio]",
    "patience.repeat, 0s",
    "patience.give-up, never",
    "patience.ack-t1, 0s",
    "patience.ack-t2, 0s",
    "patience.ack-timeout, 1d",
    "patience.call-timeout, 0s",
    "patience.hand-over, 0s",
    "patience.retry-after, 1ms",
    "patience.settle, 1h"
  })
  void aWrongValueIsRefusedWithItsKeyAndWhatWasExpected(String key, String value) {
    String text = value.startsWith("[") ? value : "\"" + value.replace("\"", "\\\"") + "\"";
    Config wrong =
        ConfigFactory.parseString("confocal.sip." + key + " = " + text)
            .withFallback(ConfigFactory.load());

    assertThatThrownBy(() -> SipSettings.from(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("confocal.sip." + key + ": ")
        .hasMessageContaining("(expected: ");
  }
}
