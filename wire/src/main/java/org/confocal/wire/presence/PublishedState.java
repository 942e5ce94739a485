package org.confocal.wire.presence;

import java.util.Optional;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.xml.XmlAttribute;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlValues;

/**
 * What the category {@code state} says. MS-PRES 2.2.2.7.1.
 *
 * @param type machineState, userState, phoneState, calendarState or another word
 * @param availability 0 to 65535; the higher, the less is the user there
 * @param activity a token such as {@code on-the-phone}
 */
public record PublishedState(String type, int availability, Optional<String> activity) {
  /** The name of the category. */
  public static final String CATEGORY = "state";

  private static final String SECTION = "MS-PRES 2.2.2.7.1";
  private static final int MOST = 65_535;

  /**
   * Reads the element of the category; empty when it tells no availability.
   *
   * @throws WireFormatException if what it tells is none
   */
  public static Optional<PublishedState> read(XmlElement state) throws WireFormatException {
    Optional<String> text = state.childText("availability").filter(t -> !t.isBlank());
    if (!state.name().equals(CATEGORY) || text.isEmpty()) {
      return Optional.empty();
    }
    long value = XmlValues.unsignedInt(text.get(), SECTION);
    if (value > MOST) {
      throw new WireFormatException(text.get(), "0 to " + MOST, SECTION);
    }
    Optional<String> token = state.child("activity").flatMap(a -> a.attribute("token"));
    return Optional.of(
        new PublishedState(type(state), (int) value, token.filter(XmlValues::isWord)));
  }

  private static String type(XmlElement state) {
    String type =
        state.attributes().stream()
            .filter(a -> a.namespace().equals(PresenceNamespaces.INSTANCE))
            .filter(a -> a.name().equals("type"))
            .map(XmlAttribute::value)
            .findFirst()
            .or(() -> state.attribute("type"))
            .orElse("");
    return type.substring(type.indexOf(':') + 1);
  }
}
