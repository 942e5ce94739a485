package org.confocal.media.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A bound datagram socket that never blocks. */
public interface DatagramPort {

  InetSocketAddress local();

  /**
   * Reads one datagram into an empty buffer, from its index 0 on; what does not fit is cut off.
   *
   * @return its source, or null if none waits; the length is then the buffer's position
   */
  @Nullable InetSocketAddress receive(ByteBuffer into);

  /**
   * Sends the bytes between position and limit.
   *
   * @return false if the network refused or its buffer is full; nothing else comes of it
   */
  boolean send(ByteBuffer datagram, InetSocketAddress to);

  void close();
}
