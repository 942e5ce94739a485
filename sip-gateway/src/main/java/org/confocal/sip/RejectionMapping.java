package org.confocal.sip;

import org.confocal.engine.Rejection;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.WireFormatException;

/**
 * The one table from reasons of the domain to status codes of SIP. The text becomes the reason
 * phrase.
 */
final class RejectionMapping {
  private RejectionMapping() {}

  static int sipStatus(Rejection.Reason reason) {
    return switch (reason) {
      case MALFORMED, BAD_JOINING_METHOD -> 400;
      case AUTHENTICATION_REQUIRED -> 401;
      case NOT_INVITED, NOT_AUTHORIZED, CONFERENCE_LOCKED -> 403;
      case UNKNOWN_CONFERENCE,
          UNKNOWN_NUMBER,
          UNKNOWN_USER,
          UNKNOWN_MCU,
          UNKNOWN_ENDPOINT,
          UNKNOWN_MEDIA ->
          404;
      case TIMED_OUT -> 408;
      case CONTENT_NOT_ACCEPTABLE -> 415;
      case NAME_TAKEN, ALREADY_EXISTS, VERSION_CONFLICT -> 409;
      case UNKNOWN_DIALOG -> 481;
      case CALL_FAILED -> 480;
      case CAPACITY_EXCEEDED -> 486;
      case ABANDONED -> 487;
      case MEDIA_NOT_ACCEPTABLE -> 488;
      case OFFER_PENDING -> 491;
      case OUT_OF_ORDER, INTERNAL -> 500;
      case NOT_SUPPORTED -> 501;
      case UNAVAILABLE -> 503;
    };
  }

  /** What to say to input that cannot be read. */
  static Rejection malformed(WireFormatException e) {
    return Rejection.of(Rejection.Reason.MALFORMED, String.valueOf(e.getMessage()));
  }

  /**
   * The answer to {@code request}, with Retry-After where it makes sense. The To-tag is the
   * caller's to add.
   */
  static SipResponse response(SipRequest request, Rejection rejection) {
    SipResponse response = request.response(sipStatus(rejection.reason()), rejection.text());
    return rejection
        .retryAfter()
        .map(wait -> response.with("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))))
        .orElse(response);
  }
}
