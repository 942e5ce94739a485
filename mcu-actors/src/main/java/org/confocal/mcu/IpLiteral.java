package org.confocal.mcu;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * IP addresses as text. Names are never looked up: that would block, and a session description has
 * no need of them.
 */
final class IpLiteral {
  private static final Pattern V4 =
      Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
  private static final Pattern V6 =
      Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[A-Za-z0-9]+)?");
  private static final int ANY_PORT = 9;

  private IpLiteral() {}

  /** Reads an IPv4 or IPv6 address; empty for anything else. */
  static Optional<InetAddress> parse(String text) {
    if (text.length() > 64 || !(V4.matcher(text).matches() || V6.matcher(text).matches())) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }

  /**
   * Our address towards {@code peer}, as the routing table has it; empty when there is no route.
   * Sends nothing.
   */
  static Optional<InetAddress> ownTowards(InetAddress peer) {
    try (DatagramSocket probe = new DatagramSocket()) {
      probe.connect(new InetSocketAddress(peer, ANY_PORT));
      return Optional.of(probe.getLocalAddress()).filter(a -> !a.isAnyLocalAddress());
    } catch (SocketException noRoute) {
      return Optional.empty();
    }
  }
}
