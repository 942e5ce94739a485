package org.confocal.media.ice;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A scripted STUN peer: makes messages byte by byte and with the JDK's own HMAC, so that it shares
 * nothing with the code under test.
 */
public final class StunScript {

  static final byte[] COOKIE_ID = hex("2112a442 b7e7a701bc34d686fa87dfae");
  static final byte[] OLD_ID = hex("00112233445566778899aabbccddeeff");

  private final int type;
  private final byte[] id;
  private final boolean old;
  private final ByteArrayOutputStream attributes = new ByteArrayOutputStream();

  private StunScript(int type, byte[] id, boolean old) {
    this.type = type;
    this.id = id;
    this.old = old;
  }

  public static StunScript request() {
    return new StunScript(0x0001, COOKIE_ID, false);
  }

  public static StunScript message(int type) {
    return new StunScript(type, COOKIE_ID, false);
  }

  public static StunScript oldRequest(byte[] id) {
    return new StunScript(0x0001, id, true);
  }

  public static StunScript oldSuccess(byte[] id) {
    return new StunScript(0x0101, id, true);
  }

  public StunScript attribute(int attribute, byte[] value) {
    attributes.write(attribute >>> 8);
    attributes.write(attribute);
    attributes.write(value.length >>> 8);
    attributes.write(value.length);
    attributes.writeBytes(value);
    while (!old && attributes.size() % 4 != 0) {
      attributes.write(0);
    }
    return this;
  }

  public StunScript username(String name) {
    return attribute(0x0006, name.getBytes(StandardCharsets.UTF_8));
  }

  public StunScript priority() {
    return attribute(0x0024, hex("6e0001ff"));
  }

  public StunScript useCandidate() {
    return attribute(0x0025, new byte[0]);
  }

  public StunScript controlling() {
    return attribute(0x802A, hex("932ff9b151263b36"));
  }

  public StunScript controlled() {
    return attribute(0x8029, hex("932ff9b151263b36"));
  }

  public StunScript integrity(String password) {
    return integrity(password.getBytes(StandardCharsets.UTF_8));
  }

  public StunScript integrity(byte[] key) {
    byte[] text = bytes(24);
    if (old) {
      text = Arrays.copyOf(text, (text.length + 63) / 64 * 64);
    }
    return attribute(0x0008, hmac(key, text));
  }

  public StunScript fingerprint() {
    CRC32 crc = new CRC32();
    crc.update(bytes(8));
    return attribute(
        0x8028, ByteBuffer.allocate(4).putInt((int) crc.getValue() ^ 0x5354554E).array());
  }

  public byte[] bytes() {
    return bytes(0);
  }

  /** The message so far, its length with so many bytes more. */
  private byte[] bytes(int more) {
    ByteBuffer all = ByteBuffer.allocate(20 + attributes.size());
    all.putShort((short) type).putShort((short) (attributes.size() + more)).put(id);
    return all.put(attributes.toByteArray()).array();
  }

  public static byte[] hmac(byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  /** The bytes in the middle of a larger direct buffer. */
  public static ByteBuffer datagram(byte[] bytes, int start) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(start + bytes.length + 16);
    buffer.put(start, bytes);
    return buffer;
  }
}
