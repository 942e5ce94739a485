package org.confocal.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.confocal.engine.directory.UserDirectory;

/** The hash functions of digest authentication: RFC 7616, RFC 8760. */
enum DigestAlgorithm {
  MD5("MD5"),
  SHA_256("SHA-256");

  private final String token;

  DigestAlgorithm(String token) {
    this.token = token;
  }

  /** The algorithm of that name, without regard to case. */
  static Optional<DigestAlgorithm> named(String name) {
    for (DigestAlgorithm a : values()) {
      if (a.token.equalsIgnoreCase(name)) {
        return Optional.of(a);
      }
    }
    return Optional.empty();
  }

  String token() {
    return token;
  }

  /** The hash of the text as lower-case hex digits. */
  String hash(String text) {
    try {
      byte[] bytes = MessageDigest.getInstance(token).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }

  /** H(user:realm:password) as stored for this algorithm. */
  String ha1(UserDirectory.Credentials user) {
    return switch (this) {
      case MD5 -> user.ha1Md5();
      case SHA_256 -> user.ha1Sha256();
    };
  }
}
