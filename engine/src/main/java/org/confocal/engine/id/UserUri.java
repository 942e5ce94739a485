package org.confocal.engine.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Address of record of a user, {@code sip:user@domain}, without parameters. Stored in lower case:
 * OCS compares whole addresses without regard to case, and so do the phones that were tried.
 */
public record UserUri(@JsonValue String value) {
  private static final Pattern SHAPE =
      Pattern.compile("sip:[^@:;?\\s<>]{1,128}@[^@;?\\s<>]{1,255}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public UserUri {
    value = value.toLowerCase(Locale.ROOT);
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("user: " + value + " (expected: sip:name@domain)");
    }
  }

  public static UserUri of(String name, String domain) {
    return new UserUri("sip:" + name + "@" + domain);
  }

  /** The part before the {@code @}. */
  public String name() {
    return value.substring(4, value.indexOf('@'));
  }

  /** The part after the {@code @}. */
  public String domain() {
    return value.substring(value.indexOf('@') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
