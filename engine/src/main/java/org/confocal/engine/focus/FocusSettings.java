package org.confocal.engine.focus;

import com.typesafe.config.Config;
import java.time.Duration;
import org.confocal.engine.SectionSettings;

/**
 * Settings of a focus.
 *
 * @param maxLegs most legs in one conference
 * @param maxPending most joins and changes of one conference that may be on their way at a time
 * @param retryAfter what a caller is told to wait when we are too busy
 * @param probeAfter how long a leg of an earlier life of the focus may be silent before it is asked
 * @param attachWait how long a focus that starts again waits for edges to tell whom they reach
 * @param fenceRest how long a focus that was fenced hears nothing before it ends
 * @param askEvery how often a leg without a session timer is asked whether it is still there
 * @param connectionGrace how long after its connection closed a leg may come back by another
 * @param requestTimeout after this the result of a request in a dialog is no longer awaited
 * @param glareDelay how long to wait before offering again when both sides offered at once
 * @param snapshotEvery events between two snapshots
 * @param control conference control
 * @param restartAfter wait before a focus whose journal failed starts again; grows tenfold
 * @param mcuRestartAfter wait before an MCU that has ended twice in a short time is made anew; it
 *     doubles up to tenfold
 * @param roster what subscribers are told, and who may subscribe
 * @param life how long a conference runs, and what participants keep
 * @param gate keys, wrong tries and the lobby
 */
public record FocusSettings(
    int maxLegs,
    int maxPending,
    Duration retryAfter,
    Duration probeAfter,
    Duration attachWait,
    Duration fenceRest,
    Duration askEvery,
    Duration connectionGrace,
    Duration requestTimeout,
    Duration glareDelay,
    int snapshotEvery,
    Duration restartAfter,
    Duration mcuRestartAfter,
    ControlSettings control,
    RosterSettings roster,
    LifeSettings life,
    GateSettings gate) {
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofMinutes(10);

  public static FocusSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.engine.focus");
    return new FocusSettings(
        s.whole("max-legs", 1, 100_000),
        s.whole("max-pending", 1, 100_000),
        s.duration("retry-after", Duration.ofSeconds(1), LONG),
        s.duration("probe-after", SHORT, LONG),
        s.duration("attach-wait", SHORT, LONG),
        s.duration("fence-rest", SHORT, LONG),
        s.duration("ask-every", SHORT, Duration.ofDays(1)),
        s.duration("connection-grace", SHORT, LONG),
        s.duration("request-timeout", SHORT, LONG),
        s.duration("glare-delay", SHORT, LONG),
        s.whole("snapshot-every", 10, 1_000_000),
        s.duration("restart-after", SHORT, LONG),
        s.duration("mcu-restart-after", SHORT, LONG),
        ControlSettings.from(root),
        RosterSettings.from(s.below("roster")),
        LifeSettings.from(root),
        GateSettings.from(root));
  }
}
