package org.confocal.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSettingsTest {
  private static final Duration LONGEST = Duration.ofDays(1000);

  /** Nothing but this room's part of reference.conf: so every key that is read is in it. */
  private static Config reference() {
    return ConfigFactory.parseResources("reference.conf").withOnlyPath("confocal.engine").resolve();
  }

  static List<String> keys() {
    return reference().entrySet().stream().map(e -> e.getKey()).sorted().toList();
  }

  /** Keys whose values have a range: all but those that are true or false, or a word. */
  static List<String> ranges() {
    return keys().stream().filter(key -> reference().getString(key).matches("[0-9].*")).toList();
  }

  private static Config with(String key, Object value) {
    return reference().withValue(key, ConfigValueFactory.fromAnyRef(value));
  }

  private static boolean isDuration(String key) {
    return reference().getString(key).matches("[0-9]+(ms|s|m|h|d)");
  }

  @Test
  void whatShipsIsRead() {
    EngineSettings settings = EngineSettings.from(reference());

    assertThat(settings.focus().maxLegs()).isEqualTo(800);
    assertThat(settings.focus().glareDelay()).isEqualTo(Duration.ofMillis(1500));
    assertThat(settings.focusFactory().maxPending()).isEqualTo(1000);
    assertThat(settings.user().maxBindings()).isEqualTo(10);
    assertThat(settings.waker().perSecond()).isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyIsReadAndExplained(String key) {
    assertThatThrownBy(() -> EngineSettings.from(reference().withoutPath(key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(key + ": not set (expected: ");
    assertThat(reference().getValue(key).origin().comments()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aValueOfTheWrongKindIsRefused(String key) {
    assertThatThrownBy(() -> EngineSettings.from(with(key, "wrong")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(key + ": wrong (expected: ");
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void aValueBelowTheRangeIsRefused(String key) {
    assertThatThrownBy(() -> EngineSettings.from(with(key, -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("\\Q" + key + "\\E: -1 \\(expected: \\d.* to .*\\d.*\\)");
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void aValueAboveTheRangeIsRefused(String key) {
    Object value = isDuration(key) ? LONGEST.toMillis() : 2_000_000_000;

    assertThatThrownBy(() -> EngineSettings.from(with(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("\\Q" + key + "\\E: \\d+ \\(expected: \\d.* to .*\\d.*\\)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4000", "1"})
  void theEndsOfARangeAreInIt(String value) {
    String key = "confocal.engine.focus-factory.max-pending";

    assertThat(EngineSettings.from(with(key, value)).focusFactory().maxPending())
        .isEqualTo(Integer.parseInt(value));
  }
}
