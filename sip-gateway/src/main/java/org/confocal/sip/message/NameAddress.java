package org.confocal.sip.message;

import java.util.Optional;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The value of From, To, Contact, Route and their kin: a display name, a URI and parameters of the
 * header ({@code tag}, {@code isfocus}, {@code expires}, {@code epid}). A Contact of {@code *} is
 * told by {@link #isStar}.
 *
 * @param displayName without quotes, or null
 *     <p>RFC 3261 sections 20.10 and 25.1 (name-addr, addr-spec).
 */
public record NameAddress(@Nullable String displayName, SipUri uri, Params params) {
  private static final String SECTION = "RFC 3261 20.10";

  public static NameAddress of(SipUri uri) {
    return new NameAddress(null, uri, Params.NONE);
  }

  /** True for the {@code Contact: *} of a REGISTER that removes all bindings. */
  public static boolean isStar(String headerValue) {
    return headerValue.strip().equals("*");
  }

  public Optional<String> param(String name) {
    return params.get(name);
  }

  public Optional<String> tag() {
    return params.get("tag").filter(t -> !t.isEmpty());
  }

  public NameAddress withParam(String name, @Nullable String value) {
    return new NameAddress(displayName, uri, params.with(name, value));
  }

  public NameAddress withTag(String tag) {
    return withParam("tag", tag);
  }

  public NameAddress withDisplayName(String name) {
    return new NameAddress(name, uri, params);
  }

  public String write() {
    String name = displayName == null || displayName.isEmpty() ? "" : Text.quote(displayName) + " ";
    return name + "<" + uri.write() + ">" + params.write();
  }

  @Override
  public String toString() {
    return "<" + uri + ">" + params.write();
  }

  public static NameAddress parse(String text) throws WireFormatException {
    String t = text.strip();
    int open = openingBracket(t);
    if (open < 0) {
      int semicolon = t.indexOf(';'); // without brackets the parameters belong to the header
      SipUri uri = SipUri.parse(semicolon < 0 ? t : t.substring(0, semicolon));
      return new NameAddress(
          null, uri, semicolon < 0 ? Params.NONE : Params.parse(t.substring(semicolon)));
    }
    int close = t.indexOf('>', open);
    if (close < 0) {
      throw new WireFormatException(t, "'>' after the URI", SECTION);
    }
    String name = t.substring(0, open).strip();
    if (Text.hasControl(name)) {
      throw new WireFormatException(t, "a display name", SECTION);
    }
    SipUri uri = SipUri.parse(t.substring(open + 1, close));
    return new NameAddress(
        name.isEmpty() ? null : Text.unquote(name), uri, Params.parse(t.substring(close + 1)));
  }

  private static int openingBracket(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '<' && !quoted) {
        return i;
      }
    }
    return -1;
  }
}
