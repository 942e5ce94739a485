package org.confocal.sip.jain;

/**
 * The way on which a message came, and on which one may go back through a NAT: for TCP and TLS a
 * connection, for UDP our socket and the address of the peer. RFC 5626 section 2.
 *
 * @param transport {@code udp}, {@code tcp} or {@code tls}
 * @param remoteHost an address without brackets
 * @param serial our socket (UDP) or the connection (TCP), unique until this process ends
 */
public record Flow(String transport, String remoteHost, int remotePort, long serial)
    implements Destination {
  public boolean isUdp() {
    return transport.equals("udp");
  }
}
