package org.confocal.engine.user;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.presence.PresenceEvent;
import org.confocal.engine.presence.PresenceNews;
import org.confocal.engine.presence.PresenceNotice;
import org.confocal.engine.presence.SubscriberDialog;

/** One subscription of a client of the user. Belongs to the user's presence agent. */
final class PresenceSubscription {
  final int number;
  final PresenceEvent event;
  final SubscriberDialog dialog;
  final boolean unanswered;

  /** Over with the first news: a fetch. RFC 6665 section 4.4.3. */
  final boolean once;

  final ActorRef<EdgeProtocol.Command> edge;
  final Set<UserUri> watched = new LinkedHashSet<>();

  /** Those of whom there is news. */
  final Set<UserUri> pending = new LinkedHashSet<>();

  Instant expires;

  /** A NOTIFY is on its way: the next waits for its answer. */
  boolean busy;

  /** Number of the contact list that the client knows. */
  long listNumber;

  private long cseq;

  PresenceSubscription(
      int number,
      PresenceProtocol.Wish wish,
      ActorRef<EdgeProtocol.Command> edge,
      Instant expires) {
    this.number = number;
    this.event = wish.event();
    this.dialog = wish.dialog();
    this.unanswered = wish.unanswered();
    this.once = wish.seconds() == 0;
    this.edge = edge;
    this.expires = expires;
  }

  long nextCseq() {
    return ++cseq;
  }

  int left(Instant now) {
    return (int) Math.max(0, Duration.between(now, expires).toSeconds());
  }

  boolean isFrom(SubscriberDialog other) {
    return dialog.peer().equals(other.peer());
  }

  /** Tells the client. */
  void tell(Optional<PresenceNews> news, Instant now, ActorRef<EdgeProtocol.Result> results) {
    busy = !unanswered;
    edge.tell(
        new EdgeProtocol.NotifySubscriber(
            new PresenceNotice(dialog, number, nextCseq(), event, unanswered, left(now), news),
            results));
  }
}
