package org.confocal.sip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A list of IP networks in CIDR notation: RFC 4632, RFC 4291 section 2.3. */
final class Networks {
  private static final class Network {
    private final byte[] address;
    private final int bits;

    Network(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }

    boolean isLoopback() {
      return address.length == 4 ? address[0] == 127 && bits >= 8 : bits == 128 && isOne();
    }

    private boolean isOne() {
      byte[] one = new byte[address.length];
      one[address.length - 1] = 1;
      return Arrays.equals(address, one);
    }

    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> i % 8;
        if ((address[i / 8] & mask) != (other[i / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Network> networks;

  private Networks(List<Network> networks) {
    this.networks = List.copyOf(networks);
  }

  /**
   * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or single addresses.
   *
   * @throws IllegalArgumentException naming the one that is none of these
   */
  static Networks of(List<String> texts) {
    List<Network> networks = new ArrayList<>();
    for (String text : texts) {
      int slash = text.indexOf('/');
      byte[] address = address(slash < 0 ? text : text.substring(0, slash));
      int most = address.length * 8;
      String bits = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
      if (most == 0 || !bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > most) {
        throw new IllegalArgumentException(text);
      }
      networks.add(new Network(address, Integer.parseInt(bits)));
    }
    return new Networks(networks);
  }

  /**
   * Tells whether an address is in one of them.
   *
   * @param host an address without brackets; a name is in none
   */
  boolean contain(String host) {
    byte[] address = networks.isEmpty() ? new byte[0] : address(host);
    return networks.stream().anyMatch(n -> n.contains(address));
  }

  /** Whether one of them is of this machine by its name: in 127.0.0.0/8, or ::1. */
  boolean nameLoopback() {
    return networks.stream().anyMatch(Network::isLoopback);
  }

  /** Empty for what is no address; names are not looked up. */
  private static byte[] address(String text) {
    boolean v4 = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    boolean v6 = text.indexOf(':') >= 0 && text.matches("[0-9A-Fa-f:.]+");
    try {
      return v4 || v6 ? InetAddress.getByName(text).getAddress() : new byte[0];
    } catch (UnknownHostException noAddress) {
      return new byte[0];
    }
  }
}
