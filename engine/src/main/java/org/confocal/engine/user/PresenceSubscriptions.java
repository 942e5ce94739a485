package org.confocal.engine.user;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.Rejection;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.presence.PresenceEvent;
import org.confocal.engine.presence.SubscriberDialog;

/** The subscriptions of all clients of one user. Belongs to the user's presence agent. */
final class PresenceSubscriptions {
  private final PresenceSettings.Subscriptions limits;
  private final Map<Integer, PresenceSubscription> all = new LinkedHashMap<>();
  private int last;

  PresenceSubscriptions(PresenceSettings.Subscriptions limits) {
    this.limits = limits;
  }

  static PresenceProtocol.Subscribed ended(PresenceProtocol.Wish wish) {
    return new PresenceProtocol.Subscribed(wish.dialog().localTag(), 0, Optional.empty(), 0);
  }

  static PresenceProtocol.NotSubscribed noSuch() {
    return new PresenceProtocol.NotSubscribed(
        Rejection.of(Rejection.Reason.UNKNOWN_DIALOG, "No such subscription"));
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  List<PresenceSubscription> all() {
    return List.copyOf(all.values());
  }

  List<PresenceSubscription> of(PresenceEvent event) {
    return all.values().stream().filter(s -> s.event == event).toList();
  }

  Optional<PresenceSubscription> number(int number) {
    return Optional.ofNullable(all.get(number));
  }

  Optional<PresenceSubscription> find(SubscriberDialog dialog) {
    return all.values().stream()
        .filter(s -> s.dialog.matches(dialog.callId(), dialog.remoteTag()))
        .findFirst();
  }

  /** How long a subscription lasts, by what was wished. */
  int granted(int seconds) {
    return seconds < 0
        ? limits.longest()
        : Math.max(limits.least(), Math.min(seconds, limits.longest()));
  }

  /** Begins one. What the same client had of the same is replaced by it, unless it is a fetch. */
  PresenceSubscription begin(
      PresenceProtocol.Wish wish, ActorRef<EdgeProtocol.Command> edge, Instant now) {
    int seconds = wish.seconds() == 0 ? 0 : granted(wish.seconds());
    if (seconds > 0) {
      replaced(wish);
    }
    if (all.size() >= limits.most()) {
      all.remove(all.keySet().iterator().next());
    }
    PresenceSubscription begun =
        new PresenceSubscription(++last, wish, edge, now.plusSeconds(seconds));
    all.put(begun.number, begun);
    return begun;
  }

  private void replaced(PresenceProtocol.Wish wish) {
    Iterator<PresenceSubscription> known = all.values().iterator();
    while (known.hasNext()) {
      PresenceSubscription s = known.next();
      if (s.event != wish.event() || !s.isFrom(wish.dialog())) {
        continue;
      }
      boolean ofMany =
          wish.event() == PresenceEvent.CATEGORIES || wish.event() == PresenceEvent.PIDF;
      s.watched.removeAll(wish.watch());
      s.pending.removeAll(wish.watch());
      if (!ofMany || s.watched.isEmpty()) {
        known.remove();
      }
    }
  }

  /** Those that an unsubscription out of any dialog means: by client, event and users. */
  List<PresenceSubscription> meant(PresenceProtocol.Wish wish) {
    return all.values().stream()
        .filter(s -> s.event == wish.event() && s.isFrom(wish.dialog()))
        .filter(s -> s.event != PresenceEvent.PIDF || s.watched.containsAll(wish.watch()))
        .toList();
  }

  void remove(PresenceSubscription gone) {
    all.remove(gone.number);
  }

  /** Takes away those of a connection. */
  void cutOff(PeerAddress peer) {
    all.values().removeIf(s -> s.dialog.peer().equals(peer));
  }

  /** Takes away and gives those that have run out. */
  List<PresenceSubscription> expired(Instant now) {
    Predicate<PresenceSubscription> out = s -> !s.expires.isAfter(now);
    List<PresenceSubscription> gone = all.values().stream().filter(out).toList();
    all.values().removeIf(out);
    return gone;
  }

  /** All users who are watched, as many as are allowed. */
  Set<UserUri> watched() {
    Set<UserUri> watched = new LinkedHashSet<>();
    all.values().forEach(s -> watched.addAll(s.watched));
    if (watched.size() <= limits.watched()) {
      return watched;
    }
    return new LinkedHashSet<>(new ArrayList<>(watched).subList(0, limits.watched()));
  }

  /** There is news of somebody for those who watch him; true when there are such. */
  boolean news(UserUri of) {
    boolean any = false;
    for (PresenceSubscription s : all.values()) {
      if (s.watched.contains(of)) {
        any |= s.pending.add(of);
      }
    }
    return any;
  }
}
