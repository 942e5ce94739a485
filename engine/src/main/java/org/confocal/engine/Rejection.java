package org.confocal.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a request was refused. Nothing has changed when this is the answer. Edges translate the
 * reason to the codes of their protocol in one table.
 *
 * @param reason what a program decides on
 * @param text what a person reads; names the value and what was expected
 * @param retryAfter when it makes sense to try again
 * @param least what would have been long enough, for {@link Reason#TOO_SHORT}; absent in the oldest
 *     messages
 */
public record Rejection(
    Reason reason, String text, Optional<Duration> retryAfter, Optional<Duration> least) {
  /** The closed set of refusals. */
  public enum Reason {
    UNKNOWN_CONFERENCE,
    UNKNOWN_NUMBER,
    UNKNOWN_DIALOG,
    UNKNOWN_USER,
    AUTHENTICATION_REQUIRED,
    NOT_INVITED,
    NOT_AUTHORIZED,
    DIAL_OUT_NOT_ALLOWED,
    CONFERENCE_LOCKED,
    INVALID_CONFERENCE_KEY,
    INVALID_PASSCODE,
    BANNED,
    UNKNOWN_ENDPOINT,
    UNKNOWN_MEDIA,
    UNKNOWN_MCU,
    BAD_JOINING_METHOD,
    NOT_SUPPORTED,
    CONTENT_NOT_ACCEPTABLE,
    CALL_FAILED,
    TIMED_OUT,
    CAPACITY_EXCEEDED,
    MEDIA_NOT_ACCEPTABLE,
    OFFER_PENDING,
    OUT_OF_ORDER,
    TOO_SHORT,
    ABANDONED,
    NAME_TAKEN,
    ALREADY_EXISTS,
    VERSION_CONFLICT,
    MALFORMED,
    UNAVAILABLE,
    INTERNAL
  }

  public Rejection {
    least = least == null ? Optional.empty() : least;
  }

  public static Rejection of(Reason reason, String text) {
    return new Rejection(reason, text, Optional.empty(), Optional.empty());
  }

  /** Something of ours does not answer now; the caller may try again after {@code retryAfter}. */
  public static Rejection unavailable(String text, Duration retryAfter) {
    return new Rejection(Reason.UNAVAILABLE, text, Optional.of(retryAfter), Optional.empty());
  }

  /** What was asked for would last too short a time; {@code least} would be long enough. */
  public static Rejection tooShort(String text, Duration least) {
    return new Rejection(Reason.TOO_SHORT, text, Optional.empty(), Optional.of(least));
  }
}
