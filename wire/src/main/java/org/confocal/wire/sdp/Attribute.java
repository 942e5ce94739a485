package org.confocal.wire.sdp;

import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * One {@code a=} line.
 *
 * @param value null for a flag such as {@code rtcp-mux}
 *     <p>RFC 8866 section 5.13.
 */
public record Attribute(String name, @Nullable String value) {
  public Attribute {
    if (!SdpText.isToken(name) || (value != null && !SdpText.isLine(value))) {
      throw new IllegalArgumentException(
          "attribute: " + name + " (expected: a token and a value on one line)");
    }
  }

  public static Attribute flag(String name) {
    return new Attribute(name, null);
  }

  /** No secret ever reaches a log; candidates of older clients hold their passwords. */
  @Override
  public String toString() {
    boolean secret = is("crypto") || is("ice-pwd") || is("candidate");
    return secret ? name + ":..." : write();
  }

  public boolean is(String otherName) {
    return name.equalsIgnoreCase(otherName);
  }

  public String write() {
    return value == null ? name : name + ":" + value;
  }

  static Attribute parse(String text) throws WireFormatException {
    int colon = text.indexOf(':');
    String name = (colon < 0 ? text : text.substring(0, colon)).strip();
    if (!SdpText.isToken(name)) {
      throw new WireFormatException(text, "an attribute", "RFC 8866 5.13");
    }
    return new Attribute(name, colon < 0 ? null : text.substring(colon + 1));
  }
}
