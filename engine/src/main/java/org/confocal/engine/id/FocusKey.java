package org.confocal.engine.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Short name of a conference wherever a URI is too long or not allowed: shard entity id, part of
 * the persistence id, start of every local dialog tag. The first 20 base32 characters (100 bits) of
 * SHA-256 over organizer and conference id, in lower case.
 */
public record FocusKey(@JsonValue String value) {
  private static final int LENGTH = 20;
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final Pattern SHAPE = Pattern.compile("[a-z2-7]{" + LENGTH + "}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public FocusKey {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "focus key: " + value + " (expected: 20 characters a-z, 2-7)");
    }
  }

  public static FocusKey of(ConferenceUri conference) {
    byte[] hash = sha256(conference.organizer().value() + "\n" + conference.id().value());
    StringBuilder key = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      key.append(ALPHABET.charAt(fiveBits(hash, i * 5)));
    }
    return new FocusKey(key.toString());
  }

  /** Reads a key; empty when {@code text} cannot be one. */
  public static Optional<FocusKey> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new FocusKey(text)) : Optional.empty();
  }

  private static int fiveBits(byte[] bytes, int bit) {
    int pair = (bytes[bit / 8] & 0xFF) << 8 | (bytes[bit / 8 + 1] & 0xFF);
    return pair >> (11 - bit % 8) & 31;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
