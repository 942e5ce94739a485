package org.confocal.sip;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.UserUri;
import org.confocal.sip.message.SipUri;

/**
 * What counts as ours in a Request-URI: the domain, its aliases, the host's own name and addresses.
 * A URI at any of these is read as if it were at the domain.
 */
final class OwnNames {
  private final String domain;
  private final Set<String> names;

  private final Set<String> addresses;

  private OwnNames(String domain, Set<String> names, Set<String> addresses) {
    this.domain = domain;
    this.names = Set.copyOf(names);
    this.addresses = Set.copyOf(addresses);
  }

  /** Reads the addresses of this machine; later changes are not seen. */
  static OwnNames of(SipSettings settings) {
    Set<String> names = new HashSet<>();
    names.add(settings.domain());
    names.add("localhost");
    settings.aliases().forEach(a -> names.add(plain(a)));
    Set<String> addresses = new HashSet<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .forEach(a -> addresses.add(plain(a.getHostAddress())));
      InetAddress self = InetAddress.getLocalHost();
      names.add(plain(self.getHostName()));
      names.add(plain(self.getCanonicalHostName()));
    } catch (SocketException | UnknownHostException noMoreNames) {
      names.add("127.0.0.1");
    }
    names.addAll(addresses);
    return new OwnNames(settings.domain(), names, addresses);
  }

  String domain() {
    return domain;
  }

  /** Tells whether this host is one of ours; all of 127.0.0.0/8 is. */
  boolean isOurs(String host) {
    String plain = plain(host);
    return names.contains(plain) || plain.matches("127(\\.[0-9]{1,3}){3}");
  }

  /**
   * Tells whether a request from this source comes from this machine itself. An address of ours as
   * source can only come from here: the system drops packets from outside that claim it.
   */
  boolean isThisMachine(String source) {
    String plain = plain(source);
    return plain.matches("127(\\.[0-9]{1,3}){3}") || addresses.contains(plain);
  }

  /** The conference that a URI names by its parameters. */
  Optional<ConferenceUri> conference(SipUri uri) {
    if (uri.param("opaque").isEmpty() || uri.user() == null) {
      return Optional.empty();
    }
    String host = isOurs(uri.host()) ? domain : uri.host();
    return ConferenceUri.parse(
        "sip:" + uri.user() + "@" + host + ";opaque=" + uri.param("opaque").get());
  }

  /** The user of that name in our domain; empty when the name cannot be one. */
  Optional<UserUri> user(String name) {
    try {
      return Optional.of(UserUri.of(name, domain));
    } catch (IllegalArgumentException notAName) {
      return Optional.empty();
    }
  }

  private static String plain(String host) {
    String h = host.toLowerCase(Locale.ROOT);
    if (h.startsWith("[") && h.endsWith("]")) {
      h = h.substring(1, h.length() - 1);
    }
    int zone = h.indexOf('%');
    h = zone < 0 ? h : h.substring(0, zone);
    if (h.indexOf(':') >= 0 && h.matches("[0-9a-f:.]+")) {
      try {
        return InetAddress.getByName(h).getHostAddress();
      } catch (UnknownHostException notAnAddress) {
        return h;
      }
    }
    return h;
  }
}
