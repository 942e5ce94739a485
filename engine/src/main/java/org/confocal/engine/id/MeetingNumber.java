package org.confocal.engine.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number that phones dial to reach a meeting: 3 to 15 digits (E.164 allows 15), unique in the
 * installation.
 */
public record MeetingNumber(@JsonValue String value) {
  private static final Pattern SHAPE = Pattern.compile("[0-9]{3,15}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MeetingNumber {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "meeting number: " + value + " (expected: 3 to 15 digits)");
    }
  }

  /** Reads a dialled number; empty when {@code text} cannot be one. */
  public static Optional<MeetingNumber> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new MeetingNumber(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
