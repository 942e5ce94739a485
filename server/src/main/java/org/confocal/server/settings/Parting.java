package org.confocal.server.settings;

import java.util.Optional;

/** What becomes of the running conferences when this node ends. Decided here and nowhere else. */
public enum Parting {
  /** They end, and everybody in them gets a BYE. */
  BYE,

  /** Nobody is told anything: who starts next on the same journal goes on with them. */
  KEEP,

  /** The other nodes of the cluster take them over. */
  HAND_OVER;

  /**
   * The one decision.
   *
   * @param alone no other node is there that could take anything over
   * @param ordered what a signal or an operator has ordered; empty when the node ends by a fault,
   *     which is no reason to send anybody away
   */
  public static Parting of(boolean alone, Optional<Parting> ordered) {
    return alone ? ordered.orElse(KEEP) : HAND_OVER;
  }
}
