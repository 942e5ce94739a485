package org.confocal.media.ice;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.zip.CRC32;

/**
 * MESSAGE-INTEGRITY (HMAC-SHA1) and FINGERPRINT (CRC-32) with reused digests and buffers: nothing
 * is allocated after construction. RFC 8489 sections 14.5 and 14.7, RFC 3489 section 11.2.8.
 */
public final class StunChecksums {

  private static final int FINGERPRINT_VEIL = 0x5354554E;
  private static final int FINGERPRINT_ATTRIBUTE = 4 + StunAttribute.FINGERPRINT_SIZE;

  private final MessageDigest sha1 = IntegrityKey.sha1();
  private final CRC32 crc = new CRC32();
  private final byte[] text = new byte[StunMessage.MAX_LENGTH + IntegrityKey.BLOCK];
  private final byte[] told = new byte[StunAttribute.INTEGRITY_SIZE];
  private final byte[] mac = new byte[StunAttribute.INTEGRITY_SIZE];

  /** Whether a message has a MESSAGE-INTEGRITY that was made with this key. */
  public boolean integrityHolds(StunMessage message, IntegrityKey key) {
    if (!message.hasIntegrity()) {
      return false;
    }
    int before = message.integrityValue() - 4 - message.offset();
    authenticate(message.buffer(), message.offset(), before, message.dialect(), key);
    message.buffer().get(message.integrityValue(), told);
    return MessageDigest.isEqual(mac, told);
  }

  /** Whether a message has a FINGERPRINT, and it is right. */
  public boolean fingerprintHolds(StunMessage message) {
    return message.hasFingerprint()
        && message.buffer().getInt(message.fingerprintValue())
            == fingerprint(
                message.buffer(), message.offset(), message.length() - FINGERPRINT_ATTRIBUTE);
  }

  /**
   * Puts the HMAC of a message that has {@code before} bytes up to its MESSAGE-INTEGRITY at {@code
   * value}.
   */
  void sign(ByteBuffer message, int before, int value, StunDialect dialect, IntegrityKey key) {
    authenticate(message, 0, before, dialect, key);
    message.put(value, mac);
  }

  /**
   * The fingerprint of a message up to that attribute.
   *
   * @param before the bytes before the attribute; the length in the header is already that of the
   *     whole message
   */
  int fingerprint(ByteBuffer message, int start, int before) {
    message.get(start, text, 0, before);
    crc.reset();
    crc.update(text, 0, before);
    return (int) crc.getValue() ^ FINGERPRINT_VEIL;
  }

  /** The HMAC of the first bytes of a message, as if it ended with MESSAGE-INTEGRITY. */
  private void authenticate(
      ByteBuffer message, int start, int before, StunDialect dialect, IntegrityKey key) {
    message.get(start, text, 0, before);
    int body = before - StunMessage.HEADER_LENGTH + 4 + StunAttribute.INTEGRITY_SIZE;
    text[2] = (byte) (body >>> 8);
    text[3] = (byte) body;
    int size = before;
    if (dialect == StunDialect.OCS_2007) {
      while (size % IntegrityKey.BLOCK != 0) {
        text[size++] = 0;
      }
    }
    sha1.update(key.inner);
    sha1.update(text, 0, size);
    digest();
    sha1.update(key.outer);
    sha1.update(mac);
    digest();
  }

  private void digest() {
    try {
      sha1.digest(mac, 0, mac.length);
    } catch (DigestException e) {
      throw new AssertionError("SHA-1 has 20 bytes", e);
    }
  }
}
