package org.confocal.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerSettingsTest {
  /** Written in the room sip-gateway, which answers for them; read here as well. */
  private static final Set<String> OF_SIP = Set.of("confocal.sip.domain", "confocal.sip.realm");

  @Test
  void everyKeyOfTheReferenceIsReadAndNoOther() throws Exception {
    Set<String> read = new TreeSet<>();

    Config recording = recording("", ConfigFactory.load(), read);
    ServerSettings.from(recording);
    MediaPlaneSettings.from(recording);

    read.removeAll(OF_SIP);
    assertThat(read).isEqualTo(writtenHere());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          media.opus.library       | native | auto, system or java
          media.opus.rate          | 24000  | 8000, 16000 or 48000
          media.opus.bitrate       | 5000   | 6000
          media.opus.complexity    | 11     | 10
          media.opus.expected-loss | 101    | 100
          media.opus.dtx           | maybe  | true or false
          media.mix.levelling.target  | -41   | -40
          media.mix.levelling.most    | 31    | 30
          media.mix.gate.threshold    | -19   | -20
          media.mix.gate.enabled      | maybe | true or false
          """)
  void aWrongValueOfTheMediaPlaneNamesKeyValueAndWhatWasExpected(
      String key, String value, String expected) {
    Config config =
        ConfigFactory.parseMap(Map.of("confocal." + key, value)).withFallback(ConfigFactory.load());

    assertThatThrownBy(() -> MediaPlaneSettings.from(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("confocal." + key + ": " + value + " (expected: ")
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          management.port            | 65536  | 0 to 65535
          management.port            | http   | a whole number
          management.host            | ' '    | an address or a name
          management.request-timeout | 0s     | 1000 ms
          cluster.port               | -1     | 0 to 65535
          cluster.stable-after       | 1h     | 300000 ms
          cluster.detection          | slow   | steady or fast
          cluster.lease.ttl          | 1s     | 5000 ms
          cluster.tls.mode           | maybe  | auto, required or off
          cluster.bind-port          | x      | a whole number
          demo.enabled               | maybe  | true or false
          demo.number                | 12     | 3 to 15 digits
          sip.domain                 | a b    | a host name
          shutdown.on-signal         | hand_over | bye or keep
          shutdown.timeout           | never  | a duration
          """)
  void aWrongValueNamesKeyValueAndWhatWasExpected(String key, String value, String expected) {
    Config config =
        ConfigFactory.parseMap(Map.of("confocal." + key, value)).withFallback(ConfigFactory.load());

    assertThatThrownBy(() -> ServerSettings.from(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("confocal." + key + ": " + value + " (expected: ")
        .hasMessageContaining(expected);
  }

  private static Set<String> writtenHere() throws Exception {
    Set<String> written = new TreeSet<>();
    for (URL url :
        Collections.list(
            ServerSettingsTest.class.getClassLoader().getResources("reference.conf"))) {
      try (InputStreamReader reader =
          new InputStreamReader(url.openStream(), StandardCharsets.UTF_8)) {
        Config one = ConfigFactory.parseReader(reader);
        if (one.hasPath("confocal.management")) {
          one.getConfig("confocal").entrySet().forEach(e -> written.add("confocal." + e.getKey()));
        }
      }
    }
    return written;
  }

  private static Config recording(String above, Config config, Set<String> read) {
    return (Config)
        Proxy.newProxyInstance(
            Config.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (proxy, method, arguments) -> {
              Object value = method.invoke(config, arguments);
              if (value instanceof Config section) {
                return recording(above + arguments[0] + ".", section, read);
              }
              read.add(above + arguments[0]);
              return value;
            });
  }
}
