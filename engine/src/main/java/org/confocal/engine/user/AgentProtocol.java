package org.confocal.engine.user;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.directory.ContactLists;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;

/** What a presence agent hears from its user and from itself. */
final class AgentProtocol {
  private AgentProtocol() {}

  /** What the agent understands. */
  sealed interface Command {}

  /** What was said to the user. */
  record Order(PresenceProtocol.Command command) implements Command {}

  /** Where the user is registered now. */
  record Reachable(List<UserProtocol.Binding> bindings) implements Command {
    Reachable {
      bindings = List.copyOf(bindings);
    }
  }

  /** A connection of the user's clients is closed. */
  record CutOff(PeerAddress peer) implements Command {}

  record Heard(PresenceProtocol.Shown shown) implements Command {}

  record Told(EdgeProtocol.Result result) implements Command {}

  record Begun(PresenceProtocol.Subscribe ask, Optional<ContactList> list) implements Command {}

  record Read(int subscription, Optional<ContactList> list) implements Command {}

  record Changed(PresenceProtocol.ChangeContacts ask, ContactBook.Outcome outcome)
      implements Command {}

  record Looked(UserUri name, boolean isUser) implements Command {}

  record Judged(PresenceProtocol.Watch watch, boolean allowed) implements Command {}

  record Flush() implements Command {}

  record Refresh() implements Command {}

  record Sweep() implements Command {}

  /** What all agents share. */
  record Environment(
      UserDirectory users,
      ContactLists contacts,
      Users door,
      InstantSource clock,
      PresenceSettings settings) {}
}
