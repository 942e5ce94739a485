package org.confocal.engine.mcu;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.FocusKey;

/** The MCU factory as a focus sees it: asked once for each media type and activation. */
@FunctionalInterface
public interface McuProvider {
  /**
   * Gives the behaviour of an MCU; the focus spawns it as its child.
   *
   * @param epoch epoch of the asking focus: commands of lower epochs are refused by whoever holds
   *     media
   * @param focus where events go
   */
  Behavior<McuProtocol.Command> mcu(
      McuType type, FocusKey conference, long epoch, ActorRef<McuProtocol.Event> focus);

  /** Why nothing can be recorded here; empty when it can. */
  default Optional<Rejection> recordingRefusal() {
    return Optional.of(
        Rejection.of(Rejection.Reason.NOT_SUPPORTED, "Nothing can be recorded here"));
  }
}
