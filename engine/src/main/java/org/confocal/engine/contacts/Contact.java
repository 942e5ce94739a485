package org.confocal.engine.contacts;

import java.util.List;
import org.confocal.engine.id.UserUri;

/**
 * Somebody on a contact list.
 *
 * @param name what the owner calls him, empty for nothing; at most {@value #MAX_NAME} characters
 * @param groups ids of the groups that he is in, at least one
 */
public record Contact(UserUri uri, String name, List<Integer> groups) {
  /** The longest name of a contact or group, in characters. */
  public static final int MAX_NAME = 256;

  public Contact {
    groups = List.copyOf(groups);
    checkName("contact name", name);
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("groups of " + uri + ": none (expected: at least one)");
    }
  }

  static void checkName(String what, String name) {
    if (name.length() > MAX_NAME || name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IllegalArgumentException(
          what + ": " + name + " (expected: up to " + MAX_NAME + " characters, none of control)");
    }
  }
}
