package org.confocal.engine.user;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Locale;
import org.confocal.engine.SectionSettings;
import org.confocal.engine.contacts.ContactList;

/**
 * Settings of contact lists and presence.
 *
 * @param contacts how long a contact list may get
 * @param visibleTo who may see the presence of a user
 * @param subscriptions limits of what one user may subscribe to
 * @param publications most publications of one user
 * @param contentChars most characters of one publication
 * @param watchers most watchers of one user
 * @param pace when watchers are told
 */
public record PresenceSettings(
    ContactList.Bounds contacts,
    VisibleTo visibleTo,
    Subscriptions subscriptions,
    int publications,
    int contentChars,
    int watchers,
    Pace pace) {
  /** Who may see the presence of a user. */
  public enum VisibleTo {
    /** Every user of this installation. */
    EVERYONE,
    /** Those on the user's contact list. */
    CONTACTS
  }

  /**
   * Limits of what one user may subscribe to.
   *
   * @param most subscriptions at a time; the oldest goes
   * @param watched most users that one user may watch
   * @param longest most seconds, and what is granted when nothing is said
   * @param least fewer seconds become this many
   */
  public record Subscriptions(int most, int watched, int longest, int least) {}

  /**
   * When watchers are told.
   *
   * @param coalesce changes are gathered for so long
   * @param burst most notices of one subscription after each such pause
   * @param refresh a watcher says so often that he is still there
   * @param sweep so often what has run out is looked for
   */
  public record Pace(Duration coalesce, int burst, Duration refresh, Duration sweep) {}

  private static final int DAY = 86_400;
  private static final Duration HOUR = Duration.ofHours(1);

  /** Reads {@code confocal.engine.user.contacts} and {@code .presence}. */
  public static PresenceSettings from(Config root) {
    SectionSettings c = SectionSettings.of(root, "confocal.engine.user.contacts");
    SectionSettings p = SectionSettings.of(root, "confocal.engine.user.presence");
    int longest = p.whole("longest-seconds", 60, DAY * 7);
    return new PresenceSettings(
        new ContactList.Bounds(c.whole("most", 1, 10_000), c.whole("most-groups", 1, 1000)),
        visibleTo(p),
        new Subscriptions(
            p.whole("most-subscriptions", 4, 1000),
            p.whole("most-watched", 1, 10_000),
            longest,
            p.whole("least-seconds", 1, longest)),
        p.whole("most-publications", 10, 10_000),
        p.whole("most-content-chars", 1000, 65_536),
        p.whole("most-watchers", 1, 100_000),
        new Pace(
            p.duration("coalesce", Duration.ofMillis(1), Duration.ofMinutes(1)),
            p.whole("burst", 1, 10_000),
            p.duration("refresh", Duration.ofSeconds(1), HOUR),
            p.duration("sweep", Duration.ofSeconds(1), HOUR)));
  }

  private static VisibleTo visibleTo(SectionSettings p) {
    String word = p.text("visible-to");
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "everyone" -> VisibleTo.EVERYONE;
      case "contacts" -> VisibleTo.CONTACTS;
      default -> throw p.wrong("visible-to", word, "everyone or contacts");
    };
  }
}
