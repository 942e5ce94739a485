package org.confocal.server.control;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;

/** Answers {@code /ready}, together with the library's own check that the member is Up. */
public final class ReadyCheck implements Supplier<CompletionStage<Boolean>> {
  private final ActorSystem system;

  /** Made by Pekko Management, by name. */
  public ReadyCheck(ActorSystem system) {
    this.system = system;
  }

  @Override
  public CompletionStage<Boolean> get() {
    return ControlPorts.of(system).ready();
  }
}
