package org.confocal.media.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IceCredentialsTest {

  private static final String PASSWORD = "aPasswordOfTwentyTwo/+";

  @Test
  void randomOnesAreLongEnoughAndDiffer() {
    Random random = new Random(8445);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      IceCredentials credentials = IceCredentials.random(random);
      assertThat(credentials.ufrag()).hasSize(8).matches("[A-Za-z0-9+/]+");
      assertThat(credentials.password()).hasSize(24).matches("[A-Za-z0-9+/]+");
      seen.add(credentials.ufrag());
      seen.add(credentials.password());
    }
    assertThat(seen).hasSize(200);
  }

  @Test
  void tooShortTooLongAndOtherCharactersAreRefused() {
    assertThat(new IceCredentials("abcd", PASSWORD).ufrag()).isEqualTo("abcd");
    assertThatThrownBy(() -> new IceCredentials("abc", PASSWORD))
        .hasMessage("got 'abc', expected ice-ufrag of 4 to 256 ice-chars (RFC 8839 5.4)");
    assertThatThrownBy(() -> new IceCredentials("abc:d", PASSWORD))
        .isInstanceOf(CandidateFormatException.class);
    assertThatThrownBy(() -> new IceCredentials("a".repeat(257), PASSWORD))
        .isInstanceOf(CandidateFormatException.class);
    assertThatThrownBy(() -> new IceCredentials("abcd", PASSWORD.substring(1)))
        .hasMessage("got '21 characters', expected ice-pwd of 22 to 256 ice-chars (RFC 8839 5.4)");
    assertThatThrownBy(() -> new IceCredentials("abcd", PASSWORD + "\u00e9"))
        .isInstanceOf(CandidateFormatException.class);
  }

  @Test
  void thePasswordIsNotShown() {
    assertThat(new IceCredentials("abcd", PASSWORD).toString()).doesNotContain(PASSWORD);
    assertThat(new OcsCredentials("AAAA", "BBBBCCCC").toString()).doesNotContain("BBBB");
    assertThatThrownBy(() -> new OcsCredentials("AAAA", "BBBB:CCC"))
        .hasMessageNotContaining("BBBB");
    assertThatThrownBy(() -> OcsCandidate.parse("AAAA 1 BBBBCCCC UDP 0.830 192.0.2.1 9\r"))
        .isInstanceOf(CandidateFormatException.class)
        .hasMessageNotContaining("BBBB");
  }
}
