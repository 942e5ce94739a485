package org.confocal.engine.focus;

import org.confocal.engine.id.FocusKey;

/** The way to every focus, wherever it lives. */
@FunctionalInterface
public interface Foci {
  void tell(FocusKey conference, FocusProtocol.Command command);
}
