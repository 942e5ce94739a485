package org.confocal.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.confocal.engine.directory.UserDirectory.Credentials;

/** From a password to what is stored of it: H(name:realm:password), RFC 7616 section 3.4.2. */
public final class DigestHashes {
  private DigestHashes() {}

  /** Both hashes, in lower-case hexadecimal. */
  public static Credentials of(String name, String realm, String password) {
    byte[] secret = (name + ":" + realm + ":" + password).getBytes(UTF_8);
    return new Credentials(name, realm, hash("MD5", secret), hash("SHA-256", secret));
  }

  private static String hash(String algorithm, byte[] secret) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(secret));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }
}
