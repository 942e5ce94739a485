package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpimMessageTest {
  private static final long SEED = Long.getLong("confocal.fuzz.seed", 3862);
  private static final int ROUNDS = 10_000;
  private static final String WHOLE =
      """
      From: Ravi <sip:ravi@example.test>\r
      To: "Mei" <sip:mei@example.test>\r
      DateTime: 2026-11-22T12:00:00Z\r
      \r
      Content-Type: text/plain; charset=utf-8\r
      Content-ID: <1@example.test>\r
      \r
      one\r

      two""";

  private static CpimMessage read(String text) throws WireFormatException {
    return CpimMessage.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theAddresseeAndTheContentAreRead() throws WireFormatException {
    CpimMessage message = read(WHOLE);

    assertThat(message.to().orElseThrow().uri().addressOfRecord()).isEqualTo("mei@example.test");
    assertThat(message.content().type()).isEqualTo("text/plain; charset=utf-8");
    assertThat(new String(message.content().bytes(), StandardCharsets.UTF_8))
        .isEqualTo("one\r\n\ntwo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "To: <sip:mei@example.test>",
        "To: <sip:mei@example.test>\n\nno end",
        "To: <sip:mei@example.test>\n\nSubject: no type\n\nx",
        "To: nobody\n\nContent-Type: text/plain\n\nx",
        "To: <sip:a@b>\nto: <sip:c@d>\n\nContent-Type: text/plain\n\nx",
        "\n\nx"
      })
  void whatIsNoSuchMessageIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(WireFormatException.class);
  }

  @Test
  void headersWithoutEndAreNotReadToTheEnd() {
    assertThatThrownBy(() -> read("X: y\n".repeat(100_000)))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("8192 bytes");
  }

  @Test
  void damagedBytesAreReadOrRefusedWithTheTypedError() {
    Random random = new Random(SEED);
    byte[] whole = WHOLE.getBytes(StandardCharsets.UTF_8);
    int read = 0;

    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes =
          Arrays.copyOf(
              whole, random.nextInt(20) == 0 ? random.nextInt(whole.length) : whole.length);
      for (int n = random.nextInt(4); n >= 0 && bytes.length > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(CpimMessage.read(bytes).content().type()).isNotEmpty();
        read++;
      } catch (WireFormatException expected) {
        assertThat(expected.specSection()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + SEED + " round " + i, e);
      }
    }

    assertThat(read).as("seed %s", SEED).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }
}
