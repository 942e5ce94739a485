package org.confocal.sip;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.id.UserUri;
import org.confocal.sip.jain.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Who has proved on which connection who he is: clients of the OCS generation prove it once, with
 * their REGISTER, and nobody else can write on their connection. Gone with the connection, with the
 * password, and when the user is disabled. Any thread may ask.
 */
final class FlowLogins {
  /** Users that are remembered for one connection: the latest. */
  private static final int MOST_USERS = 16;

  private final Predicate<Flow> isOpen;
  private final Map<Flow, Map<UserUri, UserDirectory.Credentials>> known =
      new ConcurrentHashMap<>();

  FlowLogins(Predicate<Flow> isOpen) {
    this.isOpen = isOpen;
  }

  /** This user has proved himself on this connection. */
  void add(Flow flow, UserUri user, UserDirectory.Credentials credentials) {
    known.compute(flow, (f, users) -> with(users, user, credentials));
    if (!isOpen.test(flow)) {
      known.remove(flow); // it has closed meanwhile, and nobody will say so again
    }
  }

  private static Map<UserUri, UserDirectory.Credentials> with(
      @Nullable Map<UserUri, UserDirectory.Credentials> users,
      UserUri user,
      UserDirectory.Credentials credentials) {
    Map<UserUri, UserDirectory.Credentials> next =
        users == null ? new LinkedHashMap<>() : new LinkedHashMap<>(users);
    next.remove(user);
    next.put(user, credentials);
    if (next.size() > MOST_USERS) {
      next.remove(next.keySet().iterator().next());
    }
    return next;
  }

  /** Whether it is worth to look him up. */
  boolean has(Flow flow, UserUri user) {
    return known.getOrDefault(flow, Map.of()).containsKey(user);
  }

  /**
   * Whether his proof still holds.
   *
   * @param now his credentials as they are now; when they are not what he has proved himself with
   *     (another password, or he is disabled), his proof is forgotten
   */
  boolean holds(Flow flow, UserUri user, Optional<UserDirectory.Credentials> now) {
    boolean holds =
        now.isPresent() && now.get().equals(known.getOrDefault(flow, Map.of()).get(user));
    if (!holds) {
      known.computeIfPresent(flow, (f, users) -> without(users, user));
    }
    return holds;
  }

  private static @Nullable Map<UserUri, UserDirectory.Credentials> without(
      Map<UserUri, UserDirectory.Credentials> users, UserUri user) {
    Map<UserUri, UserDirectory.Credentials> next = new LinkedHashMap<>(users);
    next.remove(user);
    return next.isEmpty() ? null : next;
  }

  /** The connection is closed. */
  void forget(Flow flow) {
    known.remove(flow);
  }
}
