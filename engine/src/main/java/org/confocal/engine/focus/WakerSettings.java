package org.confocal.engine.focus;

import com.typesafe.config.Config;
import java.time.Duration;
import org.confocal.engine.SectionSettings;

/**
 * Settings of the waker.
 *
 * @param perSecond foci woken in a second
 * @param limit most conferences that are read from the table at once
 * @param retryAfter wait before the table is read again when it did not answer
 * @param again how often all are woken once more
 * @param againAfter wait before each of these times
 */
public record WakerSettings(
    int perSecond, int limit, Duration retryAfter, int again, Duration againAfter) {
  public static WakerSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.engine.waker");
    return new WakerSettings(
        s.whole("per-second", 1, 1000),
        s.whole("limit", 1, 1_000_000),
        s.duration("retry-after", Duration.ofMillis(100), Duration.ofMinutes(10)),
        s.whole("again", 0, 100),
        s.duration("again-after", Duration.ofMillis(100), Duration.ofMinutes(10)));
  }
}
