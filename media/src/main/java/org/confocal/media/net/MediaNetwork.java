package org.confocal.media.net;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Where a loop gets its sockets from. */
public interface MediaNetwork {

  /** Called from {@link #poll} for a socket that may have a datagram. */
  interface Arrivals {
    void onReadable(DatagramPort port);
  }

  /**
   * Binds a socket.
   *
   * @return null if the address or port cannot be had
   */
  @Nullable DatagramPort bind(InetAddress local, int port, Arrivals arrivals);

  /**
   * Calls {@link Arrivals#onReadable} at most once for every socket that has something; never
   * blocks.
   *
   * @return how many were called
   */
  int poll();

  void close();
}
