package org.confocal.mcu;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.confocal.engine.mcu.StreamDescriptor;

/**
 * Which of our addresses a leg's media is bound to: the one towards where the peer wants its media,
 * and when there is no way to that, the one towards where its signalling comes from. A softphone
 * with both families may describe itself with one that we do not have and call by the other.
 */
final class OwnAddress {
  /** Our address towards a peer, as the routing table has it; empty when there is no route. */
  private final Function<InetAddress, Optional<InetAddress>> route;

  OwnAddress(Function<InetAddress, Optional<InetAddress>> route) {
    this.route = route;
  }

  /**
   * Our address for a new leg; empty when no way leads to this peer.
   *
   * @param streams what the peer describes; none when the first offer is ours
   * @param peerHost IP address that its signalling comes from
   */
  Optional<InetAddress> towards(List<StreamDescriptor> streams, String peerHost) {
    return candidates(streams, peerHost).findFirst();
  }

  /**
   * Our address for a leg that was at {@code host} before: that one if it is possible still, else
   * one of its family, so that the port can be the same.
   */
  Optional<InetAddress> again(String host, List<StreamDescriptor> streams, String peerHost) {
    List<InetAddress> possible = candidates(streams, peerHost).toList();
    Optional<InetAddress> before = IpLiteral.parse(host);
    return possible.stream()
        .filter(a -> before.filter(a::equals).isPresent())
        .findFirst()
        .or(
            () ->
                possible.stream()
                    .filter(a -> before.filter(b -> b.getClass() == a.getClass()).isPresent())
                    .findFirst())
        .or(() -> possible.stream().findFirst());
  }

  /**
   * A peer that names a private address and calls from elsewhere is behind a NAT: its private
   * network may be one of ours by chance. Then the way to where it calls from counts.
   */
  private static Stream<String> preferred(List<String> described, String peerHost) {
    Optional<InetAddress> caller = IpLiteral.parse(peerHost).filter(a -> !a.isLoopbackAddress());
    boolean nat =
        described.stream()
            .flatMap(text -> IpLiteral.parse(text).stream())
            .anyMatch(a -> a.isSiteLocalAddress() && !caller.equals(Optional.of(a)));
    return nat && caller.isPresent() ? Stream.of(peerHost) : Stream.empty();
  }

  private Stream<InetAddress> candidates(List<StreamDescriptor> streams, String peerHost) {
    Stream<String> described =
        streams.stream().filter(s -> s.port() != 0).map(StreamDescriptor::host);
    List<String> inOrder = Stream.concat(described, Stream.of(peerHost)).toList();
    return Stream.concat(preferred(inOrder, peerHost), inOrder.stream())
        .flatMap(text -> IpLiteral.parse(text).stream())
        .filter(a -> !a.isAnyLocalAddress())
        .flatMap(a -> route.apply(a).stream())
        .distinct();
  }
}
