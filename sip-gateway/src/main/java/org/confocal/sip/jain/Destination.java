package org.confocal.sip.jain;

import java.util.Locale;
import org.confocal.sip.message.HostPort;
import org.confocal.sip.message.SipUri;

/** Where a request goes: a flow that exists, or an address to which one is found or made. */
public sealed interface Destination permits Flow, Destination.Address {
  /**
   * An address.
   *
   * @param transport {@code udp}, {@code tcp} or {@code tls}
   * @param host a name, or an address without brackets; names cost a lookup of A and AAAA records
   *     (no SRV)
   */
  record Address(String transport, String host, int port) implements Destination {
    public Address {
      transport = transport.toLowerCase(Locale.ROOT);
      if (!SipPorts.TRANSPORTS.contains(transport)) {
        throw new IllegalArgumentException(
            "transport: " + transport + " (expected: one of " + SipPorts.TRANSPORTS + ")");
      }
      if (host.isEmpty() || port < 1 || port > 65535) {
        throw new IllegalArgumentException(
            "destination: " + host + ":" + port + " (expected: a host and a port of 1 to 65535)");
      }
    }
  }

  static Destination udp(String host, int port) {
    return new Address("udp", host, port);
  }

  static Destination tcp(String host, int port) {
    return new Address("tcp", host, port);
  }

  /**
   * Where a request to this URI goes: {@code maddr} or host, port or 5060 (TLS: 5061), transport
   * parameter or UDP; {@code sips} means TLS (RFC 5630 section 3.1.3).
   *
   * @throws IllegalArgumentException for a {@code tel} URI or a transport that we do not have
   */
  static Destination of(SipUri uri) {
    String host = uri.param("maddr").orElse(uri.host());
    String transport =
        uri.scheme().equals("sips")
            ? "tls"
            : uri.param("transport").orElse("udp").toLowerCase(Locale.ROOT);
    int port = uri.port() > 0 ? uri.port() : SipPorts.of(transport);
    if (host.isEmpty()) {
      throw new IllegalArgumentException("uri: " + uri + " (expected: one with a host)");
    }
    return new Address(transport, HostPort.of(host, port).plainHost(), port);
  }
}
