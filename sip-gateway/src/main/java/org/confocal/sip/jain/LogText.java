package org.confocal.sip.jain;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Messages as a log may show them: the keys of their session descriptions are left out. */
final class LogText {
  private static final Pattern KEY = Pattern.compile("(?i)(inline:)[^\\s|;]+");

  private LogText() {}

  static String of(byte[] message) {
    return of(new String(message, StandardCharsets.UTF_8));
  }

  /**
   * RFC 4568 section 9.2: a key stands behind {@code inline:}, up to a bar, a semicolon or blank.
   */
  static String of(@Nullable String text) {
    return text == null ? "" : KEY.matcher(text).replaceAll("$1...");
  }
}
