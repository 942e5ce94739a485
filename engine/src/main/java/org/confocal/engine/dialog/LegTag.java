package org.confocal.engine.dialog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.engine.id.FocusKey;

/**
 * Our tag in a dialog: {@code <focus key>-<leg>-<8 hex digits>}, lower case. Every peer returns it
 * in every request of the dialog, so that any edge finds the focus by the tag alone. The random
 * part keeps strangers from guessing tags (RFC 3261 section 19.3 asks for 32 bits).
 */
public record LegTag(FocusKey focus, int leg, String random) {
  private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{8}");
  private static final Pattern SHAPE = Pattern.compile("([a-z2-7]{20})-([0-9]{1,9})-([0-9a-f]{8})");

  public LegTag {
    if (leg < 1 || !RANDOM.matcher(random).matches()) {
      throw new IllegalArgumentException(
          "leg tag: " + leg + "-" + random + " (expected: >= 1, 8 hex digits)");
    }
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static LegTag read(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("leg tag: " + text));
  }

  /** Reads a tag; empty when {@code text} was not made by us. */
  public static Optional<LegTag> parse(String text) {
    Matcher m = SHAPE.matcher(text);
    if (!m.matches() || m.group(2).startsWith("0")) {
      return Optional.empty();
    }
    return Optional.of(
        new LegTag(new FocusKey(m.group(1)), Integer.parseInt(m.group(2)), m.group(3)));
  }

  /**
   * Session id for the o= line of this leg's session descriptions: fixed for the life of the leg.
   */
  public long sessionId() {
    return Long.parseLong(random, 16);
  }

  @JsonValue
  public String text() {
    return focus.value() + "-" + leg + "-" + random;
  }

  @Override
  public String toString() {
    return text();
  }
}
