package org.confocal.sip.message;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A {@code sip}, {@code sips} or {@code tel} URI. User and parameters are kept as written (escapes
 * included), so that {@code ;gruu;opaque=app:conf:focus:id:X} comes out as it went in. {@link
 * #toString} leaves the password out; {@link #write} does not.
 *
 * <p>A {@code tel} URI has its number as user and no host.
 *
 * @param scheme {@code sip}, {@code sips} or {@code tel}
 * @param user the user part as written, or null
 * @param password deprecated by the RFC and never logged; usually null
 * @param hostPort null for {@code tel} only
 * @param headers what follows {@code ?}, as written, or null
 *     <p>RFC 3261 section 19.1; RFC 3966.
 */
public record SipUri(
    String scheme,
    @Nullable String user,
    @Nullable String password,
    @Nullable HostPort hostPort,
    Params params,
    @Nullable String headers) {
  private static final String SECTION = "RFC 3261 19.1.1";
  private static final int MAX_LENGTH = 2048;

  /** Parameters that make two URIs differ when only one of them has it. RFC 3261 section 19.1.4. */
  private static final List<String> TELLING =
      List.of("user", "ttl", "method", "maddr", "transport");

  public SipUri {
    if ((hostPort == null) != scheme.equals("tel")
        || !List.of("sip", "sips", "tel").contains(scheme)) {
      throw new IllegalArgumentException(
          "uri: " + scheme + " (expected: sip or sips with a host, or tel without)");
    }
  }

  /**
   * {@code sip:user@host:port}.
   *
   * @param user unescaped
   * @param port -1 for none
   */
  public static SipUri sip(String user, String host, int port) {
    return new SipUri(
        "sip", Text.escapeUser(user), null, HostPort.of(host, port), Params.NONE, null);
  }

  public SipUri withScheme(String other) {
    return new SipUri(other, user, password, hostPort, params, headers);
  }

  public SipUri withParam(String name, @Nullable String value) {
    return new SipUri(scheme, user, password, hostPort, params.with(name, value), headers);
  }

  public SipUri withoutParam(String name) {
    return new SipUri(scheme, user, password, hostPort, params.without(name), headers);
  }

  /** The same without what follows {@code ?}. */
  public SipUri withoutHeaders() {
    return new SipUri(scheme, user, password, hostPort, params, null);
  }

  /** The user part with escapes undone; empty when there is none. */
  public Optional<String> plainUser() {
    return Optional.ofNullable(user).map(Text::unescape);
  }

  /** Host as written, IPv6 in brackets; empty for {@code tel}. */
  public String host() {
    return hostPort == null ? "" : hostPort.host();
  }

  /** Port or -1. */
  public int port() {
    return hostPort == null ? -1 : hostPort.port();
  }

  public Optional<String> param(String name) {
    return params.get(name);
  }

  /**
   * {@code user@host} in lower case, escapes undone, without port and parameters: the key of a
   * person or a conference's organizer.
   */
  public String addressOfRecord() {
    String who = plainUser().map(u -> u.toLowerCase(Locale.ROOT)).orElse("");
    return hostPort == null ? who : who + "@" + host().toLowerCase(Locale.ROOT);
  }

  /**
   * Equality of RFC 3261 section 19.1.4: parameters without order, unknown ones only if both have
   * them.
   */
  public boolean sameAs(SipUri other) {
    boolean sameHost =
        hostPort == null
            ? other.hostPort == null
            : host().equalsIgnoreCase(other.host()) && port() == other.port();
    if (!scheme.equals(other.scheme) || !plainUser().equals(other.plainUser()) || !sameHost) {
      return false;
    }
    return Stream.concat(params.names().stream(), other.params().names().stream())
        .allMatch(name -> agree(name, other));
  }

  private boolean agree(String name, SipUri other) {
    Optional<String> mine = params.raw(name);
    Optional<String> theirs = other.params().raw(name);
    if (mine.isEmpty() || theirs.isEmpty()) {
      return !TELLING.contains(name);
    }
    return Text.unescape(mine.get()).equalsIgnoreCase(Text.unescape(theirs.get()));
  }

  public String write() {
    return text(true);
  }

  @Override
  public String toString() {
    return text(false);
  }

  private String text(boolean withPassword) {
    StringBuilder out = new StringBuilder(scheme).append(':');
    if (user != null) {
      out.append(user);
      if (password != null && withPassword) {
        out.append(':').append(password);
      }
      if (hostPort != null) {
        out.append('@');
      }
    }
    if (hostPort != null) {
      out.append(hostPort.write());
    }
    out.append(params.write());
    return headers == null ? out.toString() : out.append('?').append(headers).toString();
  }

  public static SipUri parse(String text) throws WireFormatException {
    String t = text.strip();
    if (t.length() > MAX_LENGTH
        || t.indexOf('<') >= 0
        || t.indexOf('>') >= 0
        || t.indexOf('"') >= 0
        || hasBlank(t)) {
      throw new WireFormatException(
          t, "a URI without blanks of up to " + MAX_LENGTH + " characters", SECTION);
    }
    int colon = t.indexOf(':');
    String scheme = colon < 0 ? "" : t.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = t.substring(colon + 1);
    return switch (scheme) {
      case "sip", "sips" -> parseSip(scheme, rest);
      case "tel" -> parseTel(rest);
      default -> throw new WireFormatException(t, "sip:, sips: or tel:", SECTION);
    };
  }

  private static SipUri parseSip(String scheme, String rest) throws WireFormatException {
    int at = rest.lastIndexOf('@');
    String hostPart = rest.substring(at + 1);
    int question = hostPart.indexOf('?');
    String headers = question < 0 ? null : hostPart.substring(question + 1);
    String beforeHeaders = question < 0 ? hostPart : hostPart.substring(0, question);
    int semicolon = beforeHeaders.indexOf(';');
    String host = semicolon < 0 ? beforeHeaders : beforeHeaders.substring(0, semicolon);
    Params params = semicolon < 0 ? Params.NONE : Params.parse(beforeHeaders.substring(semicolon));
    if (at < 0) {
      return new SipUri(scheme, null, null, HostPort.parse(host), params, headers);
    }
    String userInfo = rest.substring(0, at);
    int colon = userInfo.indexOf(':');
    String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    if (user.isEmpty()) {
      throw new WireFormatException(rest, "a user before '@'", SECTION);
    }
    return new SipUri(
        scheme,
        user,
        colon < 0 ? null : userInfo.substring(colon + 1),
        HostPort.parse(host),
        params,
        headers);
  }

  private static SipUri parseTel(String rest) throws WireFormatException {
    int semicolon = rest.indexOf(';');
    String number = semicolon < 0 ? rest : rest.substring(0, semicolon);
    if (!number.matches("[+*#0-9A-Da-d().-]+")) {
      throw new WireFormatException(rest, "a telephone number", "RFC 3966 3");
    }
    return new SipUri(
        "tel",
        number,
        null,
        null,
        semicolon < 0 ? Params.NONE : Params.parse(rest.substring(semicolon)),
        null);
  }

  private static boolean hasBlank(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
        return true;
      }
    }
    return false;
  }
}
