package org.confocal.media.loop;

import java.net.InetAddress;
import org.confocal.media.Reservation;
import org.confocal.media.net.DatagramPort;
import org.confocal.media.net.MediaNetwork.Arrivals;
import org.confocal.media.net.PortPool;
import org.jspecify.annotations.Nullable;

/**
 * The pair of sockets of one session: RTP on the even port, RTCP on the next. RFC 3550 section 11.
 */
final class SessionPorts {

  /**
   * A port in use by others is met now and then, many in a row mean that the address is not ours.
   */
  private static final int ATTEMPTS = 32;

  private final PortPool pool;
  private final DatagramPort rtp;
  private final DatagramPort rtcp;

  private SessionPorts(PortPool pool, DatagramPort rtp, DatagramPort rtcp) {
    this.pool = pool;
    this.rtp = rtp;
    this.rtcp = rtcp;
  }

  /** Binds the preferred pair or any other; null if none can be had. */
  static @Nullable SessionPorts bind(
      LoopContext context, PortPool pool, Reservation wish, Arrivals onRtp, Arrivals onRtcp) {
    InetAddress address = context.bindAddress(wish.localAddress());
    if (wish.preferredPort() != Reservation.ANY && pool.take(wish.preferredPort(), context.nowNs)) {
      SessionPorts preferred =
          bindPair(context, pool, address, wish.preferredPort(), onRtp, onRtcp);
      if (preferred != null) {
        return preferred;
      }
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = pool.take(context.nowNs);
      if (port == PortPool.NONE) {
        return null;
      }
      SessionPorts pair = bindPair(context, pool, address, port, onRtp, onRtcp);
      if (pair != null) {
        return pair;
      }
    }
    return null;
  }

  private static @Nullable SessionPorts bindPair(
      LoopContext context,
      PortPool pool,
      InetAddress address,
      int port,
      Arrivals onRtp,
      Arrivals onRtcp) {
    DatagramPort rtp = context.network.bind(address, port, onRtp);
    DatagramPort rtcp = rtp == null ? null : context.network.bind(address, port + 1, onRtcp);
    if (rtp == null || rtcp == null) {
      if (rtp != null) {
        rtp.close();
      }
      pool.release(port, context.nowNs);
      return null;
    }
    return new SessionPorts(pool, rtp, rtcp);
  }

  DatagramPort rtp() {
    return rtp;
  }

  DatagramPort rtcp() {
    return rtcp;
  }

  /** Closes both; the numbers go into quarantine. */
  void close(long nowNs) {
    rtp.close();
    rtcp.close();
    pool.release(rtp.local().getPort(), nowNs);
  }
}
