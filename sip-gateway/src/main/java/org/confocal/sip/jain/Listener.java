package org.confocal.sip.jain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** One bound socket. */
interface Listener {
  /** {@code udp} or {@code tcp}. */
  String transport();

  /** Where it is bound, with its real port. */
  InetSocketAddress local();

  /** A way to that peer that exists already; UDP always has one. */
  Sender senderTo(InetAddress peer, int port) throws IOException;

  void start();

  void close();
}
