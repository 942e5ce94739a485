package org.confocal.wire.xml;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.confocal.wire.WireFormatException;

/** The simple types in attributes and text. XML Schema part 2. */
public final class XmlValues {
  /** The longest URI, id or word, in characters. */
  public static final int MAX_WORD = 512;

  private XmlValues() {}

  /** True if the text is not empty, not too long and has neither blanks nor control characters. */
  public static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || (c >= 0x7f && c <= 0xa0)) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_WORD;
  }

  /**
   * A URI, an id or a name: something that may go into a header as it is. Blanks at both ends are
   * cut off.
   */
  public static String word(String text, String specSection) throws WireFormatException {
    String word = text.strip();
    if (!isWord(word)) {
      throw new WireFormatException(
          text, "1 to " + MAX_WORD + " characters without blanks", specSection);
    }
    return word;
  }

  /** The text of the first child of this name as a word; an empty child counts as none. */
  public static Optional<String> childWord(XmlElement parent, String name, String specSection)
      throws WireFormatException {
    Optional<XmlElement> child = parent.child(name).filter(c -> !c.text().isBlank());
    return child.isEmpty() ? Optional.empty() : Optional.of(word(child.get().text(), specSection));
  }

  /** {@code true}, {@code false}, {@code 1} or {@code 0}. */
  public static boolean bool(String text, String specSection) throws WireFormatException {
    return switch (text.strip()) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new WireFormatException(text, "true or false", specSection);
    };
  }

  /** 0 to 4,294,967,295. */
  public static long unsignedInt(String text, String specSection) throws WireFormatException {
    String digits = text.strip();
    if (digits.matches("[0-9]{1,10}") && Long.parseLong(digits) <= 0xffff_ffffL) {
      return Long.parseLong(digits);
    }
    throw new WireFormatException(text, "0 to 4294967295", specSection);
  }

  /** A date and time; without a zone it is UTC. */
  public static Instant dateTime(String text, String specSection) throws WireFormatException {
    String moment = text.strip();
    try {
      if (moment.length() <= 40) {
        return moment.matches(".*T.*([Zz]|[+-][0-9:]+)")
            ? OffsetDateTime.parse(moment).toInstant()
            : LocalDateTime.parse(moment).toInstant(ZoneOffset.UTC);
      }
    } catch (DateTimeException e) {
      // told below, like a text that is too long
    }
    throw new WireFormatException(text, "a date and time in UTC", specSection);
  }
}
