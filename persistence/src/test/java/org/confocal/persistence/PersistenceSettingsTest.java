package org.confocal.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PersistenceSettingsTest {
  @Test
  void everyKeyOfTheReferenceIsReadAndNoOther() {
    Set<String> read = new TreeSet<>();

    PersistenceSettings.from(recording("", ConfigFactory.load(), read));

    Set<String> written = new TreeSet<>();
    ConfigFactory.load()
        .getConfig("confocal.persistence")
        .entrySet()
        .forEach(entry -> written.add("confocal.persistence." + entry.getKey()));
    assertThat(read).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          url                       | jdbc:oracle:thin:@db | jdbc:postgresql://
          connection-timeout        | soon                 | a duration such as 5s
          connection-timeout        | 10ms                 | 250 ms to 300000 ms
          query-timeout             | 0s                   | 1000 ms to 300000 ms
          journal.pool-size         | none                 | a whole number from 1 to 64
          journal.pool-size         | 65                   | 1 to 64
          journal.buffer-size       | 999                  | 1000 to 1000000
          directory.queue-size      | 0                    | 1 to 100000
          records.interval          | 1ms                  | 50 ms to 600000 ms
          records.overlap           | 99                   | 100 to 1000000
          records.batch             | 0                    | 1 to 10000
          """)
  void aWrongValueNamesKeyValueAndWhatWasExpected(String key, String value, String expected) {
    Config config =
        ConfigFactory.parseMap(Map.of("confocal.persistence." + key, value))
            .withFallback(ConfigFactory.load());

    assertThatThrownBy(() -> PersistenceSettings.from(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("confocal.persistence." + key + ": " + value + " (expected: ")
        .hasMessageContaining(expected);
  }

  @Test
  void thePasswordNeverShows() {
    Config config =
        ConfigFactory.parseMap(Map.of("confocal.persistence.password", "s3cret"))
            .withFallback(ConfigFactory.load());

    PersistenceSettings settings = PersistenceSettings.from(config);

    assertThat(settings.toString()).doesNotContain("s3cret");
    assertThat(settings.shown(Path.of("data"))).doesNotContain("s3cret");
  }

  @Test
  void theJournalWritesEachEventByItself() {
    Config journal =
        new JournalSettings(TestDatabases.h2(), Path.of("data"))
            .asConfig()
            .withFallback(ConfigFactory.load())
            .getConfig("jdbc-journal");

    assertThat(journal.getInt("batchSize")).isEqualTo(1);
    assertThat(journal.getInt("bufferSize")).isGreaterThanOrEqualTo(20_000);
  }

  /** The same configuration, noting every key that is asked for. */
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
