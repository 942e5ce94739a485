package org.confocal.engine.factory;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.meeting.Meeting;

/**
 * When meetings expire and are purged. Pure.
 *
 * @param byDefault after creation or last use, for meetings of which the organizer has said
 *     nothing; zero = never
 * @param contentGrace between expiry and purge
 */
public record Expiry(Duration byDefault, Duration contentGrace) {
  private static final int YEARS_BACK = 1;
  private static final int YEARS_AHEAD = 10;

  /** How exactly the last use of a meeting is kept. */
  private static final Duration DAY = Duration.ofDays(1);

  /** After this a meeting is not activated any more; empty = never. */
  Optional<Instant> of(Meeting meeting, Optional<Instant> lastUse) {
    if (meeting.uri().id().isReservationless()) {
      return Optional.empty();
    }
    return meeting
        .terms()
        .expiry()
        .or(
            () ->
                byDefault.isZero()
                    ? Optional.empty()
                    : Optional.of(lastUse.orElse(meeting.created()).plus(byDefault)));
  }

  boolean isPurgeable(Meeting meeting, Optional<Instant> lastUse, Instant now) {
    return of(meeting, lastUse).filter(at -> !now.isBefore(at.plus(contentGrace))).isPresent();
  }

  /** Whether it is to be stored that a meeting is used: when its expiry hangs on that. */
  boolean isNoted(Meeting meeting, Optional<Instant> lastUse, Instant now) {
    boolean counts =
        meeting.terms().expiry().isEmpty()
            && !byDefault.isZero()
            && !meeting.uri().id().isReservationless();
    return counts
        && of(meeting, lastUse).filter(now::isBefore).isPresent()
        && now.isAfter(lastUse.orElse(meeting.created()).plus(DAY));
  }

  /**
   * Refuses a time that no meeting may expire at.
   *
   * @param before what is laid down already: that may stay
   */
  static Optional<Rejection> refusal(
      Optional<Instant> wanted, Optional<Instant> before, Instant now) {
    OffsetDateTime utc = now.atOffset(ZoneOffset.UTC);
    Instant first = utc.minusYears(YEARS_BACK).toInstant();
    Instant last = utc.plusYears(YEARS_AHEAD).toInstant();
    return wanted
        .filter(at -> !wanted.equals(before) && (at.isBefore(first) || at.isAfter(last)))
        .map(
            at ->
                Rejection.of(
                    Rejection.Reason.MALFORMED,
                    "expiry-time: " + at + " (expected: " + first + " to " + last + ")"));
  }
}
