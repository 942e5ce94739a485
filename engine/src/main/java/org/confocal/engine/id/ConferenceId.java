package org.confocal.engine.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Id of a meeting, chosen by the client and unique for its organizer only: 8 to 32 letters and
 * digits (MS-CONFPRO 2.2.1.2), compared without regard to case and kept in upper case.
 */
public record ConferenceId(@JsonValue String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Z0-9]{8,32}");

  /**
   * The meeting that an organizer has without reserving it: one of each, under this id, for ever.
   */
  public static final ConferenceId RESERVATIONLESS =
      new ConferenceId("3814A82809A34ED0958CFDB60957BDF");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ConferenceId {
    value = value.toUpperCase(Locale.ROOT);
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "conference id: " + value + " (expected: 8 to 32 letters or digits)");
    }
  }

  /** Whether a meeting of this id never expires. */
  @JsonIgnore
  public boolean isReservationless() {
    return equals(RESERVATIONLESS);
  }

  @Override
  public String toString() {
    return value;
  }
}
