package org.confocal.wire.sdp;

import java.util.regex.Pattern;
import org.confocal.wire.WireFormatException;

/** The lexical rules of session descriptions. RFC 8866 section 9. */
final class SdpText {
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");

  private SdpText() {}

  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]".indexOf(c) >= 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  static boolean isLine(String text) {
    return text.indexOf('\r') < 0 && text.indexOf('\n') < 0 && text.indexOf(0) < 0;
  }

  static boolean hasBlank(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ') {
        return true;
      }
    }
    return false;
  }

  /** Decimal digits, at least one and at most so many. */
  static boolean isNumber(String text, int mostDigits) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= mostDigits;
  }

  /** The parts between blanks, at most {@code limit}; -1: all of them. */
  static String[] words(String text, int limit) {
    return BLANKS.split(text.strip(), limit);
  }

  static int number(String text, int least, int most, String section) throws WireFormatException {
    int value = -1;
    if (isNumber(text, 9)) {
      value = Integer.parseInt(text);
    }
    if (value < least || value > most) {
      throw new WireFormatException(text, least + " to " + most, section);
    }
    return value;
  }
}
