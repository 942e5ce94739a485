package org.confocal.sip.jain;

import java.security.SecureRandom;
import org.confocal.sip.message.Via;

/** Branches and tags that nobody can guess. RFC 3261 sections 8.1.1.7 and 19.3. */
final class Tokens {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Tokens() {}

  static String branch() {
    return Via.MAGIC_COOKIE + "-" + text(16);
  }

  static String tag() {
    return text(10);
  }

  private static String text(int length) {
    byte[] random = new byte[length];
    RANDOM.nextBytes(random);
    StringBuilder out = new StringBuilder(length);
    for (byte b : random) {
      out.append("abcdefghijklmnopqrstuvwxyz234567".charAt(b & 31));
    }
    return out.toString();
  }
}
