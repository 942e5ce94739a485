package org.confocal.engine.focus;

import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.mcu.McuProtocol;

/** Calls that the conference makes. */
@SuppressWarnings("UnusedVariable")
final class DialOuts {
  record Progress(EdgeProtocol.CallProgress progress) implements FocusProtocol.FocusInternal {}

  private final FocusParts parts;
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;

  DialOuts(FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
  }

  boolean negotiated(Conference state, McuProtocol.Negotiated n) {
    return false;
  }

  Step progressed(Conference state, Progress p) {
    return Step.NONE;
  }
}
