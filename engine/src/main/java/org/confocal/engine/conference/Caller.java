package org.confocal.engine.conference;

import java.util.Optional;
import org.confocal.engine.id.UserUri;

/**
 * Who asks to join, as far as the edge could tell.
 *
 * @param user who it is, when that was proved; nobody's From header is proof
 * @param displayName what to show, may be empty
 * @param thisMachine the request came from this machine itself
 */
public record Caller(Optional<UserUri> user, String displayName, boolean thisMachine) {}
