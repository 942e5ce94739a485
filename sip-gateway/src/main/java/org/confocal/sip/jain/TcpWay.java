package org.confocal.sip.jain;

import java.net.InetSocketAddress;

/**
 * Whom a connection leads to.
 *
 * @param name that a server's certificate was asked for, so that no request for one name goes to a
 *     server that has shown another; empty without TLS
 */
record TcpWay(String transport, String name, InetSocketAddress peer) {
  static TcpWay of(Listener listener, InetSocketAddress peer) {
    String transport = listener.transport();
    return new TcpWay(transport, transport.equals("tls") ? peer.getHostString() : "", peer);
  }
}
