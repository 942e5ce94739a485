package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.sip.jain.Flow;
import org.junit.jupiter.api.Test;

class DigestGuardTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final UserDirectory.Credentials ADA =
      new UserDirectory.Credentials(
          "ada",
          "confocal",
          DigestAlgorithm.MD5.hash("ada:confocal:secret"),
          DigestAlgorithm.SHA_256.hash("ada:confocal:secret"));

  private final DigestGuard guard = guard(List.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256));

  @Test
  void theHashesAreThoseOfTheStandards() {
    assertThat(DigestAlgorithm.MD5.hash("Mufasa:http-auth@example.org:Circle of Life"))
        .isEqualTo("3d78807defe7de2157e2b0b6573a855f");
    assertThat(DigestAlgorithm.SHA_256.hash("Mufasa:http-auth@example.org:Circle of Life"))
        .isEqualTo("7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232");
  }

  @Test
  void theRightPasswordIsRightWithEitherAlgorithm() {
    assertThat(check(guard, answer("MD5", "secret", "REGISTER", "00000001"), "REGISTER"))
        .isEqualTo(DigestGuard.Verdict.RIGHT);
    assertThat(check(guard, answer("SHA-256", "secret", "REGISTER", "00000001"), "REGISTER"))
        .isEqualTo(DigestGuard.Verdict.RIGHT);
  }

  @Test
  void aWrongPasswordAnUnknownUserAndAnotherMethodAreWrong() {
    assertThat(check(guard, answer("MD5", "guess", "REGISTER", "00000001"), "REGISTER"))
        .isEqualTo(DigestGuard.Verdict.WRONG);
    assertThat(check(guard, answer("MD5", "secret", "REGISTER", "00000001"), "INVITE"))
        .isEqualTo(DigestGuard.Verdict.WRONG);
    AuthParams p = params(answer("MD5", "secret", "REGISTER", "00000001"));
    assertThat(guard.check(p, "REGISTER", Optional.empty(), null, NOW))
        .isEqualTo(DigestGuard.Verdict.WRONG);
  }

  @Test
  void anAnswerCannotBePlayedBackButTheNonceMayBeCountedOn() {
    String nonce = nonce();
    String first = answer(nonce, "MD5", "secret", "REGISTER", "00000001");
    String second = answer(nonce, "MD5", "secret", "REGISTER", "00000002");

    assertThat(check(guard, first, "REGISTER")).isEqualTo(DigestGuard.Verdict.RIGHT);
    assertThat(check(guard, first, "REGISTER")).isEqualTo(DigestGuard.Verdict.STALE);
    assertThat(check(guard, second, "REGISTER")).isEqualTo(DigestGuard.Verdict.RIGHT);
  }

  @Test
  void anAnswerIsGoodAgainOnTheConnectionOnWhichItWasGivenFirst() {
    Flow mine = new Flow("tcp", "192.0.2.7", 39380, 17);
    Flow other = new Flow("tcp", "192.0.2.7", 39380, 18);
    AuthParams p = params(answer("MD5", "secret", "REGISTER", "00000001"));

    assertThat(guard.check(p, "REGISTER", Optional.of(ADA), mine, NOW))
        .isEqualTo(DigestGuard.Verdict.RIGHT);
    assertThat(guard.check(p, "REGISTER", Optional.of(ADA), mine, NOW))
        .isEqualTo(DigestGuard.Verdict.RIGHT);
    assertThat(guard.check(p, "REGISTER", Optional.of(ADA), other, NOW))
        .isEqualTo(DigestGuard.Verdict.STALE);
    assertThat(guard.check(p, "REGISTER", Optional.of(ADA), null, NOW))
        .isEqualTo(DigestGuard.Verdict.STALE);
  }

  @Test
  void anOldNonceAndOneOfAnotherEdgeAreStale() {
    AuthParams p = params(answer("MD5", "secret", "REGISTER", "00000001"));

    assertThat(guard.check(p, "REGISTER", Optional.of(ADA), null, NOW.plusSeconds(301)))
        .isEqualTo(DigestGuard.Verdict.STALE);
    DigestGuard other = new DigestGuard(settings(List.of(DigestAlgorithm.MD5)), n -> "f".repeat(n));
    assertThat(other.check(p, "REGISTER", Optional.of(ADA), null, NOW))
        .isEqualTo(DigestGuard.Verdict.STALE);
  }

  @Test
  void anAlgorithmThatIsNotOfferedIsNoProof() {
    DigestGuard md5Only = guard(List.of(DigestAlgorithm.MD5));

    assertThat(md5Only.challenges(false, NOW)).hasSize(1).allMatch(c -> c.contains("=MD5,"));
    assertThat(md5Only.credentials(List.of(answer("SHA-256", "secret", "REGISTER", "00000001"))))
        .isEmpty();
  }

  @Test
  void whateverStandsInAnAuthorizationHeaderIsReadOrRefused() {
    long seed = 7616;
    Random random = new Random(seed);
    String good = answer("MD5", "secret", "REGISTER", "00000001");
    String alphabet = "\"=,\\ ;abcDigest\t\u00e9";

    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(good);
      for (int n = random.nextInt(8); n >= 0; n--) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Optional<AuthParams> parsed = AuthParams.parse(text.toString());
      assertThat(parsed.map(p -> p.values().size()).orElse(0)).as("seed %d", seed).isLessThan(33);
    }
  }

  private static DigestSettings settings(List<DigestAlgorithm> algorithms) {
    return new DigestSettings("confocal", algorithms, Duration.ofMinutes(5));
  }

  private static DigestGuard guard(List<DigestAlgorithm> algorithms) {
    Random random = new Random(8760);
    return new DigestGuard(
        settings(algorithms),
        digits -> {
          StringBuilder hex = new StringBuilder();
          while (hex.length() < digits) {
            hex.append(Integer.toHexString(random.nextInt(16)));
          }
          return hex.toString();
        });
  }

  private String nonce() {
    return params(guard.challenges(false, NOW).get(0)).get("nonce");
  }

  private String answer(String algorithm, String password, String method, String count) {
    return answer(nonce(), algorithm, password, method, count);
  }

  private static String answer(
      String nonce, String algorithm, String password, String method, String count) {
    DigestAlgorithm a = DigestAlgorithm.named(algorithm).orElseThrow();
    String ha1 = a.hash("ada:confocal:" + password);
    String ha2 = a.hash(method + ":sip:conf.test");
    String response = a.hash(String.join(":", ha1, nonce, count, "0a4f113b", "auth", ha2));
    return "Digest username=\"ada\", realm=\"confocal\", nonce=\""
        + nonce
        + "\", uri=\"sip:conf.test\", algorithm="
        + algorithm
        + ", qop=auth, nc="
        + count
        + ", cnonce=\"0a4f113b\", response=\""
        + response
        + "\"";
  }

  private static DigestGuard.Verdict check(DigestGuard guard, String header, String method) {
    return guard.check(params(header), method, Optional.of(ADA), null, NOW);
  }

  private static AuthParams params(String header) {
    return AuthParams.parse(header).orElseThrow();
  }
}
