package org.confocal.engine.focus;

import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.mcu.McuProtocol;

/** The way of what is said: from a participant to the chat MCU, and from there to all dialogs. */
@SuppressWarnings("UnusedVariable")
final class Chats {
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final FocusMouth mouth;

  Chats(ActorContext<FocusProtocol.Command> context, Focus.Environment env, FocusMouth mouth) {
    this.context = context;
    this.env = env;
    this.mouth = mouth;
  }

  /** Somebody says something. */
  void says(Conference state, FocusProtocol.Say s) {
    s.refuse(Rejection.of(Rejection.Reason.NOT_SUPPORTED, "No chat yet"));
  }

  void said(McuProtocol.Said said) {}

  void notSaid(McuProtocol.NotSaid notSaid) {}

  void deliver(Conference state, McuProtocol.Deliver d) {}

  void report(Conference state, McuProtocol.Report r) {}

  /** A MESSAGE has ended. */
  void delivered(Conference state, EdgeProtocol.Result result) {}
}
