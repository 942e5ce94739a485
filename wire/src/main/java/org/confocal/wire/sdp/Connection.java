package org.confocal.wire.sdp;

import java.util.Locale;
import org.confocal.wire.WireFormatException;

/**
 * An address as {@code c=} and {@code o=} have it.
 *
 * @param ip6 {@code IP6} was said; clients are known to lie about it
 * @param address an address or a name, without brackets; a multicast address keeps its {@code /ttl}
 *     <p>RFC 8866 section 5.7.
 */
public record Connection(boolean ip6, String address) {
  private static final int MAX_ADDRESS = 255;

  public Connection {
    if (address.isEmpty()
        || address.length() > MAX_ADDRESS
        || SdpText.hasBlank(address)
        || address.indexOf('[') >= 0) {
      throw new IllegalArgumentException(
          "address: " + address + " (expected: an address without blanks and brackets)");
    }
  }

  /** Tells IP6 by the colon. */
  public static Connection of(String address) {
    return new Connection(address.indexOf(':') >= 0, address);
  }

  /**
   * True for {@code 0.0.0.0} and {@code ::}, by which older clients say hold. RFC 3264 section 8.4.
   */
  public boolean isUnspecified() {
    return address.equals("0.0.0.0") || address.equals("::") || address.equals("0:0:0:0:0:0:0:0");
  }

  public String write() {
    return "IN " + (ip6 ? "IP6 " : "IP4 ") + address;
  }

  static Connection parse(String text) throws WireFormatException {
    String[] parts = SdpText.words(text, -1);
    if (parts.length != 3 || !parts[0].equalsIgnoreCase("IN")) {
      throw new WireFormatException(text, "IN IP4 ADDRESS or IN IP6 ADDRESS", "RFC 8866 5.7");
    }
    String family = parts[1].toUpperCase(Locale.ROOT);
    String address = parts[2].replace("[", "").replace("]", ""); // sipp writes brackets
    boolean known = family.equals("IP4") || family.equals("IP6");
    if (!known || address.isEmpty() || address.length() > MAX_ADDRESS) {
      throw new WireFormatException(text, "IP4 or IP6 and an address", "RFC 8866 5.7");
    }
    return new Connection(family.equals("IP6"), address);
  }
}
