package org.confocal.media.ice;

/** Which STUN a peer speaks. */
public enum StunDialect {

  /**
   * RFC 8489 (and RFC 5389): a magic cookie, attributes padded to 32 bits, a fingerprint in checks.
   */
  STANDARD,

  /**
   * RFC 3489, as the checks of Office Communications Server 2007 have it: the transaction id is 128
   * bits and may begin with the cookie or not, the text under MESSAGE-INTEGRITY is filled with
   * zeros to a multiple of 64 bytes (RFC 3489 section 11.2.8), MESSAGE-INTEGRITY is the last
   * attribute, and attributes follow each other without padding.
   */
  OCS_2007;

  /** The bytes that a value takes up, with its padding. */
  int padded(int size) {
    return this == STANDARD ? (size + 3) & ~3 : size;
  }
}
