package org.confocal.server.control;

import org.confocal.server.settings.Parting;

/** Where an operator orders the node itself to end. */
@FunctionalInterface
public interface StopDoor {
  /**
   * What the node does from now on.
   *
   * @param pid its process
   * @param parting what becomes of its conferences, which is not what was ordered when others are
   *     there to take them over
   */
  record Leaving(long pid, Parting parting) {}

  /** Returns at once; the node ends by and by. The first order counts. */
  Leaving leave(Parting ordered);
}
