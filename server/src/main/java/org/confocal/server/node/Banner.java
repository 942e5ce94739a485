package org.confocal.server.node;

import java.util.Optional;
import java.util.StringJoiner;
import org.confocal.engine.meeting.Admission;
import org.confocal.server.control.OperatorDoor.MeetingView;

/**
 * What a node says about itself when it is ready.
 *
 * @param callable a meeting that somebody without an account may join
 */
record Banner(
    Wiring.Bound bound,
    String management,
    String domain,
    String data,
    Optional<MeetingView> callable) {
  String text() {
    StringJoiner lines = new StringJoiner("\n");
    lines.add("Confocal " + Version.text());
    lines.add(
        "  SIP         "
            + (bound.listening().isEmpty() ? "none" : String.join(", ", bound.listening())));
    lines.add("  management  " + management);
    lines.add("  domain      " + domain);
    lines.add("  data        " + data);
    lines.add("  call now    " + call());
    return lines.toString();
  }

  private String call() {
    if (bound.callIn().isEmpty()) {
      return "no SIP on this node";
    }
    return callable
        .map(
            meeting ->
                CallIn.uri(meeting.number(), bound.callIn().get(0))
                    + (meeting.admission() == Admission.LOOPBACK ? "   from this machine" : ""))
        .orElse("make a meeting first: confocal meeting create --open");
  }
}
