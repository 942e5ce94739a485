package org.confocal.engine.roster;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.mcu.McuType;

/**
 * One endpoint of a participant.
 *
 * @param id as published: a GUID in braces
 * @param session the MCU that serves it; empty = the focus itself
 * @param dialedOut we called, and were not called
 * @param since when it joined
 * @param uri where it can be reached, empty when nobody needs to know
 */
public record RosterEndpoint(
    String id,
    Optional<McuType> session,
    EndpointStatus status,
    boolean dialedOut,
    Instant since,
    String uri,
    List<RosterMedia> media) {
  public RosterEndpoint {
    media = List.copyOf(media);
  }
}
