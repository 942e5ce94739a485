package org.confocal.engine.conference;

import org.confocal.engine.meeting.Proof;

/**
 * By what right somebody is in, or waits.
 *
 * @param proved he has proved who he is; otherwise he is a guest under an address that we made
 * @param proof what else he has shown
 * @param stay whether he waits in the lobby, or has waited
 */
public record Standing(boolean proved, Proof proof, Stay stay) {
  /** Where a leg is, seen from the lobby. */
  public enum Stay {
    /** He never had to wait. */
    STRAIGHT,
    /** He waits to be let in. */
    WAITS,
    /** He has waited and was let in. */
    ADMITTED
  }

  /** A leg of the oldest records: nobody waited then. */
  public static final Standing OLD = new Standing(true, Proof.NONE, Stay.STRAIGHT);

  /** The same after he was let in. */
  public Standing admitted() {
    return new Standing(proved, proof, Stay.ADMITTED);
  }
}
