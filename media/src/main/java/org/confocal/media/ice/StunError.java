package org.confocal.media.ice;

/**
 * Why a check is refused. RFC 8489 section 14.8, RFC 8445 section 7.3.1.1, RFC 3489 section 8.1.
 */
public enum StunError {
  BAD_REQUEST(400, "Bad Request"),
  UNAUTHENTICATED(401, "Unauthenticated"),
  UNKNOWN_ATTRIBUTE(420, "Unknown Attribute"),
  /** RFC 3489 only. */
  STALE_CREDENTIALS(430, "Stale Credentials"),
  /** RFC 3489 only. */
  INTEGRITY_CHECK_FAILURE(431, "Integrity Check Failure"),
  /** RFC 3489 only. */
  MISSING_USERNAME(432, "Missing Username"),
  ROLE_CONFLICT(487, "Role Conflict");

  private final int code;
  private final String reason;

  StunError(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  public int code() {
    return code;
  }

  int reasonLength() {
    return reason.length();
  }

  byte reasonByte(int index) {
    return (byte) reason.charAt(index);
  }
}
