package org.confocal.engine.presence;

import java.time.Instant;
import java.util.List;
import org.confocal.engine.id.UserUri;

/**
 * What watchers are told of a user.
 *
 * @param reachable registered somewhere, and does not say that he is away for good
 * @param availability 0 to 65535: 3500 is there, 6500 busy, 9500 not to be disturbed, 15500 away,
 *     18500 offline (MS-PRES 2.2.2.7.1)
 * @param activity token, empty for none
 * @param since when it became so
 * @param shown publications other than of his state that watchers may see
 */
public record PresenceState(
    UserUri user,
    boolean reachable,
    int availability,
    String activity,
    Instant since,
    List<Publication> shown) {
  /** Is there. */
  public static final int AVAILABLE = 3500;

  /** Is not there. */
  public static final int OFFLINE = 18_500;

  /** From here on, a published availability means offline. */
  public static final int OFFLINE_FROM = 18_000;

  public PresenceState {
    shown = List.copyOf(shown);
  }

  /** Of whom nothing is known. */
  public static PresenceState offline(UserUri user, Instant since) {
    return new PresenceState(user, false, OFFLINE, "", since, List.of());
  }

  /** Tells whether a watcher would see a difference. */
  public boolean looksLike(PresenceState other) {
    return reachable == other.reachable
        && availability == other.availability
        && activity.equals(other.activity)
        && shown.equals(other.shown);
  }
}
