package org.confocal.media.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** IP addresses as text, never by way of a name service. */
final class NumericAddress {

  private NumericAddress() {}

  /**
   * Reads an address of either family.
   *
   * @return null if the text is not an IP address (a host name, or nothing that exists)
   */
  static @Nullable InetSocketAddress parse(String text, int port) {
    try {
      if (text.indexOf(':') >= 0) {
        // A text of these characters with a colon is an IPv6 address for the JDK, or an error.
        return isIpv6Text(text) ? new InetSocketAddress(InetAddress.getByName(text), port) : null;
      }
      byte[] octets = ipv4(text);
      return octets == null ? null : new InetSocketAddress(InetAddress.getByAddress(octets), port);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** Without the zone that the JDK puts behind link-local addresses. */
  static String format(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  private static boolean isIpv6Text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((Character.digit(c, 16) < 0 && c != ':' && c != '.') || c > 'f') {
        return false;
      }
    }
    return true;
  }

  private static byte @Nullable [] ipv4(String text) {
    byte[] octets = new byte[4];
    int index = 0;
    int value = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c == '.') {
        if (value < 0 || index == 4) {
          return null;
        }
        octets[index++] = (byte) value;
        value = -1;
      } else if (c < '0' || c > '9' || value > 25) {
        return null;
      } else {
        value = (value < 0 ? 0 : 10 * value) + c - '0';
        if (value > 255) {
          return null;
        }
      }
    }
    return index == 4 ? octets : null;
  }
}
