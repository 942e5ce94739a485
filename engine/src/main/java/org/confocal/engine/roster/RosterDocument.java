package org.confocal.engine.roster;

import java.util.List;
import java.util.Optional;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.UserUri;

/**
 * What one document tells of a conference, for all subscribers who get the same.
 *
 * @param full replaces whatever the subscriber knew
 * @param head in a partial document only when it has changed
 * @param userCount participants, those who are not told included
 * @param users changed participants, or all; without oneself in a large meeting
 * @param gone participants who left; empty in a full document
 */
public record RosterDocument(
    ConferenceUri conference,
    boolean full,
    Optional<RosterHead> head,
    int userCount,
    List<RosterUser> users,
    List<UserUri> gone) {
  public RosterDocument {
    users = List.copyOf(users);
    gone = List.copyOf(gone);
  }
}
