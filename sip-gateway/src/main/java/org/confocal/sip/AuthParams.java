package org.confocal.sip;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of an Authorization header with the scheme Digest (RFC 7616 section 3.4). Values
 * are told without their quotes; names are lower case.
 */
record AuthParams(Map<String, String> values) {
  private static final int LONGEST = 4096;
  private static final int MOST = 32;

  AuthParams {
    values = Map.copyOf(values);
  }

  /** Reads a header value; empty when it is no Digest or not well formed. */
  static Optional<AuthParams> parse(String header) {
    String text = header.strip();
    if (text.length() > LONGEST || !text.regionMatches(true, 0, "Digest ", 0, 7)) {
      return Optional.empty();
    }
    Map<String, String> found = new HashMap<>();
    int at = 7;
    while (at < text.length() && found.size() < MOST) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        return Optional.empty();
      }
      String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
      StringBuilder value = new StringBuilder();
      at = readValue(text, equals + 1, value);
      if (at < 0 || name.isEmpty()) {
        return Optional.empty();
      }
      found.put(name, value.toString());
    }
    return Optional.of(new AuthParams(found));
  }

  /** Reads one value from {@code at}; returns where the next parameter starts, or -1. */
  private static int readValue(String text, int start, StringBuilder value) {
    int at = start;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '"') {
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at++));
      }
      if (at >= text.length()) {
        return -1;
      }
      at++;
    }
    int comma = text.indexOf(',', at);
    int end = comma < 0 ? text.length() : comma;
    value.append(text.substring(at, end).strip());
    return end + 1;
  }

  String get(String name) {
    return values.getOrDefault(name, "");
  }
}
