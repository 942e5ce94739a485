package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import org.confocal.media.AudioCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class McuSettingsTest {
  private static final String ADDRESSES = "confocal.mcu.advertised-media-addresses";
  private static final String RETRY = "confocal.mcu.retry-after-seconds";

  /** Nothing but the reference.conf of this room: so every key that is read is in it. */
  private static Config reference() {
    return ConfigFactory.parseResources("reference.conf").withOnlyPath("confocal.mcu").resolve();
  }

  static List<String> keys() {
    return reference().entrySet().stream().map(e -> e.getKey()).sorted().toList();
  }

  private static Config with(String key, Object value) {
    return reference().withValue(key, ConfigValueFactory.fromAnyRef(value));
  }

  @Test
  void whatShipsIsRead() {
    McuSettings settings = McuSettings.from(reference());

    assertThat(settings.advertisedMediaAddresses()).isEmpty();
    assertThat(settings.retryAfterSeconds()).isEqualTo(5);
    assertThat(settings.srtp()).isEqualTo(SrtpPolicy.OPTIONAL);
    assertThat(settings.chat().mostParticipants()).isEqualTo(100);
    assertThat(settings.chat().history()).isZero();
    assertThat(settings.chat().acceptTypes()).contains("text/plain", "multipart/alternative");
    assertThat(keys()).contains(ADDRESSES, RETRY).hasSize(27);
  }

  @Test
  void audioIsEncryptedAsOneOfThreeWordsSays() {
    assertThat(McuSettings.from(with("confocal.mcu.srtp", "Required")).srtp())
        .isEqualTo(SrtpPolicy.REQUIRED);
    assertThatThrownBy(() -> McuSettings.from(with("confocal.mcu.srtp", "on")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("confocal.mcu.srtp: on (expected: off, optional or required)");
  }

  @Test
  void iceIsLiteOrOff() {
    assertThat(McuSettings.from(reference()).ice()).isEqualTo(McuSettings.Ice.LITE);
    assertThat(McuSettings.from(with("confocal.mcu.ice", "off")).ice())
        .isEqualTo(McuSettings.Ice.OFF);
    assertThatThrownBy(() -> McuSettings.from(with("confocal.mcu.ice", "full")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("confocal.mcu.ice: full (expected: lite or off)");
  }

  @Test
  void codecsAreNamedAsInDescriptions() {
    assertThat(McuSettings.from(reference()).codecs())
        .containsExactly(AudioCodec.OPUS, AudioCodec.G722, AudioCodec.PCMU, AudioCodec.PCMA);
    assertThat(McuSettings.from(with("confocal.mcu.codecs", List.of("pcma", "OPUS"))).codecs())
        .containsExactly(AudioCodec.PCMA, AudioCodec.OPUS);
    for (List<String> wrong :
        List.of(List.<String>of(), List.of("G729"), List.of("pcma", "PCMA"))) {
      assertThatThrownBy(() -> McuSettings.from(with("confocal.mcu.codecs", wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "confocal.mcu.codecs: "
                  + wrong
                  + " (expected: one or more of opus, G722, PCMU, PCMA, each once)");
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyIsReadAndExplained(String key) {
    assertThatThrownBy(() -> McuSettings.from(reference().withoutPath(key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(key + ": not set (expected: ");
    assertThat(reference().getValue(key).origin().comments()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aValueOfTheWrongKindIsRefused(String key) {
    assertThatThrownBy(() -> McuSettings.from(with(key, "wrong")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(key + ": wrong (expected: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "text/plain; charset=UTF-8", "*", ""})
  void whatIsNoContentTypeIsRefused(String type) {
    String key = "confocal.mcu.chat.accept-types";

    assertThatThrownBy(() -> McuSettings.from(with(key, List.of(type))))
        .hasMessage(
            key
                + ": ["
                + type.toLowerCase(java.util.Locale.ROOT)
                + "]"
                + " (expected: one media type or more, such as text/plain)");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3601})
  void aWaitOutOfRangeIsRefused(int seconds) {
    assertThatThrownBy(() -> McuSettings.from(with(RETRY, seconds)))
        .hasMessage(RETRY + ": " + seconds + " (expected: 1 to 3600)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"media.example.test", "0.0.0.0", "::", "300.1.2.3", ""})
  void whatCallersCannotReachIsRefused(String address) {
    assertThatThrownBy(() -> McuSettings.from(with(ADDRESSES, List.of(address))))
        .hasMessage(
            ADDRESSES + ": " + address + " (expected: IP addresses that callers can reach)");
  }

  @Test
  void twoAddressesOfOneFamilyAreRefused() {
    assertThatThrownBy(
            () ->
                McuSettings.from(with(ADDRESSES, List.of("192.0.2.1", "2001:db8::1", "192.0.2.2"))))
        .hasMessage(
            ADDRESSES
                + ": [192.0.2.1, 2001:db8::1, 192.0.2.2]"
                + " (expected: at most one address of each family)");
  }

  @Test
  void anAddressOfEachFamilyIsTaken() {
    McuSettings settings = McuSettings.from(with(ADDRESSES, List.of("192.0.2.1", "2001:db8::1")));

    assertThat(settings.advertised(IpLiteral.parse("::1").orElseThrow()))
        .isEqualTo(IpLiteral.parse("2001:db8::1"));
    assertThat(settings.advertised(IpLiteral.parse("127.0.0.1").orElseThrow()))
        .isEqualTo(IpLiteral.parse("192.0.2.1"));
  }
}
