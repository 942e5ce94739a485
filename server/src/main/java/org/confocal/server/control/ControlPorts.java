package org.confocal.server.control;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.confocal.engine.directory.CallRecords;

/**
 * Where the classes that Pekko Management makes by name find what the node gives them. Set once,
 * before management starts.
 */
public final class ControlPorts implements Extension {
  /** Makes one per actor system. */
  private static final class Id extends AbstractExtensionId<ControlPorts> {
    @Override
    public ControlPorts createExtension(ExtendedActorSystem system) {
      return new ControlPorts();
    }
  }

  private static final Id ID = new Id();

  /**
   * What the node gives.
   *
   * @param token what a request must bring
   * @param guarded whether even the metrics want the token
   * @param stop the end of the node
   * @param ready whether the node may take calls now
   * @param counters what media and SIP have counted, by room
   * @param metrics all metrics in the text format of Prometheus
   * @param timeout longest wait of a request
   */
  public record Ports(
      String token,
      boolean guarded,
      OperatorDoor operators,
      ConferenceDoor conferences,
      CallRecords records,
      StopDoor stop,
      Supplier<CompletionStage<Boolean>> ready,
      Supplier<Map<String, Object>> counters,
      Supplier<String> metrics,
      Duration timeout) {
    @Override
    public String toString() {
      return "Ports";
    }
  }

  private volatile Optional<Ports> ports = Optional.empty();

  private ControlPorts() {}

  /** The ports of this actor system. */
  public static ControlPorts of(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  /** The ports of this actor system. */
  static ControlPorts of(ActorSystem system) {
    return ID.get(system);
  }

  public void set(Ports given) {
    ports = Optional.of(given);
  }

  Optional<Ports> ports() {
    return ports;
  }

  CompletionStage<Boolean> ready() {
    return ports
        .map(given -> given.ready().get())
        .orElseGet(() -> CompletableFuture.completedStage(false));
  }
}
