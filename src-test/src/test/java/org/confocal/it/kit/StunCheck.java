package org.confocal.it.kit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A connectivity check of a test client, made byte by byte and with the JDK's own HMAC, so that it
 * shares nothing with the server. RFC 8445 section 7.2, or draft-ietf-mmusic-ice-06.
 */
public final class StunCheck {
  public static final int REQUEST = 0x0001;
  public static final int SUCCESS = 0x0101;
  public static final int ERROR = 0x0111;

  private static final int COOKIE = 0x2112A442;
  private static final int USERNAME = 0x0006;
  private static final int INTEGRITY = 0x0008;
  private static final int PRIORITY = 0x0024;
  private static final int USE_CANDIDATE = 0x0025;
  private static final int FINGERPRINT = 0x8028;
  private static final int CONTROLLING = 0x802A;
  private static final int FINGERPRINT_VEIL = 0x5354554E;

  private final byte[] id = new byte[16];
  private final ByteArrayOutputStream attributes = new ByteArrayOutputStream();

  private StunCheck(boolean cookie) {
    ThreadLocalRandom.current().nextBytes(id);
    if (cookie) {
      ByteBuffer.wrap(id).putInt(COOKIE);
    }
  }

  /** A check that nominates, for the names in an answer of the server. */
  public static byte[] nominating(SipMessage answer) {
    return nominating(answer, value(answer, "ice-pwd"));
  }

  /** The same with some password. */
  public static byte[] nominating(SipMessage answer, String password) {
    StunCheck check = new StunCheck(true);
    check.attribute(USERNAME, text(value(answer, "ice-ufrag") + ":peer"), true);
    check.attribute(PRIORITY, new byte[] {0x6e, 0, 1, (byte) 0xff}, true);
    check.attribute(CONTROLLING, new byte[8], true);
    check.attribute(USE_CANDIDATE, new byte[0], true);
    check.attribute(INTEGRITY, hmac(text(password), check.bytes(24)), true);
    CRC32 crc = new CRC32();
    crc.update(check.bytes(8));
    int veiled = (int) crc.getValue() ^ FINGERPRINT_VEIL;
    check.attribute(FINGERPRINT, ByteBuffer.allocate(4).putInt(veiled).array(), true);
    return check.bytes(0);
  }

  /**
   * A check of the older dialect, for the first candidate in an answer of the server.
   *
   * @param own the user name of the client's candidate
   */
  public static byte[] older(SipMessage answer, String own) {
    String[] candidate = value(answer, "candidate").split(" ", 4);
    StunCheck check = new StunCheck(false);
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    name.writeBytes(Base64.getDecoder().decode(candidate[0]));
    name.writeBytes(text(":1:"));
    name.writeBytes(Base64.getDecoder().decode(own));
    name.writeBytes(text(":1"));
    do {
      name.write(0);
    } while (name.size() % 4 != 0);
    check.attribute(USERNAME, name.toByteArray(), false);
    byte[] before = check.bytes(24);
    byte[] filled = Arrays.copyOf(before, (before.length + 63) / 64 * 64);
    check.attribute(INTEGRITY, hmac(Base64.getDecoder().decode(candidate[2]), filled), false);
    return check.bytes(0);
  }

  /** The type of a message. */
  public static int type(ByteBuffer message) {
    return message.getShort(0);
  }

  private static String value(SipMessage answer, String attribute) {
    Matcher line = Pattern.compile("(?m)^a=" + attribute + ":(.*)$").matcher(answer.body());
    if (!line.find()) {
      throw new AssertionError("no " + attribute + " in\n" + answer.body());
    }
    return line.group(1).strip();
  }

  private void attribute(int type, byte[] value, boolean padded) {
    attributes.writeBytes(
        ByteBuffer.allocate(4).putShort((short) type).putShort((short) value.length).array());
    attributes.writeBytes(value);
    while (padded && attributes.size() % 4 != 0) {
      attributes.write(0);
    }
  }

  /** The message so far, its length with so many bytes more. */
  private byte[] bytes(int more) {
    ByteBuffer all = ByteBuffer.allocate(20 + attributes.size());
    all.putShort((short) REQUEST).putShort((short) (attributes.size() + more)).put(id);
    return all.put(attributes.toByteArray()).array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hmac(byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
