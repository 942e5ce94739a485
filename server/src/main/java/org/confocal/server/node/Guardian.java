package org.confocal.server.node;

import java.util.concurrent.CompletableFuture;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.confocal.persistence.RecordKeeper;
import org.confocal.server.control.Switchboard;

/** The first actor of a node: starts everything and stays as its parent. */
final class Guardian {
  /** What it has started. */
  record Started(Wiring.Parts parts, ActorRef<Switchboard.Command> switchboard) {}

  private Guardian() {}

  /**
   * @param started completes when everything is started, fails when something cannot be
   */
  static Behavior<NotUsed> create(
      Wiring wiring, Wiring.House house, CompletableFuture<Started> started) {
    return Behaviors.setup(
        context -> {
          try {
            Wiring.Parts parts = wiring.start(context, house);
            ClusterSingleton.get(context.getSystem())
                .init(
                    SingletonActor.of(
                        Behaviors.supervise(RecordKeeper.create(house.database()))
                            .onFailure(SupervisorStrategy.restart()),
                        "RecordKeeper"));
            ActorRef<Switchboard.Command> switchboard =
                context.spawn(
                    Switchboard.create(parts.factories(), parts.foci(), parts.users()),
                    "switchboard");
            started.complete(new Started(parts, switchboard));
            return Behaviors.empty();
          } catch (RuntimeException failed) {
            started.completeExceptionally(failed);
            return Behaviors.stopped();
          }
        });
  }
}
