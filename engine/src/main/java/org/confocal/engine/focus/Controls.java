package org.confocal.engine.focus;

import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.conference.Conference;

/** Orders of participants: who may, what follows. */
@SuppressWarnings("UnusedVariable")
final class Controls {
  private final FocusParts parts;
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;

  Controls(FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
  }

  Step ordered(Conference state, FocusProtocol.Control c) {
    return Step.NONE;
  }

  Step renewed(Conference state, FocusProtocol.Renew renew) {
    return Step.NONE;
  }
}
