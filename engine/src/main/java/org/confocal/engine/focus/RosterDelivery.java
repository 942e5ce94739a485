package org.confocal.engine.focus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.conference.Subscription;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.roster.RosterDocument;

/**
 * Tells watchers: one document for all who are at the same place, one message for each edge that
 * carries it to them. Whoever has not answered yet is left out; what he misses comes with the next.
 */
final class RosterDelivery {
  /** Where a watcher is. */
  private record Place(boolean full, long told) {}

  private final Focus.Environment env;
  private final FocusMouth mouth;
  private final Roster roster;

  RosterDelivery(Focus.Environment env, FocusMouth mouth, Roster roster) {
    this.env = env;
    this.mouth = mouth;
    this.roster = roster;
  }

  /** Tells those of them who are ready what they do not know. */
  void tell(Collection<Watcher> watchers) {
    if (mouth.ways().finding()) {
      return; // all are told when it is known which edge reaches whom
    }
    Instant now = env.clock().instant();
    List<Watcher> ready = withoutLobby(ready(watchers, now), now);
    while (!ready.isEmpty()) {
      Map<Place, List<Watcher>> groups = new LinkedHashMap<>();
      for (Watcher w : ready) {
        groups.computeIfAbsent(place(w), p -> new ArrayList<>()).add(w);
      }
      groups.forEach((place, group) -> tell(place, group, now));
      ready =
          withoutLobby(ready(ready, now), now); // who does not answer may have more to hear at once
    }
  }

  /**
   * Whoever waits in the lobby is told once that he does, and then nothing until he is let in.
   *
   * @return all others
   */
  private List<Watcher> withoutLobby(List<Watcher> ready, Instant now) {
    List<Watcher> inside = new ArrayList<>();
    for (Watcher w : ready) {
      if (!roster.waits(w.user())) {
        inside.add(w);
      } else if (w.wantsFull()) {
        Roster.Telling telling = roster.lobby(w.user());
        EdgeProtocol.Notice notice = w.tell(roster, telling, mouth.nextCseq(), now);
        send(mouth.edge(w.number()), notify(telling.document(), List.of(notice)));
      } else {
        w.skipTo(roster.last());
      }
    }
    return inside;
  }

  private Place place(Watcher w) {
    boolean whole = env.settings().roster().documents() == RosterSettings.Documents.FULL;
    return whole || w.wantsFull() ? new Place(true, 0) : new Place(false, w.told());
  }

  private List<Watcher> ready(Collection<Watcher> watchers, Instant now) {
    return watchers.stream().filter(w -> w.isReady(now) && w.isBehind(roster.last())).toList();
  }

  private void tell(Place place, List<Watcher> group, Instant now) {
    Roster.Telling telling = place.full() ? roster.full() : roster.since(place.told());
    Map<ActorRef<EdgeProtocol.Command>, List<EdgeProtocol.Notice>> byEdge = new LinkedHashMap<>();
    for (Watcher w : group) {
      if (telling.quiet() && roster.self(telling, w.user()).isEmpty()) {
        w.skipTo(telling.upTo());
      } else {
        byEdge
            .computeIfAbsent(mouth.edge(w.number()), edge -> new ArrayList<>())
            .add(w.tell(roster, telling, mouth.nextCseq(), now));
      }
    }
    byEdge.forEach((edge, notices) -> send(edge, notify(telling.document(), notices)));
  }

  /** Everything, to go with the answer to a request. */
  EdgeProtocol.Notify inAnswer(Watcher w) {
    Roster.Telling telling = roster.fullFor(w.user());
    EdgeProtocol.Notice notice =
        w.tellInAnswer(roster, telling, mouth.nextCseq(), env.clock().instant());
    env.meter().notified(1);
    return notify(telling.document(), List.of(notice));
  }

  /** Everything once, for somebody who wants to know and not to watch (RFC 6665 section 4.4.3). */
  EdgeProtocol.Notify once(Subscription s, long base) {
    Watcher w = new Watcher(s, base, env.clock().instant());
    Roster.Telling telling = roster.fullFor(w.user());
    EdgeProtocol.Notice last = w.end(mouth.nextCseq(), EdgeProtocol.SubscriptionEnd.TIMEOUT);
    EdgeProtocol.Notice notice =
        new EdgeProtocol.Notice(
            last.dialog(),
            last.cseq(),
            last.version(),
            last.style(),
            0,
            roster.self(telling, w.user()),
            last.ended());
    return notify(telling.document(), List.of(notice));
  }

  /** Their subscriptions are over. */
  void end(Collection<Watcher> watchers, EdgeProtocol.SubscriptionEnd why) {
    Map<ActorRef<EdgeProtocol.Command>, List<EdgeProtocol.Notice>> byEdge = new LinkedHashMap<>();
    for (Watcher w : watchers) {
      byEdge
          .computeIfAbsent(mouth.edge(w.number()), edge -> new ArrayList<>())
          .add(w.end(mouth.nextCseq(), why));
    }
    byEdge.forEach(
        (edge, notices) ->
            send(
                edge,
                new EdgeProtocol.Notify(
                    mouth.epoch(), Optional.empty(), notices, mouth.results())));
  }

  void send(ActorRef<EdgeProtocol.Command> edge, EdgeProtocol.Notify notification) {
    edge.tell(notification);
    env.meter().notified(notification.notices().size());
  }

  private EdgeProtocol.Notify notify(RosterDocument document, List<EdgeProtocol.Notice> notices) {
    return new EdgeProtocol.Notify(mouth.epoch(), Optional.of(document), notices, mouth.results());
  }
}
