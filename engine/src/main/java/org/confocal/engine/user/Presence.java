package org.confocal.engine.user;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.confocal.engine.Rejection;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.presence.PresenceNews;
import org.confocal.engine.presence.PresenceState;
import org.confocal.engine.presence.Publication;
import org.confocal.engine.presence.Publication.Expiry;
import org.confocal.engine.presence.Publication.Source;
import org.confocal.engine.presence.Publication.StateValue;

/**
 * How one user is: his registrations and publications, and what they add up to. Knows no actor and
 * no clock. MS-PRES 3.3 (aggregation), simplified: of machines the one counts where he is most
 * there; what he says himself, and what phone and calendar say, can only make him less so.
 */
final class Presence {
  /** Containers up to this one are for everybody of the same house. */
  private static final int COLLEAGUES = 200;

  private record Kept(Publication publication, PeerAddress from, Optional<Instant> ends) {}

  /** What comes of a publication. */
  record Outcome(List<PresenceProtocol.StaleVersion> stale, Optional<Rejection> rejection) {
    static final Outcome DONE = new Outcome(List.of(), Optional.empty());
  }

  private final PresenceSettings settings;
  private final Map<Publication.Key, Kept> published = new LinkedHashMap<>();
  private final Set<PeerAddress> lost = new HashSet<>();
  private final Set<String> cleared = new LinkedHashSet<>();
  private List<UserProtocol.Binding> bindings = List.of();
  private PresenceState state;
  private boolean wasReachable;
  private boolean ownChanged;

  Presence(UserUri self, PresenceSettings settings, Instant now) {
    this.settings = settings;
    this.state = PresenceState.offline(self, now);
  }

  /** The registrations as they are now. */
  void bindings(List<UserProtocol.Binding> now) {
    bindings = List.copyOf(now);
    Set<PeerAddress> flows = new HashSet<>();
    bindings.forEach(b -> flows.add(b.flow()));
    lost.retainAll(flows);
  }

  /** A connection is closed: what came over it is gone. */
  void cutOff(PeerAddress peer) {
    if (bindings.stream().anyMatch(b -> b.flow().equals(peer))) {
      lost.add(peer);
    }
    drop(k -> k.publication().expiry() == Expiry.ENDPOINT && k.from().equals(peer));
  }

  /** Something came over this connection: it is there. */
  void heardFrom(PeerAddress peer) {
    lost.remove(peer);
  }

  private boolean reachable() {
    return bindings.stream().anyMatch(b -> !lost.contains(b.flow()));
  }

  /** Makes all publications, or none. */
  Outcome publish(List<PresenceProtocol.Wanted> wanted, PeerAddress from, Instant now) {
    List<PresenceProtocol.StaleVersion> stale = new ArrayList<>();
    Set<Publication.Key> keys = new HashSet<>(published.keySet());
    for (int i = 0; i < wanted.size(); i++) {
      Publication p = wanted.get(i).publication();
      Kept known = published.get(p.key());
      if (known != null && known.publication().version() != p.version()) {
        stale.add(new PresenceProtocol.StaleVersion(i + 1, known.publication().version()));
      }
      if (p.content().length() > settings.contentChars()) {
        return tooMuch(
            p.key().category() + ": " + p.content().length() + " characters",
            settings.contentChars());
      }
      keys.add(p.key());
    }
    if (!stale.isEmpty()) {
      return new Outcome(stale, Optional.empty());
    }
    if (keys.size() > settings.publications()) {
      return tooMuch(keys.size() + " publications", settings.publications());
    }
    wanted.forEach(w -> take(w, from, now));
    return Outcome.DONE;
  }

  private static Outcome tooMuch(String what, int most) {
    return new Outcome(
        List.of(),
        Optional.of(
            Rejection.of(
                Rejection.Reason.CAPACITY_EXCEEDED, what + " (expected: at most " + most + ")")));
  }

  private void take(PresenceProtocol.Wanted w, PeerAddress from, Instant now) {
    Publication p = w.publication();
    if (w.removes()) {
      drop(k -> k.publication().key().equals(p.key()));
      return;
    }
    Optional<Instant> ends =
        p.expiry() == Expiry.TIME ? w.seconds().map(now::plusSeconds) : Optional.empty();
    published.put(p.key(), new Kept(p.as(p.version() + 1, now), from, ends));
    cleared.remove(p.key().category());
  }

  private void drop(java.util.function.Predicate<Kept> which) {
    Set<String> before = new LinkedHashSet<>();
    published.keySet().forEach(k -> before.add(k.category()));
    ownChanged |= published.values().removeIf(which);
    published.keySet().forEach(k -> before.remove(k.category()));
    cleared.addAll(before);
  }

  /** The same, if something has changed since it was asked last. */
  Optional<PresenceNews.Own> ownIfChanged() {
    return ownChanged ? Optional.of(own()) : Optional.empty();
  }

  /** All that the user has published, and what has gone since this was asked last. */
  PresenceNews.Own own() {
    ownChanged = false;
    List<Publication> all = published.values().stream().map(Kept::publication).toList();
    PresenceNews.Own own = new PresenceNews.Own(state.user(), all, List.copyOf(cleared));
    cleared.clear();
    return own;
  }

  /** Drops what has run out and adds up again; true when watchers would see a difference. */
  boolean refresh(Instant now) {
    drop(k -> k.ends().filter(end -> !end.isAfter(now)).isPresent());
    bindings = bindings.stream().filter(b -> b.expires().isAfter(now)).toList();
    boolean reachable = reachable();
    if (wasReachable && !reachable) {
      drop(
          k ->
              k.publication().expiry() == Expiry.USER
                  || k.publication().expiry() == Expiry.ENDPOINT);
    }
    wasReachable = reachable;
    PresenceState next = reachable ? sum(now) : PresenceState.offline(state.user(), now);
    if (next.looksLike(state)) {
      return false;
    }
    state = next;
    return true;
  }

  PresenceState state() {
    return state;
  }

  /** Nothing is known that could run out. */
  boolean isQuiet() {
    return bindings.isEmpty() && published.isEmpty();
  }

  private PresenceState sum(Instant now) {
    int value = of(Source.MACHINE).min().orElse(PresenceState.AVAILABLE);
    OptionalInt less = IntStream.concat(of(Source.USER), of(Source.OTHER)).max();
    int sum = Math.max(value, less.orElse(0));
    String activity =
        states()
            .filter(s -> s.availability() == sum && !s.activity().isEmpty())
            .map(StateValue::activity)
            .findFirst()
            .orElse("");
    return new PresenceState(
        state.user(), sum < PresenceState.OFFLINE_FROM, sum, activity, now, shown());
  }

  private java.util.stream.Stream<StateValue> states() {
    return published.values().stream().flatMap(k -> k.publication().state().stream());
  }

  private IntStream of(Source source) {
    return states()
        .filter(s -> s.source() == source && s.availability() > 0)
        .mapToInt(StateValue::availability);
  }

  /** Of each category and instance the one that is meant for the closest of the colleagues. */
  private List<Publication> shown() {
    Map<String, Publication> best = new TreeMap<>();
    for (Kept k : published.values()) {
      Publication p = k.publication();
      boolean visible =
          !p.key().category().equals(Publication.STATE) && p.key().container() <= COLLEAGUES;
      if (visible) {
        best.merge(
            p.key().category() + " " + p.key().instance(),
            p,
            (a, b) -> a.key().container() >= b.key().container() ? a : b);
      }
    }
    return List.copyOf(best.values());
  }
}
