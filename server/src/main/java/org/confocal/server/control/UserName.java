package org.confocal.server.control;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a user may be called: it is the part of the address before the {@code @}. */
public final class UserName {
  /** In words, for messages. */
  public static final String EXPECTED =
      "1 to 64 of a-z, 0-9, dot, hyphen, underscore; starts with a letter or digit";

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  // The user part of every Contact of a conference: such a name would never be called.
  private static final Pattern CONTACT = Pattern.compile("c-[a-z2-7]{20}");

  private UserName() {}

  /** The name in lower case; empty when it cannot be one. */
  public static Optional<String> parse(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    return SHAPE.matcher(name).matches() && !CONTACT.matcher(name).matches()
        ? Optional.of(name)
        : Optional.empty();
  }
}
