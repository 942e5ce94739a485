package org.confocal.engine.focus;

import com.typesafe.config.Config;
import java.time.Duration;
import org.confocal.engine.SectionSettings;

/**
 * Settings of the gate and of the lobby in front of it.
 *
 * @param mostWaiting most legs that may wait in the lobby of one conference; 0 = nobody waits
 * @param lobbyTimeout whoever was not let in by then is sent away
 * @param freeTries wrong keys and passcodes from one source before it has to wait
 * @param pause how long it waits then; it doubles with each further wrong one
 * @param longestPause how far that grows
 * @param mostSources sources whose wrong tries one conference remembers
 * @param conferenceTries wrong keys and passcodes from all sources together before everybody has to
 *     wait who gives any
 * @param forgetAfter wrong tries are forgotten when no further one came for so long
 */
public record GateSettings(
    int mostWaiting,
    Duration lobbyTimeout,
    int freeTries,
    Duration pause,
    Duration longestPause,
    int mostSources,
    int conferenceTries,
    Duration forgetAfter) {
  private static final Duration SHORT = Duration.ofMillis(10);

  static GateSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.engine.focus.gate");
    return new GateSettings(
        s.whole("most-waiting", 0, 100_000),
        s.duration("lobby-timeout", SHORT, Duration.ofHours(24)),
        s.whole("free-tries", 1, 1000),
        s.duration("pause", SHORT, Duration.ofHours(1)),
        s.duration("longest-pause", SHORT, Duration.ofHours(24)),
        s.whole("most-sources", 1, 100_000),
        s.whole("conference-tries", 1, 1_000_000),
        s.duration("forget-after", SHORT, Duration.ofDays(7)));
  }
}
