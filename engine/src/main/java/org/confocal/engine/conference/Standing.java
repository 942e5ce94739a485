package org.confocal.engine.conference;

import java.util.Optional;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.meeting.Proof;

/**
 * By what right somebody is in, or waits.
 *
 * @param proved he has proved who he is; otherwise he is a guest under an address that we made
 * @param proof what else he has shown
 * @param stay whether he waits in the lobby, or has waited
 * @param source where he came from, as the socket told; port 0 = others have sent his request on;
 *     absent in old records
 */
public record Standing(boolean proved, Proof proof, Stay stay, Optional<PeerAddress> source) {
  public Standing {
    source = source == null ? Optional.empty() : source;
  }

  /** The standing of somebody of whom only his dialog tells where he is. */
  public Standing(boolean proved, Proof proof, Stay stay) {
    this(proved, proof, stay, Optional.empty());
  }

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
    return new Standing(proved, proof, Stay.ADMITTED, source);
  }
}
