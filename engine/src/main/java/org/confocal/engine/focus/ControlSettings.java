package org.confocal.engine.focus;

import com.typesafe.config.Config;
import java.time.Duration;
import org.confocal.engine.SectionSettings;

/**
 * Settings of conference control.
 *
 * @param attendeesCallOut attendees may have others called
 * @param presentersEnd presenters may end the conference, not its organizer alone
 * @param mostCalls most calls that one conference makes at a time
 * @param remembered answers to orders that are repeated when an edge asks again
 * @param referralLasts how long whoever has sent a REFER may be told of it
 */
public record ControlSettings(
    boolean attendeesCallOut,
    boolean presentersEnd,
    int mostCalls,
    int remembered,
    Duration referralLasts) {
  static ControlSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.engine.focus.control");
    return new ControlSettings(
        s.flag("attendees-call-out"),
        s.flag("presenters-end"),
        s.whole("most-calls", 0, 1000),
        s.whole("remembered", 10, 100_000),
        s.duration("referral-lasts", Duration.ofSeconds(10), Duration.ofHours(1)));
  }
}
