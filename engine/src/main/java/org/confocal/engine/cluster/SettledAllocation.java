package org.confocal.engine.cluster;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ShardCoordinator;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.dispatch.Futures;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;

/**
 * Where the shards of foci live: a new one on the node that has the fewest and does not leave, and
 * none is moved as long as its node stays. A focus that moves costs its conference a gap in the
 * audio, and a node that has just come is no reason for that.
 */
final class SettledAllocation extends ShardCoordinator.AbstractShardAllocationStrategy {
  private final Cluster cluster;

  SettledAllocation(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Future<ActorRef> allocateShard(
      ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> allocations) {
    Comparator<Map.Entry<ActorRef, IndexedSeq<String>>> leavingLast =
        Comparator.comparing(region -> !stays(region.getKey()));
    return Futures.successful(
        allocations.entrySet().stream()
            .min(leavingLast.thenComparing(region -> region.getValue().size()))
            .map(Map.Entry::getKey)
            .orElse(requester));
  }

  private boolean stays(ActorRef region) {
    Address address = region.path().address();
    Address node = address.hasLocalScope() ? cluster.selfMember().address() : address;
    for (Member member : cluster.state().getMembers()) {
      if (member.address().equals(node)) {
        return member.status() == MemberStatus.up();
      }
    }
    return false;
  }

  @Override
  public Future<Set<String>> rebalance(
      Map<ActorRef, IndexedSeq<String>> allocations, Set<String> inProgress) {
    return Futures.successful(Set.of());
  }
}
