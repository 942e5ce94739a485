package org.confocal.sip;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.jain.JainSipStack;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;

/**
 * The TCP connections of this edge by the address of their peer, and so the ways to everybody. Any
 * thread may ask.
 */
final class FlowTable {
  private final JainSipStack stack;
  private final Map<PeerAddress, Flow> connections = new ConcurrentHashMap<>();

  FlowTable(JainSipStack stack) {
    this.stack = stack;
  }

  void remember(Flow flow) {
    if (!flow.isUdp() && stack.isOpen(flow)) {
      connections.put(address(flow), flow);
    }
  }

  void forget(Flow flow) {
    connections.remove(address(flow), flow);
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
