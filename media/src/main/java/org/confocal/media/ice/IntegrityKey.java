package org.confocal.media.ice;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A password in the form in which HMAC-SHA1 begins with it: the two blocks that are hashed before
 * text and inner hash. RFC 2104 section 2.
 */
public final class IntegrityKey {

  static final int BLOCK = 64;

  final byte[] inner = new byte[BLOCK];
  final byte[] outer = new byte[BLOCK];

  /**
   * Takes a password in.
   *
   * @param secret the bytes of the password (short-term credentials, RFC 8489 section 9.1.1); not
   *     kept
   */
  public IntegrityKey(byte[] secret) {
    byte[] key = secret.length > BLOCK ? sha1().digest(secret) : secret;
    for (int i = 0; i < BLOCK; i++) {
      int octet = i < key.length ? key[i] : 0;
      inner[i] = (byte) (octet ^ 0x36);
      outer[i] = (byte) (octet ^ 0x5C);
    }
  }

  static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }
}
