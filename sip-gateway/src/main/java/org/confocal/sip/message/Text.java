package org.confocal.sip.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.confocal.wire.WireFormatException;

/** The lexical rules that headers and URIs share. RFC 3261 section 25.1. */
final class Text {
  private static final String MARKS_OF_TOKEN = "-.!%*_+`'~";
  private static final String PLAIN_IN_USER = "-_.!~*'()&=+$,;?/";

  private Text() {}

  static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return true;
      }
    }
    return false;
  }

  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && MARKS_OF_TOKEN.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /**
   * Splits at a separator that stands outside quotes and angle brackets; always at least one piece.
   */
  static List<String> split(String text, char separator) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    boolean quoted = false;
    boolean angled = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '<') {
        angled = true;
      } else if (c == '>') {
        angled = false;
      } else if (c == separator && !angled) {
        pieces.add(text.substring(start, i));
        start = i + 1;
      }
    }
    pieces.add(text.substring(start));
    return pieces;
  }

  /**
   * True if a quote or an angle bracket is opened and not closed: what is put behind it would
   * belong to it.
   */
  static boolean isLeftOpen(String text) {
    List<String> pieces = split(text + ";", ';');
    return !pieces.get(pieces.size() - 1).isEmpty(); // the separator at the end did not separate
  }

  static String unquote(String text) {
    if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() - 1) {
        i++;
        c = text.charAt(i);
      }
      out.append(c);
    }
    return out.toString();
  }

  static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Undoes %HH; a broken escape stays as it is. */
  static String unescape(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteBuffer out = ByteBuffer.wrap(new byte[text.length() * 4]);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (low >= 0) {
        out.put((byte) (high * 16 + low));
        i += 2;
      } else {
        out.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
  }

  /** Escapes what may not stand in the user part of a URI. RFC 3261 section 19.1.2. */
  static String escapeUser(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (isAlphanumeric(c) || PLAIN_IN_USER.indexOf(c) >= 0)) {
        out.append(c);
      } else {
        out.append('%').append(String.format(Locale.ROOT, "%02X", b & 0xff));
      }
    }
    return out.toString();
  }

  /**
   * @param atMost the largest value allowed
   */
  static long number(String text, long atMost, String what, String section)
      throws WireFormatException {
    long value = 0;
    if (text.isEmpty() || text.length() > 10) {
      throw new WireFormatException(text, what, section);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw new WireFormatException(text, what, section);
      }
      value = value * 10 + (c - '0');
    }
    if (value > atMost) {
      throw new WireFormatException(text, what + " up to " + atMost, section);
    }
    return value;
  }
}
