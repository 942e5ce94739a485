package org.confocal.engine.meeting;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A passcode as it is kept: salted and hashed, never as digits. PBKDF2 with HMAC-SHA-256 (RFC 8018
 * section 5.2). Few digits can be guessed from the hash all the same: what keeps guessers out is
 * that the gate counts wrong tries.
 *
 * @param iterations of the hash; kept, so that a later version may take more
 * @param salt in hex
 * @param hash in hex
 */
public record Passcode(int iterations, String salt, String hash) {
  /** Fewest and most digits that any installation may ask for. */
  public static final int SHORTEST = 4;

  public static final int LONGEST = 24;

  private static final int ITERATIONS = 10_000;
  private static final int BITS = 256;

  /**
   * Keeps these digits.
   *
   * @param salt in hex, random, at least 16 digits
   */
  public static Passcode of(String digits, String salt) {
    if (!digits.matches("[0-9]{" + SHORTEST + "," + LONGEST + "}")) {
      throw new IllegalArgumentException(
          "passcode: "
              + digits.length()
              + " characters (expected: "
              + SHORTEST
              + " to "
              + LONGEST
              + " digits)");
    }
    return new Passcode(ITERATIONS, salt, hash(digits, salt, ITERATIONS));
  }

  /** Compares in a time that does not tell how much of the passcode was right. */
  public boolean matches(String given) {
    if (!given.matches("[0-9]{" + SHORTEST + "," + LONGEST + "}")) {
      return false;
    }
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII),
        hash(given, salt, iterations).getBytes(StandardCharsets.US_ASCII));
  }

  private static String hash(String digits, String salt, int iterations) {
    PBEKeySpec spec =
        new PBEKeySpec(
            digits.toCharArray(), salt.getBytes(StandardCharsets.US_ASCII), iterations, BITS);
    try {
      return HexFormat.of()
          .formatHex(
              SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                  .generateSecret(spec)
                  .getEncoded());
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    } finally {
      spec.clearPassword();
    }
  }

  @Override
  public String toString() {
    return "Passcode[]";
  }
}
