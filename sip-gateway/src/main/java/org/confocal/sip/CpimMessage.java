package org.confocal.sip;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.confocal.engine.chat.Content;
import org.confocal.sip.message.NameAddress;
import org.confocal.wire.WireFormatException;

/**
 * A message in an envelope of its own: message headers, a blank line, the headers of the content, a
 * blank line, the content.
 *
 * @param to whom it is for; empty when the envelope does not say
 * @param content as it is inside
 *     <p>RFC 3862 section 2.
 */
record CpimMessage(Optional<NameAddress> to, Content content) {
  static final String MEDIA_TYPE = "message/cpim";

  private static final String SECTION = "RFC 3862 2";
  private static final int MAX_HEADERS = 8192;
  private static final byte LF = '\n';
  private static final byte CR = '\r';

  /**
   * Reads a message. Line breaks may be LF alone.
   *
   * @throws WireFormatException if it is none, or if it is for more than one
   */
  static CpimMessage read(byte[] bytes) throws WireFormatException {
    int contentHeaders = afterBlankLine(bytes, 0);
    int content = afterBlankLine(bytes, contentHeaders);
    Optional<String> to = value(bytes, 0, contentHeaders, "to");
    Optional<String> type = value(bytes, contentHeaders, content, "content-type");
    if (type.isEmpty() || type.get().isEmpty()) {
      throw new WireFormatException("no Content-Type", "one inside of message/cpim", SECTION);
    }
    return new CpimMessage(
        to.isEmpty() ? Optional.empty() : Optional.of(NameAddress.parse(to.get())),
        new Content(type.get(), Arrays.copyOfRange(bytes, content, bytes.length)));
  }

  /** Where the text behind the next blank line begins. */
  private static int afterBlankLine(byte[] bytes, int from) throws WireFormatException {
    int start = from;
    int most = Math.min(bytes.length, from + MAX_HEADERS);
    for (int i = from; i < most; i++) {
      if (bytes[i] == LF) {
        boolean blank = i == start || (i == start + 1 && bytes[start] == CR);
        if (blank) {
          return i + 1;
        }
        start = i + 1;
      }
    }
    throw new WireFormatException(
        text(bytes, from, Math.min(most, from + 80)),
        "headers of up to " + MAX_HEADERS + " bytes and a blank line",
        SECTION);
  }

  private static Optional<String> value(byte[] bytes, int from, int to, String name)
      throws WireFormatException {
    Optional<String> found = Optional.empty();
    for (String line : text(bytes, from, to).split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(name)) {
        if (found.isPresent()) {
          throw new WireFormatException(line, "one " + name + " at most", SECTION);
        }
        found = Optional.of(printable(line.substring(colon + 1).strip()));
      }
    }
    return found;
  }

  private static String printable(String value) throws WireFormatException {
    if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new WireFormatException(value, "a value without control characters", SECTION);
    }
    return value;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
