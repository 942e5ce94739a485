package org.confocal.engine.factory;

import com.typesafe.config.Config;
import java.time.Duration;
import org.confocal.engine.SectionSettings;

/**
 * Settings of focus factories.
 *
 * @param maxMeetings most meetings that one organizer may have
 * @param maxPending most meetings that may be on their way to being scheduled at a time
 * @param numberDigits digits of a number that we choose
 * @param numberTries how many numbers are tried before giving up
 * @param retryAfter what a caller is told to wait when the directory does not answer, and our own
 *     wait before numbers without a meeting are given back to it
 * @param snapshotEvery events between two snapshots
 * @param expiry when meetings expire and are purged
 * @param mostPurges meetings of one organizer that are purged at a time
 * @param policyAge how long the organizer's policy is remembered
 */
public record FocusFactorySettings(
    int maxMeetings,
    int maxPending,
    int numberDigits,
    int numberTries,
    Duration retryAfter,
    int snapshotEvery,
    Expiry expiry,
    int mostPurges,
    Duration policyAge) {
  public static FocusFactorySettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.engine.focus-factory");
    return new FocusFactorySettings(
        s.whole("max-meetings", 1, 10_000),
        s.whole("max-pending", 1, 4000),
        s.whole("number-digits", 3, 15),
        s.whole("number-tries", 1, 1000),
        s.duration("retry-after", Duration.ofMillis(100), Duration.ofMinutes(10)),
        s.whole("snapshot-every", 10, 1_000_000),
        new Expiry(
            s.duration("default-expiry", Duration.ZERO, Duration.ofDays(730)),
            s.duration("content-grace", Duration.ZERO, Duration.ofDays(365))),
        s.whole("most-purges", 1, 10_000),
        s.duration("policy-age", Duration.ofMillis(100), Duration.ofHours(1)));
  }
}
