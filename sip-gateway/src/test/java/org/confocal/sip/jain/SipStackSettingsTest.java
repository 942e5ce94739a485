package org.confocal.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipStackSettingsTest {
  private static final String NONSENSE = "nonsense";

  @Test
  void theDefaultsAreRight() {
    SipStackSettings settings = SipStackSettings.from(StackSettings.config(""));

    assertThat(settings.listen())
        .isEqualTo(
            List.of(
                new SipStackSettings.Bind("udp", "0.0.0.0", 5060),
                new SipStackSettings.Bind("tcp", "0.0.0.0", 5060),
                new SipStackSettings.Bind("tls", "0.0.0.0", 5061)));
    assertThat(settings.timers().t1()).hasMillis(500);
    assertThat(settings.load().maxMessageBytes()).isEqualTo(65536);
  }

  @Test
  void everyKeyIsReadAndCommented() {
    Config defaults =
        ConfigFactory.parseResources("reference.conf").getConfig(SipStackSettings.PATH);
    Set<String> keys =
        defaults.entrySet().stream()
            .map(e -> e.getKey())
            .collect(Collectors.toCollection(TreeSet::new));

    for (String key : keys) {
      Config spoilt =
          StackSettings.config("")
              .withValue(
                  SipStackSettings.PATH + "." + key, ConfigValueFactory.fromAnyRef(NONSENSE));
      if (!key.equals("advertised-host")) {
        assertThatThrownBy(() -> SipStackSettings.from(spoilt))
            .as(key)
            .isInstanceOf(RuntimeException.class);
      }
      assertThat(defaults.getValue(key).origin().comments()).as(key).isNotEmpty();
    }
    assertThat(keys).hasSize(23);
  }

  @ParameterizedTest
  @CsvSource({
    "workers, 0, confocal.sip.stack.workers: 0 (expected: 1 to 64)",
    "admission.overload, maybe, confocal.sip.stack.admission.overload: maybe (expected: reject or drop)",
    "admission.reserve, 0, confocal.sip.stack.admission.reserve: 0 (expected: 1 to 90)",
    "advertised-host, 0.0.0.0, 'confocal.sip.stack.advertised-host: 0.0.0.0 (expected: an address that peers can reach, or empty)'",
  })
  void aWrongValueIsNamedWithWhatWasExpected(String key, String value, String message) {
    Config config =
        StackSettings.config("")
            .withValue(SipStackSettings.PATH + "." + key, ConfigValueFactory.fromAnyRef(value));

    assertThatThrownBy(() -> SipStackSettings.from(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "udp:127.0.0.1:5060, udp, 127.0.0.1, 5060",
    "tcp:[::1]:0, tcp, ::1, 0",
    "UDP:0.0.0.0:5070, udp, 0.0.0.0, 5070",
    "tls:[::1]:5061, tls, ::1, 5061"
  })
  void listenersAreReadAsWritten(String text, String transport, String host, int port) {
    assertThat(SipStackSettings.bind(text))
        .isEqualTo(new SipStackSettings.Bind(transport, host, port));
  }

  @ParameterizedTest
  @CsvSource({
    "sctp:127.0.0.1:5061",
    "udp:5060",
    "udp:127.0.0.1",
    "udp:127.0.0.1:x",
    "udp:127.0.0.1:70000"
  })
  void aListenerThatMakesNoSenseIsRefused(String text) {
    assertThatThrownBy(() -> SipStackSettings.bind(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
