package org.confocal.sip;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.UserUri;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;

/**
 * What counts as ours in a Request-URI: the domain, its aliases, the host's own name and addresses.
 * A URI at any of these is read as if it were at the domain.
 */
final class OwnNames {
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");
  private static final String CONFERENCING = "app:conf:";
  private static final String FACTORY = "app:conf:focusfactory";
  private static final Pattern MCU =
      Pattern.compile(
          "app:conf:(?!focus:)([A-Za-z-]+):id:([A-Za-z0-9]+)", Pattern.CASE_INSENSITIVE);

  private final String domain;
  private final Set<String> names;

  private final Set<String> addresses;
  private final String conferenceFactory;

  private OwnNames(
      String domain, Set<String> names, Set<String> addresses, String conferenceFactory) {
    this.conferenceFactory = conferenceFactory;
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
    return new OwnNames(settings.domain(), names, addresses, settings.conferenceFactory().user());
  }

  String domain() {
    return domain;
  }

  /** Tells whether this host is one of ours; all of 127.0.0.0/8 is. */
  boolean isOurs(String host) {
    String plain = plain(host);
    return names.contains(plain) || LOOPBACK.matcher(plain).matches();
  }

  /**
   * Tells whether a request from this source comes from this machine itself. An address of ours as
   * source can only come from here: the system drops packets from outside that claim it.
   */
  boolean isThisMachine(String source) {
    String plain = plain(source);
    return LOOPBACK.matcher(plain).matches() || addresses.contains(plain);
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

  /** The conference that a URI names; empty for what is no SIP URI, too. */
  Optional<ConferenceUri> conference(String text) {
    return parse(text).flatMap(this::conference);
  }

  /** The MCU that a URI names by its parameters. */
  Optional<McuUri> mcu(SipUri uri) {
    Matcher m = MCU.matcher(uri.param("opaque").orElse(""));
    return m.matches()
        ? conference(uri.withParam("opaque", "app:conf:focus:id:" + m.group(2)))
            .map(c -> new McuUri(c, m.group(1).toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /** The MCU that a URI names; empty for what is no SIP URI, too. */
  Optional<McuUri> mcu(String text) {
    return parse(text).flatMap(this::mcu);
  }

  /** Tells whether a URI is the address to call for a new conference (RFC 4579 section 5.4). */
  boolean isConferenceFactory(SipUri uri) {
    return isOurs(uri.host())
        && uri.param("opaque").isEmpty()
        && uri.plainUser().filter(conferenceFactory::equalsIgnoreCase).isPresent();
  }

  /** The organizer whose focus factory a URI names. */
  Optional<UserUri> factory(SipUri uri) {
    return uri.param("opaque").filter(FACTORY::equalsIgnoreCase).isPresent()
        ? user(uri)
        : Optional.empty();
  }

  /** The organizer whose focus factory a URI names; empty for what is no SIP URI, too. */
  Optional<UserUri> factoryOf(String text) {
    return parse(text).flatMap(this::factory);
  }

  /** Tells whether a URI names something of conferencing, be it known or not. */
  boolean isConferencing(SipUri uri) {
    return uri.param("opaque")
        .filter(o -> o.regionMatches(true, 0, CONFERENCING, 0, CONFERENCING.length()))
        .isPresent();
  }

  /** The user that a URI names, parameters left out. */
  Optional<UserUri> user(SipUri uri) {
    String name = uri.user();
    if (name == null || uri.scheme().equals("tel")) {
      return Optional.empty();
    }
    try {
      return Optional.of(UserUri.of(name, isOurs(uri.host()) ? domain : uri.host()));
    } catch (IllegalArgumentException notAUser) {
      return Optional.empty();
    }
  }

  /** The user that a URI names; empty for what is no SIP URI, too. */
  Optional<UserUri> userOf(String text) {
    return parse(text).flatMap(this::user);
  }

  private static Optional<SipUri> parse(String text) {
    try {
      return Optional.of(SipUri.parse(text));
    } catch (WireFormatException noUri) {
      return Optional.empty();
    }
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
