package org.confocal.engine.meeting;

import org.confocal.engine.id.UserUri;

/**
 * Somebody whom the organizer has listed.
 *
 * @param presenter joins as presenter
 */
public record Invitee(UserUri user, boolean presenter) {}
