package org.confocal.engine.focus;

import java.util.Map;
import org.confocal.engine.id.FocusKey;
import org.slf4j.MDC;

/** Puts the conference, and where known the call, into every log line of a focus. */
final class FocusLog {
  private static final String CONFERENCE = "conference";

  private FocusLog() {}

  static Map<String, String> of(FocusKey key) {
    return Map.of(CONFERENCE, key.value());
  }

  static Map<String, String> of(FocusProtocol.Command command) {
    if (command instanceof FocusProtocol.Join m) {
      return Map.of("callId", m.joining().key().callId());
    } else if (command instanceof FocusProtocol.Change m) {
      return Map.of("callId", m.key().callId());
    } else if (command instanceof FocusProtocol.Leave m) {
      return Map.of("callId", m.key().callId());
    }
    return Map.of();
  }

  /** What runs after a write has lost the context of its command: gives the conference back. */
  static void in(FocusKey key, Runnable deed) {
    MDC.put(CONFERENCE, key.value());
    try {
      deed.run();
    } finally {
      MDC.remove(CONFERENCE);
    }
  }
}
