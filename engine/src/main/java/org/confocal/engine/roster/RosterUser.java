package org.confocal.engine.roster;

import java.util.List;
import org.confocal.engine.id.UserUri;

/**
 * One participant with all endpoints: users are told whole, for old clients take what a document
 * does not repeat for gone.
 *
 * @param presenter organizer or presenter; all others are attendees
 */
public record RosterUser(
    UserUri user, String displayName, boolean presenter, List<RosterEndpoint> endpoints) {
  public RosterUser {
    endpoints = List.copyOf(endpoints);
  }
}
