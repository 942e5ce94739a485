package org.confocal.media.ice;

import java.util.Locale;

/** How a candidate was found. RFC 8445 sections 5.1.1 and 5.1.2.2. */
public enum CandidateType {
  /** An address of the machine itself. */
  HOST(126),
  /** An address that a STUN server saw. */
  SRFLX(100),
  /** An address that the other side saw in a check. */
  PRFLX(110),
  /** An address of a TURN server. */
  RELAY(0);

  private final int preference;

  CandidateType(int preference) {
    this.preference = preference;
  }

  /** The recommended type preference, 0 to 126. */
  public int preference() {
    return preference;
  }

  /** As in SDP: {@code host}, {@code srflx}, {@code prflx}, {@code relay}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
