package org.confocal.media;

/**
 * Keys that are pressed for somebody, one after the other. RFC 4733 section 3.2.
 *
 * @param keys 1 to 64 of {@code 0-9 * # A-D}
 */
public record Digits(String keys) {

  public static final int MOST = 64;

  private static final String KEYS = "0123456789*#ABCD";

  public Digits {
    if (keys.isEmpty() || keys.length() > MOST || !known(keys)) {
      throw new IllegalArgumentException(
          "digits: "
              + keys.substring(0, Math.min(keys.length(), MOST))
              + " (expected: 1 to "
              + MOST
              + " of "
              + KEYS
              + ")");
    }
  }

  private static boolean known(String keys) {
    for (int i = 0; i < keys.length(); i++) {
      if (KEYS.indexOf(keys.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
