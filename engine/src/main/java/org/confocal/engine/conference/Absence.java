package org.confocal.engine.conference;

import java.time.Instant;
import org.confocal.engine.id.UserUri;

/**
 * Somebody whose last leg with audio has left, and who may come back.
 *
 * @param since when it left
 * @param muted what it sent was not let in
 */
public record Absence(UserUri user, Instant since, boolean muted) {}
