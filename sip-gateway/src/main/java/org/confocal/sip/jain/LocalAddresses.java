package org.confocal.sip.jain;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.confocal.sip.message.HostPort;

/** Which of our listeners a peer sees, and under which name. */
final class LocalAddresses {
  private static final int ANY_PORT = 9;
  private static final int MAX_ROUTES = 10_000;
  private static final long ROUTE_MS = 10_000;

  private final SipStackSettings settings;
  private final List<Listener> listeners;
  private final Timers timers;
  private final Map<InetAddress, InetAddress> routes = new ConcurrentHashMap<>();

  LocalAddresses(SipStackSettings settings, List<Listener> listeners, Timers timers) {
    this.timers = timers;
    this.settings = settings;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * The listener from which a peer is best reached: bound to the right address, to all, or at least
   * of its family.
   */
  Optional<Listener> listenerFor(String transport, InetAddress peer) {
    List<Listener> candidates =
        listeners.stream().filter(l -> l.transport().equals(transport)).toList();
    if (candidates.size() == 1 && candidates.get(0).local().getAddress().isAnyLocalAddress()) {
      return Optional.of(candidates.get(0)); // no need to ask for a route
    }
    InetAddress mine = towards(peer);
    Listener best = null;
    int bestRank = 0;
    for (Listener l : candidates) {
      int rank = rank(l.local().getAddress(), mine, peer);
      if (rank > bestRank) {
        best = l;
        bestRank = rank;
      }
    }
    return Optional.ofNullable(best);
  }

  Optional<UdpListener> udpListener(long serial) {
    for (Listener l : listeners) {
      if (l instanceof UdpListener udp && udp.serial() == serial) {
        return Optional.of(udp);
      }
    }
    return Optional.empty();
  }

  private static int rank(InetAddress bound, InetAddress mine, InetAddress peer) {
    if (bound.equals(mine)) {
      return 3;
    }
    if (bound.isAnyLocalAddress()) {
      return 2;
    }
    boolean sameFamily = bound instanceof Inet6Address == peer instanceof Inet6Address;
    return sameFamily && bound.isLoopbackAddress() == peer.isLoopbackAddress() ? 1 : 0;
  }

  /** Host and port that this peer should see in Via and Contact; never 0.0.0.0. */
  HostPort advertised(Listener listener, InetAddress peer) {
    return HostPort.of(
        settings.advertisedHost().isEmpty()
            ? local(listener, peer).plainHost()
            : settings.advertisedHost(),
        port(listener));
  }

  /** Host and port of a listener as this peer could reach it if nothing stood between. */
  HostPort local(Listener listener, InetAddress peer) {
    InetAddress bound = listener.local().getAddress();
    return HostPort.of(
        text(bound.isAnyLocalAddress() ? towards(peer) : bound), listener.local().getPort());
  }

  /**
   * Tells whether what is sent to this address comes to that listener.
   *
   * @param machine knows the addresses of this machine, for a listener on all of them
   */
  boolean reaches(Listener listener, HostPort address, Predicate<String> machine) {
    if (port(listener) != address.port()) {
      return false;
    }
    InetAddress bound = listener.local().getAddress();
    if (!settings.advertisedHost().isEmpty()
        && address.equals(HostPort.of(settings.advertisedHost(), address.port()))) {
      return true;
    }
    return bound.isAnyLocalAddress()
        ? machine.test(address.plainHost())
        : address.plainHost().equals(text(bound));
  }

  private int port(Listener listener) {
    boolean tls = listener.transport().equals("tls"); // which never shares a port with the others
    return settings.advertisedPort() > 0 && !tls
        ? settings.advertisedPort()
        : listener.local().getPort();
  }

  private InetAddress towards(InetAddress peer) {
    InetAddress known = routes.get(peer);
    if (known != null) {
      return known;
    }
    InetAddress mine = routeTo(peer);
    if (routes.isEmpty()) {
      timers.after(ROUTE_MS, routes::clear); // interfaces come and go
    }
    if (routes.size() < MAX_ROUTES) {
      routes.put(peer, mine);
    }
    return mine;
  }

  /** The address that the system would send from; loopback if it knows no way. */
  private static InetAddress routeTo(InetAddress peer) {
    try (DatagramSocket probe = new DatagramSocket()) {
      probe.connect(peer, ANY_PORT); // sends nothing: asks for a route
      InetAddress mine = probe.getLocalAddress();
      return mine.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : mine;
    } catch (IOException | java.io.UncheckedIOException e) {
      return InetAddress.getLoopbackAddress();
    }
  }

  /** Without the name of a network interface, which means nothing to others. */
  static String text(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }
}
