package org.confocal.engine.user;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.presence.PresenceState;

/** Those who watch the user; who is not heard of is forgotten. Belongs to the presence agent. */
final class Watchers {
  private static final int MISSED = 3;

  private record Watcher(ActorRef<PresenceProtocol.Shown> replyTo, Instant until) {}

  private final PresenceSettings settings;
  private final Map<UserUri, Watcher> all = new HashMap<>();

  Watchers(PresenceSettings settings) {
    this.settings = settings;
  }

  /** Takes one more, or hears again of one; false when there is no room. */
  boolean add(PresenceProtocol.Watch watch, Instant now) {
    if (!all.containsKey(watch.watcher()) && all.size() >= settings.watchers()) {
      return false;
    }
    Instant until = now.plus(settings.pace().refresh().multipliedBy(MISSED));
    all.put(watch.watcher(), new Watcher(watch.replyTo(), until));
    return true;
  }

  void remove(UserUri watcher) {
    all.remove(watcher);
  }

  void tell(PresenceState state) {
    all.values().forEach(w -> w.replyTo().tell(new PresenceProtocol.Shown(state)));
  }

  void sweep(Instant now) {
    all.values().removeIf(w -> !w.until().isAfter(now));
  }

  boolean isEmpty() {
    return all.isEmpty();
  }
}
