package org.confocal.engine.focus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.meeting.Proof;

/**
 * What is on its way through one focus: joins and changes whose MCU or journal has not answered
 * yet. Soft state.
 */
final class PendingRequests {
  private static final int REMEMBERED_ABANDONED = 256;

  /** A join: complete when every MCU that it needs has answered. */
  static final class PendingJoin {
    final LegTag tag;
    final Negotiation negotiation;
    final Proof proof;

    /** Part of the address of a guest: nobody can know it beforehand. */
    final String guest;

    FocusProtocol.Join join;

    /** It goes to the lobby, as far as we know by now. */
    boolean waits;

    PendingJoin(
        LegTag tag, FocusProtocol.Join join, Negotiation negotiation, Proof proof, String guest) {
      this.tag = tag;
      this.join = join;
      this.proof = proof;
      this.guest = guest;
      this.negotiation = negotiation;
    }

    RequestKey key() {
      return join.joining().key();
    }

    ActorRef<FocusProtocol.InviteReply> replyTo() {
      return join.joining().replyTo();
    }
  }

  /** A change of a session. */
  record PendingChange(FocusProtocol.Change change, Negotiation negotiation) {
    int leg() {
      return change.tag().leg();
    }
  }

  private final Map<Integer, PendingJoin> joins = new LinkedHashMap<>();
  private final Map<Integer, PendingChange> changes = new LinkedHashMap<>();
  private final Set<RequestKey> abandoned = new LinkedHashSet<>();

  int size() {
    return joins.size() + changes.size();
  }

  int joinCount() {
    return joins.size();
  }

  boolean idle() {
    return joins.isEmpty() && changes.isEmpty();
  }

  void add(PendingJoin join) {
    joins.put(join.tag.leg(), join);
  }

  /** Takes note that an edge has repeated a join that is on its way. */
  boolean renewed(FocusProtocol.Join again) {
    Optional<PendingJoin> known = join(again.joining().key());
    known.ifPresent(p -> p.join = again);
    return known.isPresent();
  }

  Optional<PendingJoin> join(int leg) {
    return Optional.ofNullable(joins.get(leg));
  }

  Optional<PendingJoin> join(RequestKey key) {
    return joins.values().stream().filter(p -> p.key().equals(key)).findFirst();
  }

  Collection<PendingJoin> allJoins() {
    return new ArrayList<>(joins.values());
  }

  Optional<PendingJoin> removeJoin(int leg) {
    return Optional.ofNullable(joins.remove(leg));
  }

  /** Takes out all joins that have their media. */
  List<PendingJoin> takeReady() {
    List<PendingJoin> ready = new ArrayList<>();
    for (Iterator<PendingJoin> i = joins.values().iterator(); i.hasNext(); ) {
      PendingJoin p = i.next();
      if (p.negotiation.complete()) {
        ready.add(p);
        i.remove();
      }
    }
    return ready;
  }

  void add(PendingChange change) {
    changes.put(change.leg(), change);
  }

  Collection<PendingChange> allChanges() {
    return new ArrayList<>(changes.values());
  }

  Optional<PendingChange> change(int leg) {
    return Optional.ofNullable(changes.get(leg));
  }

  Optional<PendingChange> removeChange(int leg) {
    return Optional.ofNullable(changes.remove(leg));
  }

  /** Remembers that this request shall not be, also when it arrives only now. */
  void abandon(RequestKey key) {
    abandoned.add(key);
    changes.values().removeIf(pending -> pending.change().key().equals(key));
    if (abandoned.size() > REMEMBERED_ABANDONED) {
      Iterator<RequestKey> oldest = abandoned.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  boolean isAbandoned(RequestKey key) {
    return abandoned.contains(key);
  }
}
