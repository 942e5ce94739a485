package org.confocal.server.node;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.confocal.engine.conference.EndReason;
import org.confocal.server.control.ConferenceDoor;
import org.confocal.server.settings.Parting;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node says to its conferences when it ends: first of all steps, while SIP still works. */
final class Goodbye {
  private static final Logger LOG = LoggerFactory.getLogger(Goodbye.class);
  private static final int MANY = 100_000;

  private final AtomicReference<@Nullable Parting> ordered = new AtomicReference<>();

  /** The first order counts. */
  void order(Parting parting) {
    ordered.compareAndSet(null, parting);
  }

  /** Whether anybody has ordered the end. */
  boolean isOrdered() {
    return ordered.get() != null;
  }

  /** What becomes of the conferences, as things stand. */
  Parting parting(ActorSystem<?> system) {
    return Parting.of(isAlone(system), Optional.ofNullable(ordered.get()));
  }

  /** Puts it in front of everything else that happens at the end of the actor system. */
  void arrange(
      ActorSystem<NotUsed> system,
      Wiring.Parts parts,
      ConferenceDoor conferences,
      Parting onSignal,
      Runnable notReady) {
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "goodbye",
        () -> {
          notReady.run();
          if (isSignal(shutdown)) {
            order(onSignal); // the hook of the actor system may be faster than ours
          }
          Parting parting = parting(system);
          LOG.info("node ends parting={}", parting);
          CompletionStage<Integer> over =
              switch (parting) {
                case BYE -> conferences.endAll(EndReason.SERVER_STOPS, MANY);
                case KEEP, HAND_OVER -> CompletableFuture.completedStage(0);
              };
          return over.exceptionally(failure -> 0).thenCompose(legs -> parts.goodbye(parting));
        });
    // Until the foci of this node have moved it hears and speaks for them.
    shutdown.addTask(CoordinatedShutdown.PhaseClusterLeave(), "sip", parts::unbind);
  }

  private static boolean isSignal(CoordinatedShutdown shutdown) {
    return shutdown
        .getShutdownReason()
        .filter(reason -> reason == CoordinatedShutdown.jvmExitReason())
        .isPresent();
  }

  /** Nobody is there who stays and can be reached. */
  private static boolean isAlone(ActorSystem<?> system) {
    Cluster cluster = Cluster.get(system);
    Set<Member> unreachable = cluster.state().getUnreachable();
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .filter(member -> !member.uniqueAddress().equals(cluster.selfMember().uniqueAddress()))
        .noneMatch(member -> member.status() == MemberStatus.up() && !unreachable.contains(member));
  }
}
