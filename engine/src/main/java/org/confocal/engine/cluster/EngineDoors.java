package org.confocal.engine.cluster;

import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.focus.Foci;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.user.UserProtocol;

/** The ways into the engine: to foci, focus factories and users, wherever they live. */
public interface EngineDoors extends Foci {
  /** Speaks to the focus factory of {@code organizer}. */
  void tell(UserUri organizer, FocusFactoryProtocol.Command command);

  /** Speaks to the actor of {@code user}. */
  void tell(UserUri user, UserProtocol.Command command);
}
