package org.confocal.engine.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Id of a meeting, chosen by the client and unique for its organizer only: 8 to 32 letters and
 * digits (MS-CONFPRO 2.2.1.2), compared without regard to case and kept in upper case.
 */
public record ConferenceId(@JsonValue String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Z0-9]{8,32}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ConferenceId {
    value = value.toUpperCase(Locale.ROOT);
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "conference id: " + value + " (expected: 8 to 32 letters or digits)");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
