package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.confocal.engine.meeting.Keys;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinKeysTest {
  @ParameterizedTest
  @CsvSource({
    "sip:9000*4711%23@example.test, '', 4711, sip:9000@example.test",
    "sip:9000@example.test;conf-key=0a1b2c3d, 0a1b2c3d, '', sip:9000@example.test",
    "sip:9000@example.test?conf-key=0a1b2c3d, 0a1b2c3d, '', sip:9000@example.test",
    "sip:9000@example.test?x=y&Conf-Key=0a1b2c3d, 0a1b2c3d, '', sip:9000@example.test",
    "sip:9000@example.test;passcode=4711, '', 4711, sip:9000@example.test",
    "sip:9000*4711@example.test, '', 4711, sip:9000@example.test",
    "sip:9000%2A4711@example.test;transport=tcp, '', 4711, sip:9000@example.test;transport=tcp",
    "sip:9000@example.test;transport=tcp, '', '', sip:9000@example.test;transport=tcp",
    "sip:90*4711@example.test, '', '', sip:90*4711@example.test",
    "sip:9000@example.test;conf-key, '', '', sip:9000@example.test;conf-key"
  })
  void keysAreReadAndLeftOutOfWhatIsShown(String text, String key, String passcode, String shown)
      throws WireFormatException {
    SipUri uri = SipUri.parse(text);

    Keys keys = JoinKeys.of(uri);

    assertThat(keys.conferenceKey().orElse("")).isEqualTo(key);
    assertThat(keys.passcode().orElse("")).isEqualTo(passcode);
    assertThat(JoinKeys.without(uri)).hasToString(shown);
  }

  @Test
  void keysAreToldToNobody() {
    Keys keys = new Keys(Optional.of("0a1b2c3d"), Optional.of("4711"));

    assertThat(keys.toString()).doesNotContain("0a1b2c3d").doesNotContain("4711");
  }

  @Test
  void whateverStandsInAUriItIsReadOrIsNoUri() {
    Random random = new Random(7);
    String alphabet = "sip:@;?&=*%2A0189conf-keypasscode.";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("sip:9000");
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        SipUri uri = SipUri.parse(text.toString());
        assertThat(JoinKeys.of(JoinKeys.without(uri)).none()).as("%s", text).isTrue();
      } catch (WireFormatException noUri) {
        assertThat(noUri.getMessage()).isNotEmpty();
      }
    }
  }
}
