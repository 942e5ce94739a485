package org.confocal.engine.focus;

import java.util.List;
import java.util.Optional;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterUser;

/** stub */
final class RosterPainter {
  private RosterPainter() {}

  static RosterDocument full(Conference state) {
    return new RosterDocument(
        state.meeting().orElseThrow().uri(), true, Optional.empty(), 0, List.of(), List.of());
  }

  static RosterUser user(Conference state, UserUri user) {
    return new RosterUser(user, "", state.role(user).presents(), List.of());
  }
}
