package org.confocal.sip.jain;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Messages as a log may show them: the secrets of their session descriptions are left out. */
final class LogText {
  /**
   * A key stands behind {@code inline:}, up to a bar, a semicolon or blank (RFC 4568 section 9.2);
   * a password of ICE in a line of its own (RFC 8839 section 5.4) or, in the dialect of
   * draft-ietf-mmusic-ice-06, as third word of a candidate, where today's have the transport before
   * a number.
   */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(inline:)[^\\s|;]+"
              + "|(a=ice-pwd:[^\\S\\r\\n]*+)\\S+"
              + "|(a=candidate:[^\\S\\r\\n]*+\\S++ ++\\S++ ++)\\S++(?= ++[^\\s\\d])");

  private LogText() {}

  static String of(byte[] message) {
    return of(new String(message, StandardCharsets.UTF_8));
  }

  /** As it may be shown. */
  static String of(@Nullable String text) {
    return text == null ? "" : SECRET.matcher(text).replaceAll("$1$2$3...");
  }
}
