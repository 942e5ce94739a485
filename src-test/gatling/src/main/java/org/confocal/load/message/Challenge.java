package org.confocal.load.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server wants to have proven (RFC 7616, RFC 8760), and the proof.
 *
 * @param algorithm MD5 or SHA-256
 * @param opaque empty if there is none
 * @param qop whether the server knows quality of protection {@code auth}
 * @param answerHeader Authorization or Proxy-Authorization
 */
public record Challenge(
    String realm, String nonce, String algorithm, String opaque, boolean qop, String answerHeader) {
  private static final String MD5 = "MD5";
  private static final String SHA_256 = "SHA-256";

  /** The best challenge of a 401 or 407 that we can answer; empty if there is none. */
  public static Optional<Challenge> of(SipMessage response) {
    boolean proxy = response.status() == 407;
    String asks = proxy ? "Proxy-Authenticate" : "WWW-Authenticate";
    String answers = proxy ? "Proxy-Authorization" : "Authorization";
    Optional<Challenge> best = Optional.empty();
    for (String value : response.all(asks)) {
      Optional<Challenge> one = parse(value, answers);
      if (one.isPresent() && (best.isEmpty() || one.get().algorithm.equals(SHA_256))) {
        best = one;
      }
    }
    return best;
  }

  private static Optional<Challenge> parse(String value, String answerHeader) {
    if (!value.toLowerCase(Locale.ROOT).startsWith("digest ")) {
      return Optional.empty();
    }
    String algorithm = parameter(value, "algorithm").toUpperCase(Locale.ROOT);
    if (algorithm.isEmpty()) {
      algorithm = MD5;
    }
    if (!algorithm.equals(MD5) && !algorithm.equals(SHA_256)) {
      return Optional.empty();
    }
    boolean qop =
        Arrays.stream(parameter(value, "qop").split(",", -1))
            .map(String::strip)
            .anyMatch("auth"::equals);
    return Optional.of(
        new Challenge(
            parameter(value, "realm"),
            parameter(value, "nonce"),
            algorithm,
            parameter(value, "opaque"),
            qop,
            answerHeader));
  }

  private static String parameter(String value, String name) {
    Matcher matcher =
        Pattern.compile("(?i)[ ,]" + name + "\\s*=\\s*(?:\"([^\"]*)\"|([^,\\s]*))").matcher(value);
    if (!matcher.find()) {
      return "";
    }
    return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
  }

  /**
   * The header with the proof for one request.
   *
   * @param count how many proofs were made for this nonce, this one included
   * @param cnonce random letters and digits
   */
  public Header answer(Credentials user, String method, String uri, int count, String cnonce) {
    String ha1 = hash(user.name() + ":" + realm + ":" + user.password());
    String ha2 = hash(method + ":" + uri);
    String nc = String.format(Locale.ROOT, "%08x", count);
    String response =
        qop
            ? hash(String.join(":", ha1, nonce, nc, cnonce, "auth", ha2))
            : hash(String.join(":", ha1, nonce, ha2));
    StringBuilder text = new StringBuilder("Digest username=\"").append(user.name());
    text.append("\", realm=\"").append(realm).append("\", nonce=\"").append(nonce);
    text.append("\", uri=\"").append(uri).append("\", response=\"").append(response);
    text.append("\", algorithm=").append(algorithm);
    if (!opaque.isEmpty()) {
      text.append(", opaque=\"").append(opaque).append('"');
    }
    if (qop) {
      text.append(", cnonce=\"").append(cnonce).append("\", qop=auth, nc=").append(nc);
    }
    return new Header(answerHeader, text.toString());
  }

  private String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }
}
