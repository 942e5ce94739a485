package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "255.255.255.255, 255.255.255.255",
    "0.0.0.0, 0.0.0.0",
    "::1, 0:0:0:0:0:0:0:1",
    "2001:DB8::7, 2001:db8:0:0:0:0:0:7",
    "::ffff:192.0.2.1, 192.0.2.1"
  })
  void addressesAreRead(String text, String address) {
    assertThat(IpLiteral.parse(text).map(InetAddress::getHostAddress)).contains(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "256.0.0.1",
        "1.2.3",
        "1.2.3.4.5",
        ":",
        ":::",
        "1::2::3",
        "[::1]"
      })
  void allElseIsNoAddressAndIsNotLookedUp(String text) {
    assertThat(IpLiteral.parse(text)).isEmpty();
  }

  @Test
  void noTextIsTooStrange() {
    long seed = 20_261_122;
    Random random = new Random(seed);
    String alphabet = "0123456789abcdefF:.%[]g ";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(80); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }

      assertThatCode(() -> IpLiteral.parse(text.toString()))
          .as("seed %d, text %s", seed, text)
          .doesNotThrowAnyException();
    }
  }
}
