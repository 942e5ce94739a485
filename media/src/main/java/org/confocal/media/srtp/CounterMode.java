package org.confocal.media.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keystream of AES in counter mode. The counters are made here and encrypted as plain blocks:
 * one cipher serves all packets, and none of them makes an object. RFC 3711 section 4.1.1.
 */
final class CounterMode {
  private static final int BLOCK = 16;
  private static final int SALT = 14;

  private final Cipher cipher;
  private final byte[] salt;
  private final byte[] counters;
  private final byte[] stream;

  /**
   * A keystream.
   *
   * @param salt 14 bytes
   * @param longest bytes of the longest packet
   */
  CounterMode(byte[] key, byte[] salt, int longest) {
    try {
      this.cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no AES in this virtual machine", e);
    }
    this.salt = Arrays.copyOf(salt, SALT);
    int blocks = (longest + BLOCK - 1) / BLOCK;
    this.counters = new byte[blocks * BLOCK];
    this.stream = new byte[blocks * BLOCK];
  }

  /** Encrypts or decrypts in place. */
  void apply(byte[] bytes, int offset, int length, int ssrc, long index) {
    keystream(length, ssrc, index);
    for (int i = 0; i < length; i++) {
      bytes[offset + i] ^= stream[i];
    }
  }

  /** The first bytes of the keystream; those behind {@code length} mean nothing. */
  byte[] keystream(int length, int ssrc, long index) {
    int blocks = (length + BLOCK - 1) / BLOCK;
    for (int block = 0; block < blocks; block++) {
      int at = block * BLOCK;
      System.arraycopy(salt, 0, counters, at, SALT);
      for (int i = 0; i < 4; i++) {
        counters[at + 4 + i] ^= (byte) (ssrc >>> (24 - 8 * i));
      }
      for (int i = 0; i < 6; i++) {
        counters[at + 8 + i] ^= (byte) (index >>> (40 - 8 * i));
      }
      counters[at + 14] = (byte) (block >>> 8);
      counters[at + 15] = (byte) block;
    }
    try {
      cipher.update(counters, 0, blocks * BLOCK, stream, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the keystream has no room", e);
    }
    return stream;
  }

  /** One of the keys of a session. RFC 3711 section 4.3; the derivation rate is 0. */
  static byte[] derive(SrtpKey key, int label, int length) {
    byte[] salt = key.masterSalt();
    salt[7] ^= (byte) label;
    return Arrays.copyOf(
        new CounterMode(key.masterKey(), salt, length).keystream(length, 0, 0), length);
  }
}
