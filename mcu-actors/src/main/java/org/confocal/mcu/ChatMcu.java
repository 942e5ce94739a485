package org.confocal.mcu;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;

/** The chat MCU of one conference. */
final class ChatMcu {
  private ChatMcu() {}

  static Behavior<McuProtocol.Command> create(
      FocusKey conference, ActorRef<McuProtocol.Event> focus) {
    return Behaviors.receive(McuProtocol.Command.class)
        .onMessage(
            McuProtocol.Negotiate.class,
            n -> {
              n.replyTo()
                  .tell(
                      new McuProtocol.NotNegotiated(
                          McuType.CHAT,
                          n.leg(),
                          Rejection.of(Rejection.Reason.MEDIA_NOT_ACCEPTABLE, "No chat yet")));
              return Behaviors.same();
            })
        .onMessage(McuProtocol.Ended.class, m -> Behaviors.stopped())
        .onAnyMessage(m -> Behaviors.same())
        .build();
  }
}
