package org.confocal.load.message;

/**
 * Who somebody is, and how he proves it.
 *
 * @param name what stands before the {@code @}
 * @param password empty: a challenge is not answered
 */
public record Credentials(String name, String password) {
  public Credentials {
    if (name.isEmpty() || !name.matches("[A-Za-z0-9._~+-]+")) {
      throw new MessageFormatException("user name \"" + name + "\"", "letters, digits, . _ ~ + -");
    }
  }
}
