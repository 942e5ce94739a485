package org.confocal.engine.conference;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Relation;
import org.confocal.engine.mcu.Tuning;

/**
 * What has been set at the mixing desk of a conference, beside the mute of each leg. It outlives
 * every MCU: a new one is told it again.
 *
 * @param tunings by leg number; a leg that has none is {@link Tuning#PLAIN}
 * @param relations who hears whom otherwise than everybody hears everybody
 * @param floor whether it is given to somebody: then nobody is heard but he and presenters
 * @param lockedUsers who may not unmute himself
 * @param lockedRoles who has this role may not unmute himself
 */
public record Desk(
    Map<Integer, Tuning> tunings,
    List<Relation> relations,
    Optional<UserUri> floor,
    Set<UserUri> lockedUsers,
    Set<Role> lockedRoles) {
  /** Nothing is set. */
  public static final Desk EMPTY =
      new Desk(Map.of(), List.of(), Optional.empty(), Set.of(), Set.of());

  public Desk {
    tunings = Collections.unmodifiableMap(new TreeMap<>(tunings));
    relations = List.copyOf(relations);
    lockedUsers = Set.copyOf(lockedUsers);
    lockedRoles = Collections.unmodifiableSet(new TreeSet<>(lockedRoles));
  }

  /** What is set for a leg. */
  public Tuning tuning(int leg) {
    return tunings.getOrDefault(leg, Tuning.PLAIN);
  }

  /** Whether the floor is another's, so that this user is not heard. */
  public boolean silences(UserUri user, boolean presents) {
    return floor.isPresent() && !presents && !floor.get().equals(user);
  }

  /** Whether that user himself is muted with a lock, which binds attendees only. */
  boolean locks(UserUri user, Role role) {
    return !role.presents() && lockedUsers.contains(user);
  }

  /** Whether an attendee may let himself be heard again. */
  public boolean mayUnmute(UserUri user, Role role) {
    return role.presents() || !(lockedUsers.contains(user) || lockedRoles.contains(role));
  }

  Desk tuned(int leg, Tuning tuning) {
    Map<Integer, Tuning> next = new HashMap<>(tunings);
    next.put(leg, tuning);
    next.values().removeIf(Tuning.PLAIN::equals);
    return new Desk(next, relations, floor, lockedUsers, lockedRoles);
  }

  Desk related(List<Relation> next) {
    return new Desk(tunings, next, floor, lockedUsers, lockedRoles);
  }

  Desk withFloor(Optional<UserUri> holder) {
    return new Desk(tunings, relations, holder, lockedUsers, lockedRoles);
  }

  Desk locking(UserUri user, boolean locked) {
    Set<UserUri> next = new HashSet<>(lockedUsers);
    if (locked) {
      next.add(user);
    } else {
      next.remove(user);
    }
    return new Desk(tunings, relations, floor, next, lockedRoles);
  }

  Desk locking(Role role, boolean locked) {
    Set<Role> next = EnumSet.noneOf(Role.class);
    next.addAll(lockedRoles);
    if (locked) {
      next.add(role);
    } else {
      next.remove(role);
    }
    return new Desk(tunings, relations, floor, lockedUsers, next);
  }

  /** The leg is gone. */
  Desk without(int leg) {
    return tunings.containsKey(leg) ? tuned(leg, Tuning.PLAIN) : this;
  }
}
