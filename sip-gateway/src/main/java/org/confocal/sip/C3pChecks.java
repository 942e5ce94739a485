package org.confocal.sip;

import java.util.Optional;
import java.util.regex.Pattern;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.sip.message.SipRequest;
import org.confocal.wire.c3p.C3pCommand;
import org.confocal.wire.c3p.C3pEnvelope;

/**
 * What must be true of every conference control request before anybody looks at the command. Pure.
 * MS-CONFPRO 2.2.3, MS-CONFBAS 2.2.3.
 */
final class C3pChecks {
  private static final Pattern GUID =
      Pattern.compile("\\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}}");

  private C3pChecks() {}

  /** The sender, who must be the same in C3P and in SIP. */
  static UserUri sender(SipRequest request, C3pEnvelope c3p, OwnNames names) throws C3pRefusal {
    Optional<UserUri> from = names.user(request.from().uri());
    if (from.isEmpty() || !from.equals(names.userOf(c3p.from()))) {
      throw C3pRefusal.of(
          C3pFault.BAD_FROM, "from: " + c3p.from() + " (expected: " + request.from().uri() + ")");
    }
    return from.get();
  }

  /** The conference of a dialog, which {@code to} must name, be it by the URI of an MCU. */
  static ConferenceUri conference(C3pEnvelope c3p, FocusKey dialog, OwnNames names)
      throws C3pRefusal {
    Optional<ConferenceUri> conference =
        names.conference(c3p.to()).or(() -> names.mcu(c3p.to()).map(McuUri::conference));
    if (conference.filter(c -> FocusKey.of(c).equals(dialog)).isEmpty()) {
      throw C3pRefusal.of(
          C3pFault.BAD_TO, "to: " + c3p.to() + " (expected: the conference of this dialog)");
    }
    return conference.get();
  }

  /** A command must not be about another conference than the one it was sent to. */
  static void isAbout(ConferenceUri conference, C3pCommand command, OwnNames names)
      throws C3pRefusal {
    Optional<String> entity = confEntity(command);
    if (entity.isPresent() && !names.conference(entity.get()).equals(Optional.of(conference))) {
      throw C3pRefusal.of(
          C3pFault.BAD_CONFERENCE,
          "confEntity: " + entity.get() + " (expected: " + conference + ")");
    }
  }

  /** Endpoints are named by GUIDs; some clients leave the braces out. */
  static void isGuid(String endpoint) throws C3pRefusal {
    if (!GUID.matcher(endpoint.startsWith("{") ? endpoint : "{" + endpoint + "}").matches()) {
      throw C3pRefusal.of(
          C3pFault.BAD_ENDPOINT, "endpoint: " + endpoint + " (expected: a GUID in braces)");
    }
  }

  /** Tells whether the role is that of a presenter. */
  static boolean presents(String role) throws C3pRefusal {
    return switch (role) {
      case "presenter" -> true;
      case "attendee" -> false;
      default ->
          throw C3pRefusal.of(
              C3pFault.BAD_ROLE, "role: " + role + " (expected: presenter or attendee)");
    };
  }

  private static Optional<String> confEntity(C3pCommand command) {
    if (command instanceof C3pCommand.AddUser c) {
      return Optional.of(c.confEntity());
    } else if (command instanceof C3pCommand.DeleteUser c) {
      return Optional.of(c.confEntity());
    } else if (command instanceof C3pCommand.ModifyUserRoles c) {
      return Optional.of(c.confEntity());
    } else if (command instanceof C3pCommand.ModifyConferenceLock c) {
      return Optional.of(c.confEntity());
    } else if (command instanceof C3pCommand.ModifyEndpointMedia c) {
      return Optional.of(c.confEntity());
    } else if (command instanceof C3pCommand.ModifyConference c) {
      return Optional.of(c.conference().entity());
    } else if (command instanceof C3pCommand.DeleteConference c) {
      return Optional.of(c.confEntity());
    } else if (command instanceof C3pCommand.SetLobbyAccess c) {
      return Optional.of(c.confEntity());
    }
    return command instanceof C3pCommand.GetConference c ? c.confEntity() : Optional.empty();
  }
}
