package org.confocal.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Role;
import org.confocal.engine.id.UserUri;
import org.junit.jupiter.api.Test;

final class RecordTextTest {
  private static final UserUri DANA = new UserUri("sip:dana@example.test");

  @Test
  void aLongTextIsCutAndNeverInTheMiddleOfACharacter() {
    assertThat(RecordText.fitting("abcdef", 4)).isEqualTo("abcd");
    assertThat(RecordText.fitting("abc\uD83D\uDE00", 4)).isEqualTo("abc");
    assertThat(RecordText.fitting("ab\uD83D\uDE00", 4)).isEqualTo("ab\uD83D\uDE00");
  }

  @Test
  void whatNoDatabaseTakesIsReplaced() {
    assertThat(RecordText.fitting("a\0b\uD83Dc\uDE00", 9)).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
  }

  @Test
  void anEventIsToldInWords() {
    assertThat(RecordText.detail(new ConferenceEvent.LockChanged(Instant.EPOCH, true, DANA)))
        .isEqualTo("locked by sip:dana@example.test");
    assertThat(
            RecordText.detail(
                new ConferenceEvent.RoleChanged(Instant.EPOCH, DANA, Role.PRESENTER, DANA)))
        .isEqualTo("PRESENTER by sip:dana@example.test");
    assertThat(
            RecordText.detail(
                new ConferenceEvent.RoleMuteChanged(Instant.EPOCH, Role.ATTENDEE, false, DANA)))
        .isEqualTo("ATTENDEE unmuted by sip:dana@example.test");
  }
}
