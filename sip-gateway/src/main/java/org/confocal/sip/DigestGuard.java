package org.confocal.sip;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.confocal.engine.Ids;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.sip.jain.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Digest authentication (RFC 7616, RFC 8760) of one edge. A nonce carries its own time, sealed with
 * a key of this edge; a nonce of another edge or of an earlier life is answered with {@code
 * stale=true}, which clients repair without asking their user. A nonce count that was seen is
 * refused, so that a request cannot be played back; but a client may say its proof again on the
 * connection on which it said it first, for those of the OCS generation never count.
 *
 * <p>Safe for several threads: answers of the directory come on its own.
 */
final class DigestGuard {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
  private static final int REMEMBERED_NONCES = 20_000;

  /** What came of a check. */
  enum Verdict {
    /** The password is right. */
    RIGHT,
    /** Unknown user or wrong password. */
    WRONG,
    /** The nonce is too old or not ours: ask again with {@code stale=true}. */
    STALE
  }

  private final DigestSettings settings;
  private final Ids ids;
  private final byte[] key;

  /**
   * @param flow the connection, when nobody else can write on it
   */
  private record Use(long count, @Nullable Flow flow) {}

  private final Map<String, Use> uses =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Use> eldest) {
          return size() > REMEMBERED_NONCES;
        }
      };

  DigestGuard(DigestSettings settings, Ids ids) {
    this.settings = settings;
    this.ids = ids;
    this.key = ids.hex(64).getBytes(StandardCharsets.US_ASCII);
  }

  /** The values for WWW-Authenticate or Proxy-Authenticate, one for each algorithm. */
  List<String> challenges(boolean stale, Instant now) {
    List<String> challenges = new ArrayList<>();
    String body = HexFormat.of().toHexDigits(now.getEpochSecond()) + ids.hex(8);
    String nonce = body + seal(body);
    for (DigestAlgorithm a : settings.algorithms()) {
      challenges.add(
          "Digest realm=\""
              + settings.realm()
              + "\", nonce=\""
              + nonce
              + "\", algorithm="
              + a.token()
              + ", qop=\"auth\""
              + (stale ? ", stale=true" : ""));
    }
    return challenges;
  }

  /** The credentials that are meant for us, of the first algorithm that we offer. */
  Optional<AuthParams> credentials(List<String> headers) {
    return headers.stream()
        .map(AuthParams::parse)
        .flatMap(Optional::stream)
        .filter(p -> p.get("realm").equals(settings.realm()))
        .filter(p -> algorithm(p).filter(settings.algorithms()::contains).isPresent())
        .findFirst();
  }

  /**
   * Checks an answer.
   *
   * @param user empty when there is no such user
   * @param flow the connection of the client itself, or null: over UDP, and behind a proxy
   */
  synchronized Verdict check(
      AuthParams p,
      String method,
      Optional<UserDirectory.Credentials> user,
      @Nullable Flow flow,
      Instant now) {
    if (!fresh(p.get("nonce"), now)) {
      return Verdict.STALE;
    }
    Optional<DigestAlgorithm> algorithm = algorithm(p);
    if (user.isEmpty() || algorithm.isEmpty() || !right(p, method, user.get(), algorithm.get())) {
      return Verdict.WRONG;
    }
    return counted(p, flow) ? Verdict.RIGHT : Verdict.STALE;
  }

  private static boolean right(
      AuthParams p, String method, UserDirectory.Credentials user, DigestAlgorithm a) {
    String ha2 = a.hash(method + ":" + p.get("uri"));
    String middle =
        p.get("qop").isEmpty()
            ? p.get("nonce")
            : String.join(":", p.get("nonce"), p.get("nc"), p.get("cnonce"), p.get("qop"));
    String expected = a.hash(a.ha1(user) + ":" + middle + ":" + ha2);
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII),
        p.get("response").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A nonce with a count may be used again with a higher one; a nonce without a count is used once.
   */
  private boolean counted(AuthParams p, @Nullable Flow flow) {
    long count = 1;
    if (!p.get("nc").isEmpty()) {
      try {
        count = Long.parseLong(p.get("nc"), 16);
      } catch (NumberFormatException notHex) {
        return false;
      }
    }
    Use before = uses.get(p.get("nonce"));
    if (before != null && count <= before.count()) {
      return flow != null && flow.equals(before.flow());
    }
    uses.put(p.get("nonce"), new Use(count, flow));
    return true;
  }

  private boolean fresh(String nonce, Instant now) {
    if (nonce.length() != 24 + 32 || !HEX.matcher(nonce).matches()) {
      return false;
    }
    String body = nonce.substring(0, 24);
    long made = HexFormat.fromHexDigitsToLong(body, 0, 16);
    long age = now.getEpochSecond() - made;
    boolean ours = MessageDigest.isEqual(ascii(seal(body)), ascii(nonce.substring(24)));
    return ours && age >= 0 && age <= settings.nonceLifetime().toSeconds();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private String seal(String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(ascii(body)), 0, 16);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }

  private static Optional<DigestAlgorithm> algorithm(AuthParams p) {
    return DigestAlgorithm.named(p.get("algorithm").isEmpty() ? "MD5" : p.get("algorithm"));
  }
}
