package org.confocal.load.simulations;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that a simulation may be told.
 *
 * @param name without the two hyphens
 * @param fallback its value when it is not told
 * @param meaning for people, one line
 * @param shape which values there are
 * @param choices the words of {@link Shape#CHOICE}
 */
public record Parameter(
    String name, String fallback, String meaning, Shape shape, List<String> choices) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,7})(ms|s|m|h)");

  /** The kinds of values. */
  public enum Shape {
    TEXT("text"),
    NUMBER("a whole number"),
    RATE("a number above 0"),
    DURATION("a duration such as 500ms, 30s, 5m"),
    CHOICE("one of them");

    private final String expected;

    Shape(String expected) {
      this.expected = expected;
    }
  }

  public Parameter {
    choices = List.copyOf(choices);
  }

  static Parameter text(String name, String fallback, String meaning) {
    return new Parameter(name, fallback, meaning, Shape.TEXT, List.of());
  }

  static Parameter number(String name, int fallback, String meaning) {
    return new Parameter(name, Integer.toString(fallback), meaning, Shape.NUMBER, List.of());
  }

  static Parameter rate(String name, int fallback, String meaning) {
    return new Parameter(name, Integer.toString(fallback), meaning, Shape.RATE, List.of());
  }

  static Parameter duration(String name, String fallback, String meaning) {
    return new Parameter(name, fallback, meaning, Shape.DURATION, List.of());
  }

  static Parameter choice(String name, String meaning, String... choices) {
    return new Parameter(name, choices[0], meaning, Shape.CHOICE, List.of(choices));
  }

  /** What to expect, for messages. */
  public String expected() {
    return shape == Shape.CHOICE ? String.join("|", choices) : shape.expected;
  }

  /**
   * The value, if it is one.
   *
   * @throws IllegalArgumentException with the value and what was expected
   */
  public String accept(String value) {
    boolean fits =
        switch (shape) {
          case TEXT -> value.length() <= 1000;
          case NUMBER -> value.matches("\\d{1,8}");
          case RATE -> value.matches("\\d{1,6}(\\.\\d{1,3})?") && Double.parseDouble(value) > 0;
          case DURATION -> DURATION.matcher(value).matches();
          case CHOICE -> choices.contains(value);
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "--" + name + ": " + value + " (expected: " + expected() + ")");
    }
    return value;
  }

  static Duration durationOf(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + " (expected: " + Shape.DURATION.expected + ")");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }
}
