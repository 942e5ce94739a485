package org.confocal.sip;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.id.UserUri;
import org.confocal.sip.jain.Flow;

/**
 * Who has proved on which connection who he is: clients of the OCS generation prove it once, with
 * their REGISTER, and nobody else can write on their connection. Where a second user proves himself
 * there is a server behind the connection that writes for many (a B2BUA): there nobody is believed
 * without a proof of his own. Gone with the connection, with the password, and when the user is
 * disabled. Any thread may ask.
 */
final class FlowLogins {
  /** Whose connection it is; nobody's when it is shared. */
  private record Login(Optional<UserUri> user, UserDirectory.Credentials credentials) {
    Login and(Login other) {
      return user.equals(other.user) ? other : new Login(Optional.empty(), credentials);
    }
  }

  private final Predicate<Flow> isOpen;
  private final Map<Flow, Login> known = new ConcurrentHashMap<>();

  FlowLogins(Predicate<Flow> isOpen) {
    this.isOpen = isOpen;
  }

  /** This user has proved himself on this connection. */
  void add(Flow flow, UserUri user, UserDirectory.Credentials credentials) {
    known.merge(flow, new Login(Optional.of(user), credentials), Login::and);
    if (!isOpen.test(flow)) {
      known.remove(flow); // it has closed meanwhile, and nobody will say so again
    }
  }

  /** Whether it is worth to look him up. */
  boolean has(Flow flow, UserUri user) {
    return login(flow, user).isPresent();
  }

  private Optional<Login> login(Flow flow, UserUri user) {
    return Optional.ofNullable(known.get(flow))
        .filter(l -> l.user().filter(user::equals).isPresent());
  }

  /**
   * Whether his proof still holds.
   *
   * @param now his credentials as they are now; when they are not what he has proved himself with
   *     (another password, or he is disabled), his proof is forgotten
   */
  boolean holds(Flow flow, UserUri user, Optional<UserDirectory.Credentials> now) {
    boolean holds = now.isPresent() && now.equals(login(flow, user).map(Login::credentials));
    if (!holds) {
      known.computeIfPresent(
          flow, (f, login) -> login.user().equals(Optional.of(user)) ? null : login);
    }
    return holds;
  }

  /** The connection is closed. */
  void forget(Flow flow) {
    known.remove(flow);
  }
}
