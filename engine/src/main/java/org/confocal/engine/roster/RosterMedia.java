package org.confocal.engine.roster;

import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.McuType;

/**
 * One stream of an endpoint.
 *
 * @param id unique in the endpoint, from 1
 * @param direction seen from the participant
 * @param source RTP source identifier of what we send, 0 = none
 * @param blocked what the participant sends is not let in
 * @param deaf what the participant would get is held back; absent in messages of older nodes: no
 * @param speaking he is heard now; the same
 */
public record RosterMedia(
    int id,
    McuType type,
    Direction direction,
    long source,
    boolean blocked,
    boolean deaf,
    boolean speaking) {
  /** Of somebody who hears, and is silent. */
  public RosterMedia(int id, McuType type, Direction direction, long source, boolean blocked) {
    this(id, type, direction, source, blocked, false, false);
  }
}
