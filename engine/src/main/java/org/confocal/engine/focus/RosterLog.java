package org.confocal.engine.focus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.confocal.engine.id.UserUri;

/**
 * What has changed in the roster, in order and numbered, for as many changes as it may hold. It
 * knows that something has changed and not what it is now: the present state tells that. Pure.
 */
final class RosterLog {
  /** One change. */
  sealed interface Change permits UserChanged, UserGone, HeadChanged, CountChanged, OwnChanged {}

  /** Somebody came or is not what he was. */
  record UserChanged(UserUri user) implements Change {}

  /** Somebody is not shown any more. */
  record UserGone(UserUri user) implements Change {}

  /** The conference as a whole is not what it was. */
  record HeadChanged() implements Change {}

  /** Somebody who is not shown came or left. */
  record CountChanged() implements Change {}

  /** Somebody whom only he himself sees is not what he was. */
  record OwnChanged(UserUri user) implements Change {}

  /**
   * What to tell somebody who is at an earlier number.
   *
   * @param upTo the number at which he is then; there may be more to tell after that
   * @param changed users to tell as they are now
   * @param gone users who left; nobody is in both
   * @param counted the number of users is news
   * @param own users who are to be told of themselves
   */
  record Batch(
      long upTo,
      Set<UserUri> changed,
      Set<UserUri> gone,
      boolean head,
      boolean counted,
      Set<UserUri> own) {}

  private final int length;
  private final Deque<Change> changes = new ArrayDeque<>();
  private long last;

  /**
   * An empty log.
   *
   * @param length most changes that are remembered, at least 1
   */
  RosterLog(int length) {
    this.length = length;
  }

  /** The number of the last change; 0 = there was none. */
  long last() {
    return last;
  }

  void add(Change change) {
    changes.addLast(change);
    last++;
    if (changes.size() > length) {
      changes.removeFirst();
    }
  }

  /** From now on nobody who was told before can be told by changes. */
  void reset() {
    changes.clear();
    last++;
  }

  /**
   * What was added since number {@code told}; empty when the log does not reach back so far.
   * Whoever left and came back is told gone first: the batch ends before his return.
   */
  Optional<Batch> since(long told) {
    long forgotten = last - changes.size();
    if (told < forgotten || told > last) {
      return Optional.empty();
    }
    Iterator<Change> news = changes.iterator();
    for (long number = forgotten; number < told; number++) {
      news.next();
    }
    Gathering gathering = new Gathering();
    long upTo = told;
    while (news.hasNext()) {
      Change change = news.next();
      if (gathering.returns(change)) {
        gathering.leavesLater(change);
        news.forEachRemaining(gathering::leavesLater);
        break;
      }
      gathering.add(change);
      upTo++;
    }
    return Optional.of(gathering.upTo(upTo));
  }

  private static final class Gathering {
    private final Set<UserUri> changed = new LinkedHashSet<>();
    private final Set<UserUri> gone = new LinkedHashSet<>();
    private final Set<UserUri> own = new LinkedHashSet<>();
    private boolean head;
    private boolean counted;

    boolean returns(Change change) {
      return (change instanceof UserChanged c && gone.contains(c.user()))
          || (change instanceof OwnChanged o && gone.contains(o.user()));
    }

    void add(Change change) {
      if (change instanceof UserChanged c) {
        changed.add(c.user());
      } else if (change instanceof UserGone g) {
        changed.remove(g.user());
        own.remove(g.user());
        gone.add(g.user());
      } else if (change instanceof OwnChanged o) {
        own.add(o.user());
      } else if (change instanceof HeadChanged) {
        head = true;
      } else if (change instanceof CountChanged) {
        counted = true;
      } else {
        throw new AssertionError(change);
      }
    }

    /** Whoever is about to leave is not told any more: his present state is of a later time. */
    void leavesLater(Change change) {
      if (change instanceof UserGone g) {
        changed.remove(g.user());
        own.remove(g.user());
      }
    }

    Batch upTo(long number) {
      return new Batch(number, changed, gone, head, counted, own);
    }
  }
}
