package org.confocal.engine.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.confocal.engine.dialog.LegTag;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final ConferenceUri DANA =
      new ConferenceUri(new UserUri("sip:Dana@Example.Test"), new ConferenceId("7f3a9c20b1d84e6f"));

  @Test
  void aConferenceUriComesBackInEitherOrderOfItsParameters() {
    String gruuFirst = "sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F";
    String opaqueFirst = "sip:dana@example.test;opaque=app:conf:focus:id:7F3A9C20B1D84E6F;gruu";

    assertThat(ConferenceUri.parse(gruuFirst)).contains(DANA);
    assertThat(ConferenceUri.parse(opaqueFirst)).contains(DANA);
    assertThat(DANA.text()).isEqualTo(gruuFirst);
  }

  @Test
  void otherUrisAreNoConference() {
    assertThat(ConferenceUri.parse("sip:dana@example.test")).isEmpty();
    assertThat(
            ConferenceUri.parse("sip:dana@example.test;opaque=app:conf:chat:id:7F3A9C20B1D84E6F"))
        .isEmpty();
    assertThat(ConferenceUri.parse("sip:dana@example.test;opaque=app:conf:focus:id:SHORT"))
        .isEmpty();
  }

  @Test
  void theFocusKeyDoesNotDependOnCase() {
    ConferenceUri upper =
        new ConferenceUri(
            new UserUri("sip:DANA@EXAMPLE.TEST"), new ConferenceId("7F3A9C20B1D84E6F"));

    assertThat(FocusKey.of(upper)).isEqualTo(FocusKey.of(DANA));
    assertThat(FocusKey.of(DANA).value()).hasSize(20).matches("[a-z2-7]+");
  }

  @Test
  void tenThousandConferencesHaveTenThousandKeys() {
    Set<FocusKey> keys = new HashSet<>();

    for (int i = 0; i < 10_000; i++) {
      keys.add(
          FocusKey.of(
              new ConferenceUri(DANA.organizer(), new ConferenceId(String.format("%08d", i)))));
    }

    assertThat(keys).hasSize(10_000);
  }

  @Test
  void aLegTagIsReadAsItWasWritten() {
    LegTag tag = new LegTag(FocusKey.of(DANA), 17, "00c0ffee");

    assertThat(LegTag.parse(tag.text())).contains(tag);
    assertThat(tag.sessionId()).isEqualTo(0xc0ffeeL);
  }

  @Test
  void whatWeDidNotMakeIsNoLegTag() {
    long seed = 4579;
    Random random = new Random(seed);
    String alphabet = "abcdefghijklmnopqrstuvwxyz0123456789-";

    for (int i = 0; i < 10_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(LegTag.parse(text.toString())).as("seed %d: %s", seed, text).isEmpty();
    }
  }

  @Test
  void wrongNamesAreRefusedWithWhatWasExpected() {
    assertThatThrownBy(() -> new ConferenceId("abc")).hasMessageContaining("8 to 32");
    assertThatThrownBy(() -> new MeetingNumber("12")).hasMessageContaining("3 to 15 digits");
    assertThatThrownBy(() -> new UserUri("dana@example.test"))
        .hasMessageContaining("sip:name@domain");
  }
}
