package org.confocal.sip;

import org.confocal.engine.Rejection;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.c3p.C3pReasons;

/**
 * The one table from reasons of the domain, and from faults that only the edge sees, to the codes
 * of SIP and C3P. The text becomes the reason phrase. The numbers of {@code ms-diagnostics} are
 * those of MS-OCER 8.4; clients of OCS show its text to people.
 */
final class RejectionMapping {
  private static final int NO_ID = 0;
  private static final int NOT_IMPLEMENTED = 3004;

  private RejectionMapping() {}

  /**
   * How a refusal is said.
   *
   * @param sipStatus where SIP answers
   * @param c3pReason where C3P answers: one of {@link C3pReasons}
   * @param diagnostics number for {@code ms-diagnostics}, 0 = there is none
   */
  record Codes(int sipStatus, String c3pReason, int diagnostics) {}

  static Codes codes(Rejection.Reason reason) {
    return switch (reason) {
      case MALFORMED -> new Codes(400, C3pReasons.REQUEST_MALFORMED, 3006);
      case BAD_JOINING_METHOD -> new Codes(400, C3pReasons.REQUEST_MALFORMED, 3018);
      case AUTHENTICATION_REQUIRED -> new Codes(401, C3pReasons.UNAUTHORIZED, 3014);
      case NOT_INVITED -> new Codes(403, C3pReasons.FORBIDDEN, 3014);
      case NOT_AUTHORIZED -> new Codes(403, C3pReasons.UNAUTHORIZED, 3014);
      case DIAL_OUT_NOT_ALLOWED -> new Codes(403, C3pReasons.UNAUTHORIZED, 3015);
      case CONFERENCE_LOCKED -> new Codes(403, C3pReasons.CONFERENCE_LOCKED, 3014);
      case INVALID_CONFERENCE_KEY -> new Codes(403, C3pReasons.INVALID_CONFERENCE_KEY, 3014);
      case INVALID_PASSCODE -> new Codes(403, C3pReasons.INVALID_PASSCODE, 3014);
      case BANNED -> new Codes(403, C3pReasons.FORBIDDEN, 3014);
      case UNKNOWN_CONFERENCE -> new Codes(404, C3pReasons.CONFERENCE_DOESNT_EXIST, 3012);
      case UNKNOWN_NUMBER -> new Codes(404, C3pReasons.CONFERENCE_DOESNT_EXIST, NO_ID);
      case UNKNOWN_USER -> new Codes(404, C3pReasons.USER_DOESNT_EXIST, NO_ID);
      case UNKNOWN_MCU -> new Codes(404, C3pReasons.NOT_SUPPORTED, 3013);
      case UNKNOWN_ENDPOINT -> new Codes(404, C3pReasons.ENDPOINT_DOESNT_EXIST, NO_ID);
      case UNKNOWN_MEDIA -> new Codes(404, C3pReasons.MEDIA_DOESNT_EXIST, NO_ID);
      case TIMED_OUT -> new Codes(408, C3pReasons.TIMEOUT, NO_ID);
      case NAME_TAKEN, VERSION_CONFLICT -> new Codes(409, C3pReasons.OTHER_FAILURE, NO_ID);
      case ALREADY_EXISTS -> new Codes(409, C3pReasons.CONFERENCE_EXISTS_ALREADY, NO_ID);
      case CONTENT_NOT_ACCEPTABLE -> new Codes(415, C3pReasons.REQUEST_MALFORMED, NO_ID);
      case TOO_SHORT -> new Codes(423, C3pReasons.OTHER_FAILURE, NO_ID);
      case CALL_FAILED -> new Codes(480, C3pReasons.OTHER_FAILURE, NO_ID);
      case UNKNOWN_DIALOG -> new Codes(481, C3pReasons.OTHER_FAILURE, NO_ID);
      case CAPACITY_EXCEEDED -> new Codes(486, C3pReasons.MAX_NUMBER_OF_USERS_REACHED, NO_ID);
      case ABANDONED -> new Codes(487, C3pReasons.OTHER_FAILURE, NO_ID);
      case MEDIA_NOT_ACCEPTABLE -> new Codes(488, C3pReasons.OTHER_FAILURE, NO_ID);
      case OFFER_PENDING -> new Codes(491, C3pReasons.OTHER_FAILURE, NO_ID);
      case OUT_OF_ORDER -> new Codes(500, C3pReasons.OTHER_FAILURE, NO_ID);
      case INTERNAL -> new Codes(500, C3pReasons.SERVER_INTERNAL_ERROR, NO_ID);
      case NOT_SUPPORTED -> new Codes(501, C3pReasons.NOT_SUPPORTED, NOT_IMPLEMENTED);
      case UNAVAILABLE -> new Codes(503, C3pReasons.SERVER_BUSY, NO_ID);
    };
  }

