package org.confocal.media.ice;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * User name fragment and password of one side, as in {@code a=ice-ufrag} and {@code a=ice-pwd}. RFC
 * 8839 section 5.4.
 *
 * @param ufrag 4 to 256 ice-chars (letters, digits, {@code +}, {@code /})
 * @param password 22 to 256 ice-chars; {@link #toString} does not show it
 */
public record IceCredentials(String ufrag, String password) {

  private static final String SECTION = "RFC 8839 5.4";
  private static final String ICE_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int MAX_LENGTH = 256;
  private static final int MIN_UFRAG = 4;
  private static final int MIN_PASSWORD = 22;
  private static final int RANDOM_UFRAG = 8;
  private static final int RANDOM_PASSWORD = 24;

  /**
   * Refuses what no line could say.
   *
   * @throws CandidateFormatException if one is too short, too long or has another character
   */
  public IceCredentials {
    if (ufrag.length() < MIN_UFRAG || ufrag.length() > MAX_LENGTH || !isIceChars(ufrag)) {
      throw new CandidateFormatException(ufrag, "ice-ufrag of 4 to 256 ice-chars", SECTION);
    }
    if (password.length() < MIN_PASSWORD
        || password.length() > MAX_LENGTH
        || !isIceChars(password)) {
      throw new CandidateFormatException(
          password.length() + " characters", "ice-pwd of 22 to 256 ice-chars", SECTION);
    }
  }

  /**
   * New ones: 48 bits of user name fragment, 144 bits of password (at least 24 and 128 are asked
   * for).
   *
   * @param secrets must not be guessable
   */
  public static IceCredentials random(RandomGenerator secrets) {
    return new IceCredentials(random(secrets, RANDOM_UFRAG), random(secrets, RANDOM_PASSWORD));
  }

  private static String random(RandomGenerator secrets, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ICE_CHARS.charAt(secrets.nextInt(ICE_CHARS.length())));
    }
    return text.toString();
  }

  static boolean isIceChars(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (ICE_CHARS.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  byte[] ufragBytes() {
    return ufrag.getBytes(StandardCharsets.US_ASCII);
  }

  IntegrityKey key() {
    return new IntegrityKey(password.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "IceCredentials[ufrag=" + ufrag + "]";
  }
}
