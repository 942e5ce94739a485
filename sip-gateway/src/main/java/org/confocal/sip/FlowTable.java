package org.confocal.sip;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.id.FocusKey;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.jain.JainSipStack;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;

/**
 * The TCP connections of this edge by the address of their peer, and so the ways to everybody; and
 * who is to be told when one closes. Any thread may ask for a way.
 */
final class FlowTable {
  /** Conferences that are remembered for one connection: the latest. A client is in a few. */
  private static final int MOST_FOCI = 100;

  private final JainSipStack stack;
  private final Map<PeerAddress, Flow> connections = new ConcurrentHashMap<>();
  private final Map<PeerAddress, Set<FocusKey>> served = new HashMap<>();

  FlowTable(JainSipStack stack) {
    this.stack = stack;
  }

  void remember(Flow flow) {
    if (!flow.isUdp() && stack.isOpen(flow)) {
      connections.put(address(flow), flow);
    }
  }

  /** Over this connection somebody is in that conference. Told by the edge actor only. */
  void serves(Flow flow, FocusKey focus) {
    if (!flow.isUdp() && stack.isOpen(flow)) {
      Set<FocusKey> foci = served.computeIfAbsent(address(flow), a -> new LinkedHashSet<>());
      foci.remove(focus);
      foci.add(focus);
      if (foci.size() > MOST_FOCI) {
        foci.remove(foci.iterator().next());
      }
    }
  }

  /** The connection is closed: gives the conferences that it was used for. */
  Set<FocusKey> forget(Flow flow) {
    if (!connections.remove(address(flow), flow)) {
      return Set.of(); // the same ports are in use again
    }
    return Optional.ofNullable(served.remove(address(flow))).orElse(Set.of());
  }

  /** Where the next request of a dialog goes. */
  Destination destination(Dialog dialog) {
    return destination(dialog.peer(), dialog.remoteTarget(), dialog.routeSet().isEmpty());
  }

  /**
   * The connection of the peer if it is there; a new one goes to its Contact, for its own port was
   * not made to listen.
   *
   * @param direct no route stands between
   */
  Destination destination(PeerAddress peer, String contact, boolean direct) {
    Flow flow = connections.get(peer);
    if (flow != null && stack.isOpen(flow)) {
      return flow;
    }
    if (peer.transport().equals("tcp") && direct) {
      try {
        return Destination.of(SipUri.parse(contact));
      } catch (WireFormatException | IllegalArgumentException noAddress) {
        return Destination.tcp(peer.host(), peer.port());
      }
    }
    return new Destination.Address(peer.transport(), peer.host(), peer.port());
  }

  static PeerAddress address(Flow flow) {
    return new PeerAddress(flow.transport(), flow.remoteHost(), flow.remotePort());
  }
}
