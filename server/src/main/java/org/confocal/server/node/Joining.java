package org.confocal.server.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.confocal.persistence.ClusterNodes;
import org.confocal.server.settings.ServerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node finds its cluster: in the database, which all nodes share. It joins those who say
 * there that they are in, and begins a cluster only when there is nobody and it is the one that
 * may: a second cluster on the same journal would steer every conference twice.
 */
final class Joining {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
  private static final long LOOK_MS = 500;

  private final ActorSystem<?> system;
  private final Cluster cluster;
  private final ClusterNodes nodes;
  private final ServerSettings.Cluster settings;
  private final Duration ttl;
  private final boolean shared;

  /**
   * Nothing is done yet.
   *
   * @param shared other nodes may use the same database
   */
  Joining(
      ActorSystem<?> system, ClusterNodes nodes, ServerSettings.Cluster settings, boolean shared) {
    this.shared = shared;
    this.system = system;
    this.cluster = Cluster.get(system);
    this.nodes = nodes;
    this.settings = settings;
    ServerSettings.Lease lease = settings.lease();
    this.ttl = lease.heartbeat().multipliedBy(2).plus(lease.timeout());
  }

  /**
   * Begins to join.
   *
   * @param up completes when this node is Up
   * @param limit longest wait for others that are told to be there and do not answer
   */
  void begin(CompletionStage<?> up, Duration limit) {
    if (!shared) {
      cluster.join(cluster.selfAddress());
      return;
    }
    List<Address> asked = List.of();
    for (long waited = 0; !up.toCompletableFuture().isDone(); waited += LOOK_MS) {
      List<Address> others = others();
      if (others.isEmpty() && founds()) {
        LOG.info("no other node is there: a cluster begins");
        cluster.join(cluster.selfAddress());
        return;
      } else if (!others.isEmpty() && !others.equals(asked)) {
        LOG.info("joining the cluster that is there nodes={}", others);
        cluster.joinSeedNodes(withSeeds(others));
        asked = others;
      }
      if (waited > limit.toMillis()) {
        throw new StartFailure(
            "the cluster is at " + others + ", says the database, and does not answer");
      }
      Waiting.forMillis(LOOK_MS);
    }
  }

  private boolean founds() {
    return Waiting.until(nodes.founds(self(), ttl), ttl, "the right to begin a cluster");
  }

  private List<Address> withSeeds(List<Address> others) {
    List<Address> all = new ArrayList<>(others);
    settings.seedNodes().stream()
        .map(Joining::address)
        .filter(seed -> !seed.equals(cluster.selfAddress()) && !all.contains(seed))
        .forEach(all::add);
    return all;
  }

  /** Says in the database that this node is in the cluster, from now to its end. */
  void stay() {
    Duration heartbeat = settings.lease().heartbeat();
    Cancellable saying =
        system
            .scheduler()
            .scheduleWithFixedDelay(Duration.ZERO, heartbeat, this::say, system.executionContext());
    CompletionStage<Void> unused =
        system
            .getWhenTerminated()
            .thenAccept(
                done -> {
                  saying.cancel();
                  forget();
                });
  }

  private void say() {
    CompletionStage<Void> unused =
        nodes
            .present(self(), ttl)
            .exceptionally(
                failed -> {
                  LOG.warn("presence in the cluster not told error={}", failed.toString());
                  return null;
                });
  }

  private void forget() {
    CompletionStage<Void> unused = nodes.gone(self()).exceptionally(failed -> null);
  }

  private String self() {
    return cluster.selfAddress().hostPort();
  }

  private List<Address> others() {
    return Waiting.until(nodes.others(self()), ttl, "the nodes of the cluster").stream()
        .map(host -> AddressFromURIString.parse("pekko://" + host))
        .toList();
  }

  private static Address address(String seed) {
    return AddressFromURIString.parse("pekko://" + NodeConfig.SYSTEM + "@" + seed);
  }
}
