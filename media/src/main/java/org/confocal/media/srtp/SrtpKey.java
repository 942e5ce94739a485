package org.confocal.media.srtp;

import java.util.Arrays;

/** Master key and salt of one direction. Tells its suite only: a key never reaches a log. */
public final class SrtpKey {
  private final SrtpSuite suite;
  private final byte[] secret;

  /**
   * A key.
   *
   * @param secret master key and master salt, {@link SrtpSuite#secretLength} bytes; copied
   */
  public SrtpKey(SrtpSuite suite, byte[] secret) {
    if (secret.length != suite.secretLength()) {
      throw new IllegalArgumentException(
          "key and salt: "
              + secret.length
              + " bytes (expected: "
              + suite.secretLength()
              + " for "
              + suite
              + ")");
    }
    this.suite = suite;
    this.secret = secret.clone();
  }

  public SrtpSuite suite() {
    return suite;
  }

  /** A copy, for the peer's eyes. */
  public byte[] secret() {
    return secret.clone();
  }

  byte[] masterKey() {
    return Arrays.copyOf(secret, SrtpSuite.KEY);
  }

  /** As the 14 bytes that the key derivation wants; a shorter one ends in zeros. */
  byte[] masterSalt() {
    return Arrays.copyOf(Arrays.copyOfRange(secret, SrtpSuite.KEY, secret.length), 14);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SrtpKey key && key.suite == suite && Arrays.equals(key.secret, secret);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(secret);
  }

  @Override
  public String toString() {
    return "SrtpKey[" + suite + "]";
  }
}
