package org.confocal.sip.message;

import org.confocal.wire.WireFormatException;

/**
 * A host (name, IPv4 address, or IPv6 address in brackets, as written) and a port.
 *
 * @param port 1 to 65535, or -1 when none is given
 */
public record HostPort(String host, int port) {
  private static final String SECTION = "RFC 3261 25.1 hostport";

  public HostPort {
    if (host.isEmpty() || port < -1 || port == 0 || port > 65535) {
      throw new IllegalArgumentException(
          "hostport: " + host + " " + port + " (expected: a host and a port of 1 to 65535 or -1)");
    }
  }

  /** Puts an IPv6 address into brackets if it has none. */
  public static HostPort of(String host, int port) {
    boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
    return new HostPort(bare ? "[" + host + "]" : host, port);
  }

  /** The host as a socket wants it: an IPv6 address without its brackets. */
  public String plainHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  public String write() {
    return port < 0 ? host : host + ":" + port;
  }

  static HostPort parse(String text) throws WireFormatException {
    String t = text.strip();
    int hostEnd =
        t.startsWith("[") ? t.indexOf(']') + 1 : t.indexOf(':') < 0 ? t.length() : t.indexOf(':');
    String host = hostEnd > 0 ? t.substring(0, hostEnd).strip() : "";
    if (!isHost(host)) {
      throw new WireFormatException(t, "a host", SECTION);
    }
    String rest = t.substring(hostEnd).strip();
    if (rest.isEmpty()) {
      return new HostPort(host, -1);
    }
    if (rest.charAt(0) != ':') {
      throw new WireFormatException(t, "':' and a port", SECTION);
    }
    int port = (int) Text.number(rest.substring(1).strip(), 65535, "a port", SECTION);
    if (port == 0) {
      throw new WireFormatException(t, "a port of 1 to 65535", SECTION);
    }
    return new HostPort(host, port);
  }

  private static boolean isHost(String host) {
    boolean v6 = host.startsWith("[");
    String inner = v6 ? host.substring(1, host.length() - 1) : host;
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      boolean fits =
          v6
              ? Character.digit(c, 16) >= 0 || c == ':' || c == '.'
              : Text.isAlphanumeric(c) || "-._".indexOf(c) >= 0;
      if (!fits) {
        return false;
      }
    }
    return !inner.isEmpty() && inner.length() <= 255 && (!v6 || inner.indexOf(':') >= 0);
  }
}
