package org.confocal.engine.factory;

import org.confocal.engine.id.UserUri;

/** The way to every focus factory, wherever it lives. */
@FunctionalInterface
public interface Factories {
  void tell(UserUri organizer, FocusFactoryProtocol.Command command);
}