  static Codes codes(C3pFault fault) {
    return switch (fault) {
      case BAD_FROM -> new Codes(400, C3pReasons.REQUEST_MALFORMED, 3000);
      case BAD_TO -> new Codes(400, C3pReasons.REQUEST_MALFORMED, 3001);
      case BAD_TARGET -> new Codes(403, C3pReasons.USER_DOESNT_EXIST, 3002);
      case BAD_CONFERENCE -> new Codes(400, C3pReasons.CONFERENCE_DOESNT_EXIST, 3003);
      case TARGETS_MCU -> new Codes(400, C3pReasons.REQUEST_MALFORMED, 3005);
      case NOT_PARSED, BAD_COMMAND -> new Codes(400, C3pReasons.REQUEST_MALFORMED, 3006);
      case BAD_USER -> new Codes(400, C3pReasons.REQUEST_MALFORMED, 3007);
      case BAD_ENDPOINT -> new Codes(400, C3pReasons.REQUEST_MALFORMED, 3009);
      case BAD_ROLE -> new Codes(400, C3pReasons.REQUEST_MALFORMED, 3016);
      case TOO_LARGE -> new Codes(413, C3pReasons.REQUEST_TOO_LARGE, NO_ID);
    };
  }

  static int sipStatus(Rejection.Reason reason) {
    return codes(reason).sipStatus();
  }

  /** What to say to input that cannot be read. */
  static Rejection malformed(WireFormatException e) {
    return Rejection.of(Rejection.Reason.MALFORMED, String.valueOf(e.getMessage()));
  }

  /**
   * The answer to {@code request}, with Retry-After or Min-Expires where it makes sense. The To-tag
   * is the caller's to add.
   */
  static SipResponse response(SipRequest request, Rejection rejection) {
    SipResponse plain = request.response(sipStatus(rejection.reason()), rejection.text());
    SipResponse response =
        rejection
            .least()
            .map(least -> plain.with("Min-Expires", Long.toString(least.toSeconds())))
            .orElse(plain);
    return rejection
        .retryAfter()
        .map(wait -> response.with("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))))
        .orElse(response);
  }

  /**
   * The same for a request that concerns a conference: with {@code ms-diagnostics}.
   *
   * @param source our host or domain name
   */
  static SipResponse conferencing(SipRequest request, Rejection rejection, String source) {
    return diagnosed(
        response(request, rejection), codes(rejection.reason()), rejection.text(), source);
  }

  /** The answer of SIP to a request that the edge itself refuses. */
  static SipResponse conferencing(SipRequest request, C3pRefusal refusal, String source) {
    return diagnosed(
        request.response(refusal.codes().sipStatus(), oneLine(refusal.text())),
        refusal.codes(),
        refusal.text(),
        source);
  }

  /**
   * Adds {@code ms-diagnostics}, where there is a number for it. What is not implemented may be
   * told outside of the domain too.
   */
  static SipResponse diagnosed(SipResponse response, Codes codes, String text, String source) {
    if (codes.diagnostics() == NO_ID) {
      return response;
    }
    String name =
        codes.diagnostics() == NOT_IMPLEMENTED ? "ms-diagnostics-public" : "ms-diagnostics";
    return response.with(
        name,
        codes.diagnostics()
            + ";reason=\""
            + oneLine(text).replace('\\', '/').replace('"', '\'')
            + "\";source=\""
            + source
            + "\"");
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", ".");
  }
}
