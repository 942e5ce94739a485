package org.confocal.engine.conference;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;

/**
 * What is true of a conference beside its legs.
 *
 * @param locked nobody but organizer and presenters may join
 * @param roles of users whose role was changed; it stays theirs until the conference ends
 * @param introduced media types in use
 * @param mutedRoles what these roles send is not let in, unless a leg was unmuted by itself
 * @param subscriptions by number
 * @param bans who may not come again; absent in old records: nobody
 * @param desk what is set at the mixing desk; absent in old records: nothing
 */
public record Room(
    boolean locked,
    Map<UserUri, Role> roles,
    Set<McuType> introduced,
    Set<Role> mutedRoles,
    Map<Integer, Subscription> subscriptions,
    Set<Ban> bans,
    Desk desk) {
  /** A conference has just begun. */
  public static final Room EMPTY =
      new Room(false, Map.of(), Set.of(), Set.of(), Map.of(), Set.of());

  public Room {
    roles = Map.copyOf(roles);
    introduced = Collections.unmodifiableSet(new TreeSet<>(introduced));
    mutedRoles = Collections.unmodifiableSet(new TreeSet<>(mutedRoles));
    subscriptions = Collections.unmodifiableMap(new TreeMap<>(subscriptions));
    desk = desk == null ? Desk.EMPTY : desk;
    bans = bans == null ? Set.of() : Collections.unmodifiableSet(new LinkedHashSet<>(bans));
  }

  /** A room from which nobody is banned. */
  public Room(
      boolean locked,
      Map<UserUri, Role> roles,
      Set<McuType> introduced,
      Set<Role> mutedRoles,
      Map<Integer, Subscription> subscriptions) {
    this(locked, roles, introduced, mutedRoles, subscriptions, Set.of());
  }

  /** A room in which nothing is set at the mixing desk. */
  public Room(
      boolean locked,
      Map<UserUri, Role> roles,
      Set<McuType> introduced,
      Set<Role> mutedRoles,
      Map<Integer, Subscription> subscriptions,
      Set<Ban> bans) {
    this(locked, roles, introduced, mutedRoles, subscriptions, bans, Desk.EMPTY);
  }

  Room with(Desk next) {
    return new Room(locked, roles, introduced, mutedRoles, subscriptions, bans, next);
  }

  Room with(Ban ban) {
    Set<Ban> next = new LinkedHashSet<>(bans);
    next.add(ban);
    return new Room(locked, roles, introduced, mutedRoles, subscriptions, next, desk);
  }

  Room withoutBan(UserUri user) {
    Set<Ban> next = new LinkedHashSet<>(bans);
    next.removeIf(ban -> ban.user().equals(user));
    return new Room(locked, roles, introduced, mutedRoles, subscriptions, next, desk);
  }

  Room withLock(boolean lock) {
    return new Room(lock, roles, introduced, mutedRoles, subscriptions, bans, desk);
  }

  Room withRole(UserUri user, Role role) {
    Map<UserUri, Role> next = new java.util.HashMap<>(roles);
    next.put(user, role);
    return new Room(locked, next, introduced, mutedRoles, subscriptions, bans, desk);
  }

  Room withMedia(McuType type) {
    Set<McuType> next = new TreeSet<>(introduced);
    next.add(type);
    return new Room(locked, roles, next, mutedRoles, subscriptions, bans, desk);
  }

  Room withMutedRole(Role role, boolean muted) {
    Set<Role> next = EnumSet.noneOf(Role.class);
    next.addAll(mutedRoles);
    if (muted) {
      next.add(role);
    } else {
      next.remove(role);
    }
    return new Room(locked, roles, introduced, next, subscriptions, bans, desk);
  }

  Room with(Subscription subscription) {
    return changed(next -> next.put(subscription.number(), subscription));
  }

  Room withoutSubscription(int number) {
    return changed(next -> next.remove(number));
  }

  private Room changed(Consumer<Map<Integer, Subscription>> change) {
    Map<Integer, Subscription> next = new TreeMap<>(subscriptions);
    change.accept(next);
    return new Room(locked, roles, introduced, mutedRoles, next, bans, desk);
  }
}
