package org.confocal.engine.chat;

import org.confocal.engine.id.UserUri;

/**
 * Somebody whom a line did not reach.
 *
 * @param status SIP status that tells why, for instance 408
 */
public record Undelivered(UserUri user, int status) {}
