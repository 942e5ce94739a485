package org.confocal.mcu;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.engine.chat.Content;

/**
 * Finds the plain text in a {@code multipart/alternative} (RFC 2046 section 5.1.4), for clients
 * that take no multipart. Bytes are read as ISO 8859-1, so that every byte is one character and
 * comes back as it was.
 */
final class PlainPart {
  private static final String MULTIPART = "multipart/alternative";
  private static final String PLAIN = "text/plain";
  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary\\s*=\\s*(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern AS_IT_IS =
      Pattern.compile("7bit|8bit|binary", Pattern.CASE_INSENSITIVE);
  private static final int MOST_PARTS = 16;

  private PlainPart() {}

  /** The first part that is plain text and not encoded; empty when there is none. */
  static Optional<Content> of(Content content) {
    Matcher boundary = BOUNDARY.matcher(content.type());
    if (!content.mediaType().equals(MULTIPART) || !boundary.find()) {
      return Optional.empty();
    }
    String name = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    String body = "\r\n" + new String(content.bytes(), StandardCharsets.ISO_8859_1);
    String delimiter = "\r\n--" + name;
    int from = body.indexOf(delimiter);
    for (int part = 0; part < MOST_PARTS && from >= 0; part++) {
      int begin = from + delimiter.length();
      int end = body.indexOf(delimiter, begin);
      if (end < 0 || body.startsWith("--", begin)) {
        return Optional.empty();
      }
      Optional<Content> plain = plain(body.substring(begin, end));
      if (plain.isPresent()) {
        return plain;
      }
      from = end;
    }
    return Optional.empty();
  }

  /** One part: the rest of the delimiter's line, header lines, an empty line, the body. */
  private static Optional<Content> plain(String part) {
    int lineEnd = part.indexOf("\r\n");
    int headEnd = part.indexOf("\r\n\r\n");
    if (lineEnd < 0 || headEnd < 0) {
      return Optional.empty();
    }
    String type = PLAIN;
    for (String line : part.substring(lineEnd, headEnd).split("\r\n", -1)) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      if (name.equals("content-type")) {
        type = value;
      } else if (name.equals("content-transfer-encoding") && !AS_IT_IS.matcher(value).matches()) {
        return Optional.empty();
      }
    }
    byte[] bytes = part.substring(headEnd + 4).getBytes(StandardCharsets.ISO_8859_1);
    return Optional.of(new Content(type, bytes)).filter(c -> c.mediaType().equals(PLAIN));
  }
}
