package org.confocal.engine.factory;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.confocal.engine.Stored;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.meeting.Meeting;

/**
 * All meetings of one organizer, oldest first.
 *
 * <p>Immutable, because a snapshot is written by another thread while the factory goes on, and
 * because a factory whose journal failed starts again from the very object that it called its empty
 * state. Each change is a new value that shares its parts with the one before: the ten-thousandth
 * meeting costs about what the first did.
 *
 * @param byId cannot be changed
 * @param lastUses when somebody came last, to a day, where the expiry hangs on that; absent in
 *     older records
 */
public record Meetings(Map<ConferenceId, Meeting> byId, Map<ConferenceId, Instant> lastUses)
    implements Stored {
  /** No meeting. */
  public static final Meetings NONE = new Meetings(Map.of(), Map.of());

  public Meetings {
    byId = OrderedMap.copyOf(byId);
    lastUses = OrderedMap.copyOf(lastUses == null ? Map.of() : lastUses);
  }

  public Optional<Meeting> find(ConferenceId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** When somebody came last; empty = never, or nothing hangs on it. */
  public Optional<Instant> lastUse(ConferenceId id) {
    return Optional.ofNullable(lastUses.get(id));
  }

  Meetings used(ConferenceId id, Instant at) {
    return byId.containsKey(id)
        ? new Meetings(byId, OrderedMap.copyOf(lastUses).with(id, at))
        : this;
  }

  public Meetings with(Meeting meeting) {
    return new Meetings(OrderedMap.copyOf(byId).with(meeting.uri().id(), meeting), lastUses);
  }

  public Meetings without(ConferenceId id) {
    return new Meetings(
        OrderedMap.copyOf(byId).without(id), OrderedMap.copyOf(lastUses).without(id));
  }
}
