package org.confocal.wire.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CryptoTest {
  private static final String KEY = "PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR";
  private static final String LINE = "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY;

  @Test
  void aLineOfTheRfcIsReadAndWrittenAgain() throws WireFormatException {
    String line = LINE + "|2^20|1:4 FEC_ORDER=FEC_SRTP";

    Crypto crypto = Crypto.parse(line);

    assertThat(crypto)
        .isEqualTo(
            new Crypto(
                1,
                "AES_CM_128_HMAC_SHA1_80",
                List.of(new Crypto.Key(KEY, "2^20", "1:4")),
                List.of("FEC_ORDER=FEC_SRTP")));
    assertThat(crypto.attribute().write()).isEqualTo("crypto:" + line);
  }

  @Test
  void severalKeysAreToldApartByTheirMki() throws WireFormatException {
    assertThat(Crypto.parse(LINE + "|1:4;inline:" + KEY + "|2:4").keys()).hasSize(2);
    assertThatThrownBy(() -> Crypto.parse(LINE + ";inline:" + KEY))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("an MKI for each of several keys");
  }

  @Test
  void lifetimeAndMkiStandWithoutEachOther() throws WireFormatException {
    assertThat(Crypto.parse(LINE + "|2^31").keys().get(0).lifetime()).isEqualTo("2^31");
    assertThat(Crypto.parse(LINE + "|1048576").keys().get(0).lifetime()).isEqualTo("1048576");
    assertThat(Crypto.parse(LINE + "|66051:4").keys().get(0).mki()).isEqualTo("66051:4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1 AES_CM_128_HMAC_SHA1_80",
        "x AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
        "1234567890 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
        "1 AES:CM inline:" + KEY,
        "1 AES_CM_128_HMAC_SHA1_80 uri:" + KEY,
        "1 AES_CM_128_HMAC_SHA1_80 inline:",
        "1 AES_CM_128_HMAC_SHA1_80 inline:****",
        LINE + "|2^",
        LINE + "|1:4|2^20",
        LINE + "|2^20|1:4|",
        LINE + "|1:4|1:4",
        LINE + " a b c d e f g h i"
      })
  void anythingElseIsRefusedWithoutShowingTheKey(String line) {
    assertThatThrownBy(() -> Crypto.parse(line))
        .isInstanceOf(WireFormatException.class)
        .message()
        .doesNotContain(KEY);
  }

  @Test
  void aLineWithoutEndIsRefused() {
    assertThatThrownBy(() -> Crypto.parse(LINE + "A".repeat(1024)))
        .isInstanceOf(WireFormatException.class);
  }

  @Test
  void noTextShowsAKey() throws WireFormatException {
    Crypto crypto = Crypto.parse(LINE);

    assertThat(crypto + " " + crypto.attribute()).contains("AES_CM").doesNotContain(KEY);
  }

  @Test
  void damagedLinesAreReadOrRefusedWithTheTypedError() {
    long seed = Long.getLong("confocal.fuzz.seed", 4568);
    Random random = new Random(seed);
    String odd = "|:;= \t^azAZ09+/\0é\uFFFFinline:";
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(LINE + "|2^20|1:4 KDR=1");
      for (int n = random.nextInt(4); n > 0; n--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, odd.charAt(random.nextInt(odd.length())));
          default -> text.setCharAt(at, odd.charAt(random.nextInt(odd.length())));
        }
      }
      try {
        Crypto crypto = Crypto.parse(text.toString());
        String written = crypto.attribute().write().substring("crypto:".length());
        assertThat(Crypto.parse(written)).as("seed %s round %s", seed, i).isEqualTo(crypto);
        read++;
      } catch (WireFormatException expected) {
        assertThat(expected.specSection()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " round " + i + ": " + text, e);
      }
    }
    assertThat(read).isBetween(1_000, 19_000);
  }

  @Test
  void aNumberOfAnExtensionIsReadWhenItGoesBothWays() throws WireFormatException {
    String uri = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    assertThat(extension("a=extmap:3 " + uri, uri)).isEqualTo(3);
    assertThat(extension("a=extmap:14/sendrecv " + uri + " vad=on", uri)).isEqualTo(14);
    assertThat(extension("a=extmap:1/recvonly " + uri, uri)).isZero();
    assertThat(extension("a=extmap:15 " + uri, uri)).isZero();
    assertThat(extension("a=extmap:x " + uri, uri)).isZero();
    assertThat(extension("a=extmap:2", uri)).isZero();
    assertThat(extension("a=extmap:2 urn:other", uri)).isZero();
  }

  private static int extension(String line, String uri) throws WireFormatException {
    return SessionDescription.parse(
            "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n"
                + "m=audio 4000 RTP/AVP 0\r\n"
                + line
                + "\r\n")
        .media()
        .get(0)
        .extension(uri);
  }
}
