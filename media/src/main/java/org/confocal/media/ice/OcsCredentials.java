package org.confocal.media.ice;

import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * User name and password of one candidate of the older dialect: base64 without padding in SDP, the
 * decoded bytes in STUN.
 *
 * <p>SIPE cuts the padding off when it writes and puts it on when it reads. That STUN has the
 * decoded bytes is what the ICE library of that client does; a trace of Office Communicator was not
 * at hand.
 *
 * @param username base64 of 1 to 256 bytes; padding is cut off
 * @param password the same; {@link #toString} does not show it
 */
public record OcsCredentials(String username, String password) {

  private static final String SECTION = "draft-ietf-mmusic-ice-06";
  private static final int MAX_BYTES = 256;
  private static final int USERNAME_BYTES = 32;
  private static final int PASSWORD_BYTES = 16;

  /**
   * Refuses what no line could say.
   *
   * @throws CandidateFormatException if one is not base64
   */
  public OcsCredentials {
    username = withoutPadding(username);
    password = withoutPadding(password);
    if (!isBase64(username)) {
      throw new CandidateFormatException(username, "a user name in base64", SECTION);
    }
    if (!isBase64(password)) {
      throw new CandidateFormatException(
          password.length() + " characters", "a password in base64", SECTION);
    }
  }

  /**
   * New ones: 32 bytes of user name and 16 of password, the lengths that the clients' library
   * makes.
   *
   * @param secrets must not be guessable
   */
  public static OcsCredentials random(RandomGenerator secrets) {
    return new OcsCredentials(random(secrets, USERNAME_BYTES), random(secrets, PASSWORD_BYTES));
  }

  private static String random(RandomGenerator secrets, int length) {
    byte[] bytes = new byte[length];
    secrets.nextBytes(bytes);
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  static String withoutPadding(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isBase64(String text) {
    int bytes = text.length() * 3 / 4;
    return bytes >= 1
        && bytes <= MAX_BYTES
        && text.length() % 4 != 1
        && IceCredentials.isIceChars(text);
  }

  byte[] usernameBytes() {
    return Base64.getDecoder().decode(username);
  }

  IntegrityKey key() {
    return new IntegrityKey(Base64.getDecoder().decode(password));
  }

  @Override
  public String toString() {
    return "OcsCredentials[username=" + username + "]";
  }
}
