package org.confocal.it.kit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answers of one user to one challenge (RFC 7616): an Authorization value for each request.
 *
 * @param challenge value of a WWW-Authenticate header
 */
public record Digest(String challenge, String user, String password) {
  /** The value for the request number {@code count} with this challenge, from 1. */
  public String answer(String method, String uri, int count) {
    String cnonce = "c0ffee";
    String nc = "%08x".formatted(count);
    String ha1 = hash(user + ":" + parameter("realm") + ":" + password);
    String ha2 = hash(method + ":" + uri);
    String response = hash(String.join(":", ha1, parameter("nonce"), nc, cnonce, "auth", ha2));
    return ("Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\","
            + " algorithm=%s, cnonce=\"%s\", qop=auth, nc=%s")
        .formatted(
            user,
            parameter("realm"),
            parameter("nonce"),
            uri,
            response,
            parameter("algorithm"),
            cnonce,
            nc);
  }

  /** A parameter of the challenge; empty if there is none. */
  public String parameter(String name) {
    Matcher matcher =
        Pattern.compile("(?i)[ ,]" + name + "=(?:\"([^\"]*)\"|([^,\\s]*))").matcher(challenge);
    if (!matcher.find()) {
      return "";
    }
    return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
  }

  private String hash(String text) {
    return hash(parameter("algorithm").equals("SHA-256") ? "SHA-256" : "MD5", text);
  }

  static String hash(String algorithm, String text) {
    try {
      byte[] bytes =
          MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }
}
