package org.confocal.sip.message;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One header field with one value. The name is spelled in full (compact forms are expanded); the
 * value has no line breaks, so that nothing can be smuggled into a message.
 *
 * <p>RFC 3261 sections 7.3.1, 7.3.3 and 20; compact forms also of RFC 3265, 3515, 3892, 4028, 4474.
 */
public final class Header {
  private static final Map<String, String> COMPACT =
      Map.ofEntries(
          Map.entry("i", "Call-ID"),
          Map.entry("m", "Contact"),
          Map.entry("e", "Content-Encoding"),
          Map.entry("l", "Content-Length"),
          Map.entry("c", "Content-Type"),
          Map.entry("f", "From"),
          Map.entry("s", "Subject"),
          Map.entry("k", "Supported"),
          Map.entry("t", "To"),
          Map.entry("v", "Via"),
          Map.entry("o", "Event"),
          Map.entry("u", "Allow-Events"),
          Map.entry("r", "Refer-To"),
          Map.entry("b", "Referred-By"),
          Map.entry("x", "Session-Expires"),
          Map.entry("y", "Identity"),
          Map.entry("a", "Accept-Contact"),
          Map.entry("j", "Reject-Contact"),
          Map.entry("d", "Request-Disposition"));

  /** Headers whose value is a list: each item becomes a header of its own. */
  private static final Set<String> LISTS =
      Set.of(
          "via",
          "route",
          "record-route",
          "contact",
          "supported",
          "require",
          "proxy-require",
          "unsupported",
          "allow",
          "allow-events",
          "accept",
          "accept-encoding",
          "accept-language",
          "content-encoding",
          "content-language",
          "path",
          "service-route",
          "p-asserted-identity",
          "p-preferred-identity",
          "history-info",
          "diversion",
          "alert-info",
          "call-info",
          "error-info",
          "in-reply-to",
          "warning",
          "reason");

  private final String name;
  private final String value;

  /** What {@link Checked} made of the value: messages that share a header share this too. */
  @Nullable Object parsed;

  /** The name may be a compact form; the value is stripped. */
  public Header(String name, String value) {
    this.name = fullName(name);
    this.value = value.strip();
    if (!Text.isToken(this.name) || Text.hasControl(this.value)) {
      throw new IllegalArgumentException(
          "header: " + name + " (expected: a token and a value without line breaks)");
    }
  }

  public String name() {
    return name;
  }

  public String value() {
    return value;
  }

  /** Compares names without case; understands compact forms. */
  public boolean is(String otherName) {
    return name.equalsIgnoreCase(otherName)
        || (otherName.length() == 1 && name.equalsIgnoreCase(fullName(otherName)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Header h && name.equals(h.name) && value.equals(h.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + value.hashCode();
  }

  @Override
  public String toString() {
    return name + ": " + value;
  }

  static boolean isList(String fullName) {
    return LISTS.contains(fullName.toLowerCase(Locale.ROOT));
  }

  static String fullName(String name) {
    return name.length() == 1 ? COMPACT.getOrDefault(name.toLowerCase(Locale.ROOT), name) : name;
  }
}
