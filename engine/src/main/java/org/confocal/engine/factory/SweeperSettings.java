package org.confocal.engine.factory;

import com.typesafe.config.Config;
import java.time.Duration;
import org.confocal.engine.SectionSettings;

/**
 * Settings of the sweeper.
 *
 * @param every pause between two rounds, also before the first, and when the database does not
 *     answer
 * @param perSecond focus factories that are asked in a second
 * @param page organizers that are read from the table at once
 */
public record SweeperSettings(Duration every, int perSecond, int page) {
  public static SweeperSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.engine.sweeper");
    return new SweeperSettings(
        s.duration("every", Duration.ofSeconds(1), Duration.ofDays(7)),
        s.whole("per-second", 1, 1000),
        s.whole("page", 1, 10_000));
  }
}
