package org.confocal.media.ice;

/** What became of a datagram that was given to an agent. */
public enum StunOutcome {
  /** Not a message that anything is said to: not STUN, a wrong fingerprint, an indication. */
  DROPPED,
  /** A valid check; the answer is to be sent to where it came from. */
  ANSWERED,
  /** The same, and the address to send media to is another than before. */
  NOMINATED,
  /** A refused check; the answer is to be sent to where it came from. */
  REFUSED,
  /** The peer has answered our own check; nothing is to be sent. */
  CONFIRMED;

  /** Whether there is an answer to be sent. */
  public boolean hasAnswer() {
    return this == ANSWERED || this == NOMINATED || this == REFUSED;
  }
}
