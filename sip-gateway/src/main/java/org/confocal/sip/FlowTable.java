package org.confocal.sip;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.jain.JainSipStack;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The TCP connections of this edge by the address of their peer, and so the ways to everybody; and
 * who is to be told when one closes. Any thread may ask.
 */
final class FlowTable {
  /** Conferences that are remembered for one connection: the latest. A client is in a few. */
  private static final int MOST_FOCI = 100;

  /** Whoever is called so is reached by TLS or not at all. RFC 3261 section 26.2.2. */
  private static final String SECURE = "sips:";

  private static final String TLS = "tls";

  /** Users that are remembered for one connection: the latest. */
  private static final int MOST_USERS = 100;

  private final JainSipStack stack;
  private final Map<PeerAddress, Flow> connections = new ConcurrentHashMap<>();
  private final Map<Flow, Set<FocusKey>> served = new ConcurrentHashMap<>();
  private final Map<Flow, Set<UserUri>> registered = new ConcurrentHashMap<>();

  FlowTable(JainSipStack stack) {
    this.stack = stack;
  }

  void remember(Flow flow) {
    if (!flow.isUdp() && stack.isOpen(flow)) {
      connections.put(address(flow), flow);
    }
  }

  /**
   * Over this connection somebody is in that conference.
   *
   * @return whether that was not known
   */
  boolean serves(Flow flow, FocusKey focus) {
    if (flow.isUdp()) {
      return false;
    }
    Set<FocusKey> before = served.get(flow);
    served.compute(flow, (f, known) -> with(known, focus, MOST_FOCI));
    if (!stack.isOpen(flow)) {
      served.remove(flow); // it has closed meanwhile, and nobody will say so again
    }
    return before == null || !before.contains(focus);
  }

  /** Those of these peers whose connections are open; they are used for that conference. */
  List<PeerAddress> open(List<PeerAddress> peers, FocusKey focus) {
    List<PeerAddress> open = new ArrayList<>();
    for (PeerAddress peer : peers) {
      Flow flow = connections.get(peer);
      if (flow != null && stack.isOpen(flow)) {
        boolean unused = serves(flow, focus);
        open.add(peer);
      }
    }
    return open;
  }

  private static <T> Set<T> with(@Nullable Set<T> known, T one, int most) {
    Set<T> all = known == null ? new LinkedHashSet<>() : new LinkedHashSet<>(known);
    all.remove(one);
    all.add(one);
    if (all.size() > most) {
      all.remove(all.iterator().next());
    }
    return all;
  }

  /**
   * Over this connection a user can be reached, or is told of others. Whoever says so looks
   * afterwards whether it is still open.
   */
  void registers(Flow flow, UserUri user) {
    registered.compute(flow, (f, known) -> with(known, user, MOST_USERS));
    if (!stack.isOpen(flow)) {
      registered.remove(flow);
    }
  }

  /** The connection is closed: gives the users who could be reached over it. */
  Set<UserUri> unregister(Flow flow) {
    return Optional.ofNullable(registered.remove(flow)).orElse(Set.of());
  }

  /** The connection is closed: gives the conferences that it was used for. */
  Set<FocusKey> forget(Flow flow) {
    connections.remove(address(flow), flow);
    return Optional.ofNullable(served.remove(flow)).orElse(Set.of());
  }

  /** Where the next request of a dialog goes. */
  Destination destination(Dialog dialog) {
    Destination to = destination(dialog.peer(), dialog.remoteTarget(), dialog.routeSet().isEmpty());
    if (to instanceof Flow flow) {
      boolean unused = serves(flow, dialog.localTag().focus());
    }
    return to;
  }

  /**
   * The connection of the peer if it is there; a new one goes to its Contact, for its own port was
   * not made to listen.
   *
   * @param direct no route stands between
   */
  Destination destination(PeerAddress peer, String contact, boolean direct) {
    boolean secure = contact.regionMatches(true, 0, SECURE, 0, SECURE.length());
    Flow flow = connections.get(peer);
    if (flow != null && stack.isOpen(flow) && (!secure || flow.transport().equals(TLS))) {
      return flow;
    }
    if ((secure || !peer.transport().equals("udp")) && direct) {
      try {
        SipUri target = SipUri.parse(contact);
        boolean keep = peer.transport().equals(TLS) && target.param("transport").isEmpty();
        return Destination.of(keep ? target.withParam("transport", TLS) : target);
      } catch (WireFormatException | IllegalArgumentException noAddress) {
        return new Destination.Address(peer.transport(), peer.host(), peer.port());
      }
    }
    return new Destination.Address(peer.transport(), peer.host(), peer.port());
  }

  static PeerAddress address(Flow flow) {
    return new PeerAddress(flow.transport(), flow.remoteHost(), flow.remotePort());
  }
}
