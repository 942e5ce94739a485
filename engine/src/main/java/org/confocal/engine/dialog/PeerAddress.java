package org.confocal.engine.dialog;

/**
 * Where the next request of a dialog goes.
 *
 * @param transport lower case: udp, tcp
 * @param host an IP address, without brackets
 */
public record PeerAddress(String transport, String host, int port) {
  @Override
  public String toString() {
    return transport + ":" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
