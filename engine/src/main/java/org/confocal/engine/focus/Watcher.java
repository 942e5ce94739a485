package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.confocal.engine.conference.Subscription;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;

/**
 * What a focus remembers of one subscription while it lives: how far its subscriber was told, and
 * the one request to him that is on its way. Nothing of it is stored.
 */
final class Watcher {
  private static final long NONE = 0;

  private Subscription subscription;
  private long version;
  private long told;
  private boolean wantsFull = true;
  private int lengthSeconds;
  private Instant expires;
  private long outstanding = NONE;
  private boolean outstandingFull;
  private Instant sentAt = Instant.EPOCH;
  private Instant notBefore = Instant.EPOCH;
  private int failures;
  private long peerCseq;

  /**
   * A watcher who was told nothing yet.
   *
   * @param base his documents are counted from here; the first is one more
   */
  Watcher(Subscription subscription, long base, Instant now) {
    this.subscription = subscription;
    this.version = base;
    this.lengthSeconds = subscription.expiresSeconds();
    this.expires = now.plusSeconds(lengthSeconds);
    this.peerCseq = subscription.dialog().remoteCseq();
  }

  int number() {
    return subscription.number();
  }

  UserUri user() {
    return subscription.subscriber();
  }

  Subscription subscription() {
    return subscription;
  }

  /** Whether this is the newest request of the subscriber once more. */
  boolean hasHeard(long cseq) {
    return cseq == peerCseq;
  }

  /** Whether a request of the subscriber is newer than those before; it is the newest then. */
  boolean hears(long cseq) {
    if (cseq <= peerCseq) {
      return false;
    }
    peerCseq = cseq;
    return true;
  }

  /** The subscriber has asked for more time, and for everything. */
  void refreshed(Subscription now, int seconds, Instant at) {
    subscription = now;
    lengthSeconds = seconds;
    failures = 0;
    notBefore = Instant.EPOCH;
    outstanding = NONE; // whatever was on its way may have gone to where he was
    prolong(at);
    wantsFull = true;
  }

  /** The length of the subscription that was granted last. */
  int lengthSeconds() {
    return lengthSeconds;
  }

  void prolong(Instant now) {
    expires = now.plusSeconds(lengthSeconds);
  }

  boolean hasExpired(Instant now) {
    return !now.isBefore(expires);
  }

  /** A new life of the focus: numbers go on from a higher one, nothing is on its way. */
  void restarted(long base) {
    version = base;
    wantsFull = true;
    outstanding = NONE;
    notBefore = Instant.EPOCH;
  }

  /** What was on its way to him is lost: he gets everything. */
  void loses() {
    outstanding = NONE;
    wantsFull = true;
  }

  /** What he was told until now was not the conference: he gets everything. */
  void beginsAnew() {
    wantsFull = true;
  }

  boolean wantsFull() {
    return wantsFull;
  }

  long told() {
    return told;
  }

  /** He may be told something now: the last request has ended, and he is not given a rest. */
  boolean isReady(Instant now) {
    return outstanding == NONE && !now.isBefore(notBefore);
  }

  boolean isBehind(long last) {
    return wantsFull || told < last;
  }

  /** There was nothing for him up to this number. */
  void skipTo(long number) {
    told = number;
  }

  /** He is told this, in a request of its own. */
  EdgeProtocol.Notice tell(Roster roster, Roster.Telling telling, long cseq, Instant now) {
    EdgeProtocol.Notice notice = tellInAnswer(roster, telling, cseq, now);
    outstandingFull = telling.document().full();
    outstanding = cseq; // who does not answer is told the next thing when this one is sent
    sentAt = now;
    return notice;
  }

  /** He is told this, in the answer to a request of his. */
  EdgeProtocol.Notice tellInAnswer(Roster roster, Roster.Telling telling, long cseq, Instant now) {
    told = telling.upTo();
    wantsFull = false;
    return new EdgeProtocol.Notice(
        subscription.dialog(),
        cseq,
        ++version,
        subscription.style(),
        left(now),
        roster.self(telling, user()),
        Optional.empty());
  }

  /** His last notice. */
  EdgeProtocol.Notice end(long cseq, EdgeProtocol.SubscriptionEnd why) {
    return new EdgeProtocol.Notice(
        subscription.dialog(),
        cseq,
        ++version,
        subscription.style(),
        0,
        Optional.empty(),
        Optional.of(why));
  }

  private int left(Instant now) {
    return subscription.style().extended()
        ? lengthSeconds
        : (int) Math.max(0, Duration.between(now, expires).toSeconds());
  }

  /** A request that tells everything is on its way. */
  boolean isBeingToldAll() {
    return outstanding != NONE && outstandingFull;
  }

  /** Whether this is about the request that is on its way. */
  boolean concerns(long cseq) {
    return cseq == outstanding;
  }

  void answered() {
    outstanding = NONE;
    failures = 0;
  }

  /** Nobody knows what he knows now: he gets everything, after a rest. */
  void failed(Instant next) {
    outstanding = NONE;
    wantsFull = true;
    failures++;
    notBefore = next;
  }

  int failures() {
    return failures;
  }

  /** The request on its way is no longer believed in. */
  boolean isLost(Instant now, Duration timeout) {
    return outstanding != NONE && !now.isBefore(sentAt.plus(timeout));
  }

  /** When somebody should look again. */
  Instant deadline(Instant now, Duration timeout) {
    Instant next = expires;
    if (outstanding != NONE && sentAt.plus(timeout).isBefore(next)) {
      next = sentAt.plus(timeout);
    }
    return now.isBefore(notBefore) && notBefore.isBefore(next) ? notBefore : next;
  }
}
