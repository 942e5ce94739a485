package org.confocal.wire.sdp;

import org.confocal.wire.WireFormatException;

/** The lexical rules of session descriptions. RFC 8866 section 9. */
final class SdpText {
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

  static int number(String text, int least, int most, String section) throws WireFormatException {
    int value = -1;
    if (text.matches("[0-9]{1,9}")) {
      value = Integer.parseInt(text);
    }
    if (value < least || value > most) {
      throw new WireFormatException(text, least + " to " + most, section);
    }
    return value;
  }
}
