package org.confocal.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Role;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Holding;
import org.confocal.engine.mcu.RecordingFormat;
import org.confocal.engine.mcu.Tuning;
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
    assertThat(
            RecordText.detail(
                new ConferenceEvent.RecordingStarted(
                    Instant.EPOCH, "0a1b2c3d", RecordingFormat.WAV, DANA)))
        .isEqualTo("0a1b2c3d as WAV by sip:dana@example.test");
    assertThat(
            RecordText.detail(
                new ConferenceEvent.RecordingStopped(Instant.EPOCH, "0a1b2c3d", DANA)))
        .isEqualTo("0a1b2c3d by sip:dana@example.test");
    assertThat(
            RecordText.detail(
                new ConferenceEvent.RecordingFailed(Instant.EPOCH, "0a1b2c3d", "disk full")))
        .isEqualTo("0a1b2c3d: disk full");
  }

  @Test
  void whatIsSetAtTheDeskIsToldInWords() {
    assertThat(
            RecordText.detail(new ConferenceEvent.MuteChanged(Instant.EPOCH, 2, true, DANA, true)))
        .isEqualTo("muted with a lock by sip:dana@example.test");
    assertThat(
            RecordText.detail(
                new ConferenceEvent.TuningChanged(
                    Instant.EPOCH, 2, new Tuning(true, Holding.MUSIC, -6, 3), DANA)))
        .isEqualTo("deaf, on hold, in -6 dB, out 3 dB by sip:dana@example.test");
    assertThat(
            RecordText.detail(
                new ConferenceEvent.FloorChanged(Instant.EPOCH, Optional.of(DANA), DANA)))
        .isEqualTo("to sip:dana@example.test by sip:dana@example.test");
  }
}
