package org.confocal.media.srtp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Signs packets. Unlike the platform's Mac it makes no object for each. RFC 2104, RFC 3711 4.2.1.
 */
final class HmacSha1 {
  private static final int BLOCK = 64;
  private static final int DIGEST = 20;

  private final MessageDigest sha1;
  private final byte[] inner = new byte[BLOCK];
  private final byte[] outer = new byte[BLOCK];
  private final byte[] digest = new byte[DIGEST];
  private final byte[] suffix = new byte[4];

  /**
   * A signer.
   *
   * @param key at most 64 bytes
   */
  HmacSha1(byte[] key) {
    try {
      this.sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-1 in this virtual machine", e);
    }
    Arrays.fill(inner, (byte) 0x36);
    Arrays.fill(outer, (byte) 0x5C);
    for (int i = 0; i < key.length; i++) {
      inner[i] ^= key[i];
      outer[i] ^= key[i];
    }
  }

  /** The signature of some bytes and a number behind them; valid until the next one. */
  byte[] of(byte[] bytes, int length, int number) {
    for (int i = 0; i < suffix.length; i++) {
      suffix[i] = (byte) (number >>> (24 - 8 * i));
    }
    sha1.update(inner);
    sha1.update(bytes, 0, length);
    sha1.update(suffix);
    finish();
    sha1.update(outer);
    sha1.update(digest);
    finish();
    return digest;
  }

  /** The signature of some bytes. */
  byte[] of(byte[] bytes, int length) {
    sha1.update(inner);
    sha1.update(bytes, 0, length);
    finish();
    sha1.update(outer);
    sha1.update(digest);
    finish();
    return digest;
  }

  private void finish() {
    try {
      sha1.digest(digest, 0, DIGEST);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the digest has no room", e);
    }
  }

  /** Compares in a time that does not tell where they differ. */
  static boolean same(byte[] tag, byte[] bytes, int offset, int length) {
    int differences = 0;
    for (int i = 0; i < length; i++) {
      differences |= tag[i] ^ bytes[offset + i];
    }
    return differences == 0;
  }
}
