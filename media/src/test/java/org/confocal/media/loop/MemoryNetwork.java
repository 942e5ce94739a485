package org.confocal.media.loop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.confocal.media.net.DatagramPort;
import org.confocal.media.net.MediaNetwork;
import org.jspecify.annotations.Nullable;

/**
 * A network in memory: what a loop sends goes to the receiver at that address, at once and in
 * order.
 */
final class MemoryNetwork implements MediaNetwork {

  interface Receiver {
    void onDatagram(byte[] datagram, InetSocketAddress from);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Datagram(byte[] bytes, InetSocketAddress from) {}

  private final List<MemoryPort> ports = new ArrayList<>();
  private final Map<InetSocketAddress, Receiver> receivers = new HashMap<>();

  void attach(InetSocketAddress address, Receiver receiver) {
    receivers.put(address, receiver);
  }

  /** Puts a datagram before a port; lost if nobody has bound it. */
  void deliver(byte[] datagram, InetSocketAddress from, InetSocketAddress to) {
    for (MemoryPort port : ports) {
      if (port.local.getPort() == to.getPort()) {
        port.waiting.add(new Datagram(datagram, from));
      }
    }
  }

  @Override
  public @Nullable DatagramPort bind(InetAddress local, int port, Arrivals arrivals) {
    for (MemoryPort bound : ports) {
      if (bound.local.getPort() == port) {
        return null;
      }
    }
    MemoryPort bound = new MemoryPort(new InetSocketAddress(local, port), arrivals);
    ports.add(bound);
    return bound;
  }

  @Override
  public int poll() {
    int readable = 0;
    for (MemoryPort port : List.copyOf(ports)) {
      if (!port.waiting.isEmpty()) {
        readable++;
        port.arrivals.onReadable(port);
      }
    }
    return readable;
  }

  @Override
  public void close() {
    ports.clear();
  }

  private final class MemoryPort implements DatagramPort {

    private final InetSocketAddress local;
    private final Arrivals arrivals;
    private final Deque<Datagram> waiting = new ArrayDeque<>();

    MemoryPort(InetSocketAddress local, Arrivals arrivals) {
      this.local = local;
      this.arrivals = arrivals;
    }

    @Override
    public InetSocketAddress local() {
      return local;
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer into) {
      Datagram next = waiting.poll();
      if (next == null) {
        return null;
      }
      into.put(next.bytes, 0, Math.min(next.bytes.length, into.remaining()));
      return next.from;
    }

    @Override
    public boolean send(ByteBuffer datagram, InetSocketAddress to) {
      byte[] bytes = new byte[datagram.remaining()];
      datagram.get(bytes);
      Receiver receiver = receivers.get(to);
      if (receiver != null) {
        receiver.onDatagram(bytes, local);
      }
      return true;
    }

    @Override
    public void close() {
      ports.remove(this);
    }
  }
}
