package org.confocal.engine.user;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.presence.PresenceState;

/**
 * Those whom the user watches, and how they were seen last. A name that is no user's is not asked:
 * that would make an actor for each name that somebody invents. Belongs to the presence agent.
 */
final class Watching {
  private final UserUri self;
  private final BiConsumer<UserUri, Boolean> say;
  private final Set<UserUri> wanted = new HashSet<>();
  private final Set<UserUri> users = new HashSet<>();
  private final Queue<UserUri> unknown = new ArrayDeque<>();
  private final Map<UserUri, PresenceState> seen = new HashMap<>();
  private boolean looking;

  /**
   * @param say tells a user that he is watched, or not any more
   */
  Watching(UserUri self, BiConsumer<UserUri, Boolean> say) {
    this.self = self;
    this.say = say;
  }

  /** From now on these are watched. */
  void set(Set<UserUri> watched) {
    for (UserUri gone : Set.copyOf(wanted)) {
      if (!watched.contains(gone)) {
        wanted.remove(gone);
        seen.remove(gone);
        if (users.remove(gone)) {
          say.accept(gone, false);
        }
      }
    }
    for (UserUri added : watched) {
      if (wanted.add(added)) {
        unknown.add(added);
      }
    }
  }

  boolean isEmpty() {
    return wanted.isEmpty();
  }

  /** The next name to be looked up, one at a time; empty while another is under way. */
  Optional<UserUri> look() {
    UserUri next = looking ? null : unknown.poll();
    while (next != null && !(wanted.contains(next) && next.domain().equals(self.domain()))) {
      next = unknown.poll();
    }
    looking |= next != null;
    return Optional.ofNullable(next);
  }

  /** A name was looked up. */
  void looked(UserUri name, boolean isUser) {
    looking = false;
    if (isUser && wanted.contains(name) && users.add(name)) {
      say.accept(name, true);
    }
  }

  /** Says to all users that they are watched still; those who were none may be by now. */
  void refresh() {
    for (UserUri each : wanted) {
      if (users.contains(each)) {
        say.accept(each, true);
      } else if (!unknown.contains(each)) {
        unknown.add(each);
      }
    }
  }

  /** Somebody has told how he is; true when it is new. */
  boolean shown(PresenceState state) {
    if (!wanted.contains(state.user())) {
      return false;
    }
    PresenceState before = seen.put(state.user(), state);
    return before == null || !before.looksLike(state);
  }

  Optional<PresenceState> seen(UserUri user) {
    return Optional.ofNullable(seen.get(user));
  }
}
