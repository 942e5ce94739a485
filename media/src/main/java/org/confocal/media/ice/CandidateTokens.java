package org.confocal.media.ice;

import java.util.ArrayList;
import java.util.List;

/** The words of a candidate line, taken from left to right. More than one space counts as one. */
final class CandidateTokens {

  /** Longer values are refused unread. */
  static final int MAX_VALUE = 1024;

  private static final int MAX_TOKENS = 64;
  private static final int MAX_ADDRESS = 255;

  private final String section;
  private final List<String> words = new ArrayList<>();
  private int taken;

  CandidateTokens(String value, String section) {
    this.section = section;
    if (value.length() > MAX_VALUE) {
      throw new CandidateFormatException(
          value.length() + " characters", "a candidate of at most " + MAX_VALUE, section);
    }
    int begin = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || value.charAt(i) == ' ') {
        if (i > begin) {
          words.add(value.substring(begin, i));
        }
        begin = i + 1;
      }
    }
    if (words.size() > MAX_TOKENS) {
      throw new CandidateFormatException(
          words.size() + " words", "a candidate of at most " + MAX_TOKENS, section);
    }
  }

  boolean hasNext() {
    return taken < words.size();
  }

  /** Whether the next word is this one, in any case. */
  boolean isNext(String word) {
    return hasNext() && words.get(taken).equalsIgnoreCase(word);
  }

  String next(String what) {
    if (!hasNext()) {
      throw new CandidateFormatException("the end of the line", what, section);
    }
    return words.get(taken++);
  }

  long number(String what, long min, long max) {
    String word = next(what);
    long value = decimal(word);
    if (value < min || value > max) {
      throw new CandidateFormatException(word, what + " from " + min + " to " + max, section);
    }
    return value;
  }

  /** At most ten digits; -1 for anything else. */
  private static long decimal(String word) {
    if (word.length() > 10) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < word.length(); i++) {
      int digit = word.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  /** The words that are left, as name and value pairs with one space between all. */
  String rest() {
    if ((words.size() - taken) % 2 != 0) {
      throw new CandidateFormatException(
          words.get(words.size() - 1), "a value behind each extension's name", section);
    }
    String rest = String.join(" ", words.subList(taken, words.size()));
    taken = words.size();
    return rest;
  }

  /**
   * What may stand in a line at this place.
   *
   * @throws CandidateFormatException if it is neither an IP address nor could be a host name
   */
  static void requireAddress(String address, String section) {
    boolean right = !address.isEmpty() && address.length() <= MAX_ADDRESS;
    for (int i = 0; right && i < address.length(); i++) {
      char c = address.charAt(i);
      right =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || ".:-_".indexOf(c) >= 0;
    }
    if (!right) {
      throw new CandidateFormatException(address, "an IP address or a host name", section);
    }
  }

  /**
   * What may stand in a line at this place.
   *
   * @throws CandidateFormatException if it is empty, too long or has a character that is no token's
   */
  static void requireToken(String word, String what, String section) {
    boolean right = !word.isEmpty() && word.length() <= 32;
    for (int i = 0; right && i < word.length(); i++) {
      char c = word.charAt(i);
      right = c > ' ' && c < 0x7f;
    }
    if (!right) {
      throw new CandidateFormatException(word, what + " of 1 to 32 visible characters", section);
    }
  }

  /** A line break in a value would be another line of SDP. */
  static void requireNoControls(String text, String section) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == 0x7f) {
        throw new CandidateFormatException(text, "no control characters", section);
      }
    }
  }

  /** Throws unless {@code min <= value <= max}. */
  static void requireRange(long value, String what, long min, long max, String section) {
    if (value < min || value > max) {
      throw new CandidateFormatException(
          Long.toString(value), what + " from " + min + " to " + max, section);
    }
  }
}
