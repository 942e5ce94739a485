package org.confocal.sip.jain;

import java.io.IOException;
import java.net.InetAddress;

/** One way to one peer: a UDP socket and an address, or a TCP connection. */
interface Sender {
  /** Hands bytes to the network or to a bounded queue; never waits. */
  void send(byte[] bytes) throws IOException;

  Flow flow();

  InetAddress peer();

  /** The listener whose port peers may use to reach us. */
  Listener listener();

  default boolean isReliable() {
    return !flow().isUdp();
  }
}
