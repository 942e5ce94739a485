package org.confocal.media;

import java.net.InetAddress;

/**
 * What a caller wishes for a new session.
 *
 * @param localAddress the address to bind, which also chooses IPv4 or IPv6; a bind address in the
 *     settings of the same family takes its place
 * @param preferredPort the even RTP port to take if it is free and in the range of the settings, or
 *     {@link #ANY}
 * @param preferredSsrc the SSRC to send with (0 to 2^32-1), or {@link #ANY} for a random one
 */
public record Reservation(InetAddress localAddress, int preferredPort, long preferredSsrc) {

  public static final int ANY = -1;

  public Reservation {
    if (preferredPort != ANY
        && (preferredPort < 2 || preferredPort > 65534 || (preferredPort & 1) != 0)) {
      throw new IllegalArgumentException(
          "preferred port: " + preferredPort + " (expected: -1 or an even port)");
    }
    if (preferredSsrc < ANY || preferredSsrc > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(
          "preferred ssrc: " + preferredSsrc + " (expected: -1 or 0 to 2^32-1)");
    }
  }

  /** Any free port and a random SSRC on the given address. */
  public static Reservation on(InetAddress localAddress) {
    return new Reservation(localAddress, ANY, ANY);
  }
}
