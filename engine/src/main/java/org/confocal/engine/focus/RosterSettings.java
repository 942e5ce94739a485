package org.confocal.engine.focus;

import java.time.Duration;
import org.confocal.engine.SectionSettings;

/**
 * Settings of the roster of a conference and of those who watch it.
 *
 * @param window changes are gathered so long before subscribers are told
 * @param largeFrom from so many participants on, documents do not show everybody
 * @param documents what a later document tells
 * @param openToUsers users who have proved who they are may watch without being in the conference
 * @param defaultExpires length of a subscription when its subscriber does not say
 * @param leastExpires shortest subscription that is taken
 * @param mostExpires longest subscription; whoever wants more gets this
 * @param most most subscriptions of one conference
 * @param mostPerUser most subscriptions of one participant
 * @param mostFailures after so many failed requests in a row a subscription ends
 * @param logLength changes that are remembered for whoever lags behind
 * @param speaking whoever speaks is shown, and that not again within this time; zero = is not shown
 */
public record RosterSettings(
    Duration window,
    int largeFrom,
    Documents documents,
    boolean openToUsers,
    Duration defaultExpires,
    Duration leastExpires,
    Duration mostExpires,
    int most,
    int mostPerUser,
    int mostFailures,
    int logLength,
    Duration speaking) {
  /** What a subscriber is told after his first document (RFC 4575 section 4.6). */
  enum Documents {
    /** What has changed. */
    PARTIAL,
    /** Everything, each time: for clients that cannot put documents together. */
    FULL
  }

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);

  static RosterSettings from(SectionSettings s) {
    RosterSettings settings =
        new RosterSettings(
            s.duration("window", Duration.ofMillis(1), Duration.ofSeconds(60)),
            s.whole("large-from", 1, 1_000_000),
            documents(s),
            s.flag("open-to-users"),
            s.duration("default-expires", SECOND, DAY),
            s.duration("least-expires", SECOND, DAY),
            s.duration("most-expires", SECOND, DAY),
            s.whole("most-subscriptions", 0, 1_000_000),
            s.whole("most-per-user", 1, 1000),
            s.whole("most-failures", 1, 1000),
            s.whole("log-length", 1, 1_000_000),
            s.duration("speaking", Duration.ZERO, Duration.ofMinutes(1)));
    Duration length = settings.defaultExpires;
    if (length.compareTo(settings.leastExpires) < 0 || length.compareTo(settings.mostExpires) > 0) {
      throw s.wrong(
          "default-expires", length.toSeconds() + " s", "from least-expires to most-expires");
    }
    return settings;
  }

  private static Documents documents(SectionSettings s) {
    String word = s.text("documents");
    return switch (word) {
      case "partial" -> Documents.PARTIAL;
      case "full" -> Documents.FULL;
      default -> throw s.wrong("documents", word, "partial or full");
    };
  }
}
