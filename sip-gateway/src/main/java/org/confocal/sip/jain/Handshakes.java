package org.confocal.sip.jain;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS handshakes of others that are under way, and a trace of all that fail. Used by the thread
 * of its {@link TcpLoop} only.
 */
final class Handshakes {
  private static final Logger LOG = LoggerFactory.getLogger(Handshakes.class);

  /** Nobody takes more than this part of the places. */
  private static final int SHARE = 8;

  /** Of an IPv6 address: the network, within which one machine may have all addresses. */
  private static final int NETWORK_BYTES = 8;

  private static final long QUIET_MS = 10_000;

  private final Counters counters;
  private final Timers timers;
  private final Set<TcpConnection> begun = new HashSet<>();
  private final Map<ByteBuffer, Integer> byOrigin = new HashMap<>();

  /** No warning for a while: a peer that is wrongly set up is tried again and again. */
  private volatile boolean quiet;

  Handshakes(Counters counters, Timers timers) {
    this.counters = counters;
    this.timers = timers;
  }

  /** True when one more of this peer may begin. */
  boolean haveRoom(TcpListener listener, InetAddress peer) {
    int most = listener.mostGreetings();
    return begun.size() < most
        && byOrigin.getOrDefault(origin(peer), 0) < Math.max(1, most / SHARE);
  }

  void begin(TcpConnection connection) {
    if (begun.add(connection)) {
      byOrigin.merge(origin(connection.peer()), 1, Integer::sum);
    }
  }

  /** It has succeeded or failed. */
  void over(TcpConnection connection) {
    if (begun.remove(connection)) {
      byOrigin.computeIfPresent(
          origin(connection.peer()), (origin, count) -> count == 1 ? null : count - 1);
    }
  }

  void failed(TcpConnection connection, String reason) {
    counters.failedHandshakes.increment();
    if (!connection.isOurs()) {
      LOG.debug("TLS handshake failed flow={} reason=\"{}\"", connection.flow(), reason);
    } else if (!quiet) {
      quiet = true;
      timers.after(QUIET_MS, () -> quiet = false);
      LOG.warn(
          "TLS handshake of ours failed peer={} address={} reason=\"{}\"",
          connection.way().name(),
          connection.way().peer(),
          reason);
    }
  }

  private static ByteBuffer origin(InetAddress peer) {
    byte[] bytes = peer.getAddress();
    return ByteBuffer.wrap(
        peer instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }
}
