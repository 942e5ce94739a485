package org.confocal.sip;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.roster.EndpointStatus;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterEndpoint;
import org.confocal.engine.roster.RosterHead;
import org.confocal.engine.roster.RosterUser;
import org.confocal.engine.roster.SubscriptionStyle;
import org.confocal.sip.message.SipMessage;

/** Documents for tests, and messages as text. */
final class Rosters {
  static final RosterUser DANA = user("dana", "Dana", true);
  static final RosterUser RAVI = user("ravi", "Ravi", false);

  private Rosters() {}

  static RosterUser user(String name, String displayName, boolean presenter) {
    return new RosterUser(
        new UserUri("sip:" + name + "@example.test"),
        displayName,
        presenter,
        List.of(
            new RosterEndpoint(
                "{2337A5B1-BB6A-6757-68BB-B3727AAB331B}",
                Optional.of(McuType.CHAT),
                EndpointStatus.CONNECTED,
                false,
                Instant.parse("2026-11-22T12:00:03Z"),
                "",
                List.of())));
  }

  static RosterDocument full(RosterUser... users) {
    RosterHead head =
        new RosterHead(
            "Budget",
            new MeetingNumber("9000"),
            Admission.AUTHENTICATED,
            Set.of(McuType.CHAT),
            Set.of(McuType.CHAT),
            false);
    return new RosterDocument(
        EdgeHarness.CONFERENCE, true, Optional.of(head), users.length, List.of(users), List.of());
  }

  static EdgeProtocol.Notice notice(Dialog dialog, SubscriptionStyle style, long version) {
    return new EdgeProtocol.Notice(
        dialog, 8, version, style, 3600, Optional.empty(), Optional.empty());
  }

  /** Start line and headers without those that are named, and without Content-Length. */
  static String headers(SipMessage message, String... without) {
    Set<String> hidden = Set.of(without);
    String type =
        message.body().isEmpty() ? "" : "Content-Type: " + message.body().contentType() + "\n";
    return message.startLine()
        + "\n"
        + message.headers().all().stream()
            .filter(h -> !hidden.contains(h.name()))
            .map(h -> h + "\n")
            .collect(Collectors.joining())
        + type;
  }
}
