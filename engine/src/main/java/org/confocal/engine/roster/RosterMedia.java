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
 */
public record RosterMedia(
    int id, McuType type, Direction direction, long source, boolean blocked) {}
