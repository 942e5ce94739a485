package org.confocal.engine.factory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.confocal.engine.Samples;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private static final Expiry EXPIRY = new Expiry(Duration.ofDays(180), Duration.ofDays(14));
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private static Meeting meeting(ConferenceId id, Optional<Instant> expiry) {
    return new Meeting(
        new ConferenceUri(Samples.DANA, id),
        new MeetingNumber("9000"),
        "",
        Admission.OPEN,
        NOW,
        1,
        MeetingTerms.NONE.expiring(expiry));
  }

  private static Meeting usual() {
    return meeting(new ConferenceId("ROOM0001"), Optional.empty());
  }

  private static Instant days(long later) {
    return NOW.plus(Duration.ofDays(later));
  }

  @Test
  void whatTheOrganizerSaysCounts() {
    Meeting meeting = meeting(new ConferenceId("ROOM0001"), Optional.of(days(3)));

    assertThat(EXPIRY.of(meeting, Optional.of(days(300)))).contains(days(3));
  }

  @Test
  void otherwiseItExpiresHalfAYearAfterItsLastUse() {
    assertThat(EXPIRY.of(usual(), Optional.empty())).contains(days(180));
    assertThat(EXPIRY.of(usual(), Optional.of(days(100)))).contains(days(280));
    assertThat(new Expiry(Duration.ZERO, Duration.ZERO).of(usual(), Optional.empty())).isEmpty();
  }

  @Test
  void aMeetingWithoutReservationNeverExpires() {
    Meeting meeting = meeting(ConferenceId.RESERVATIONLESS, Optional.of(days(1)));

    assertThat(EXPIRY.of(meeting, Optional.empty())).isEmpty();
    assertThat(EXPIRY.isPurgeable(meeting, Optional.empty(), days(10_000))).isFalse();
  }

  @Test
  void itIsPurgedAfterTheGrace() {
    Meeting meeting = meeting(new ConferenceId("ROOM0001"), Optional.of(days(1)));

    assertThat(EXPIRY.isPurgeable(meeting, Optional.empty(), days(15).minusMillis(1))).isFalse();
    assertThat(EXPIRY.isPurgeable(meeting, Optional.empty(), days(15))).isTrue();
  }

  @Test
  void aUseIsNotedOncePerDayAndNotWhenItIsTooLate() {
    assertThat(EXPIRY.isNoted(usual(), Optional.empty(), days(1))).isFalse();
    assertThat(EXPIRY.isNoted(usual(), Optional.empty(), days(2))).isTrue();
    assertThat(EXPIRY.isNoted(usual(), Optional.of(days(2)), days(3))).isFalse();
    assertThat(EXPIRY.isNoted(usual(), Optional.empty(), days(180))).isFalse();
  }

  @Test
  void aTimeFromAYearBeforeToTenYearsAfterIsTaken() {
    for (String taken : new String[] {"2025-11-22T09:00:00Z", "2036-11-22T09:00:00Z"}) {
      assertThat(Expiry.refusal(Optional.of(Instant.parse(taken)), Optional.empty(), NOW))
          .isEmpty();
    }
  }

  @Test
  void anotherTimeIsRefusedAndToldTheRange() {
    for (String refused : new String[] {"2025-11-22T08:59:59Z", "2036-11-22T09:00:01Z"}) {
      Instant at = Instant.parse(refused);

      assertThat(Expiry.refusal(Optional.of(at), Optional.empty(), NOW).orElseThrow().text())
          .isEqualTo(
              "expiry-time: "
                  + refused
                  + " (expected: 2025-11-22T09:00:00Z to 2036-11-22T09:00:00Z)");
      assertThat(Expiry.refusal(Optional.of(at), Optional.of(at), NOW)).isEmpty();
    }
  }
}
