package org.confocal.engine.user;

import org.confocal.engine.id.UserUri;

/** The way to the actors of users, wherever they live. */
@FunctionalInterface
public interface Users {
  void tell(UserUri user, UserProtocol.Command command);
}
