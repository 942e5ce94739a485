package org.confocal.load.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  private static final Credentials MUFASA = new Credentials("Mufasa", "Circle of Life");
  private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  private static SipMessage refused(int status, String... challenges) {
    String name = status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate";
    List<Header> headers =
        java.util.Arrays.stream(challenges).map(c -> new Header(name, c)).toList();
    return SipMessage.response(status, "No", headers, "");
  }

  private static String example(String algorithm) {
    return """
        Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=%s, \
        nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", \
        opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""""
        .formatted(algorithm);
  }

  @Test
  void theExampleOfTheStandardIsAnsweredByMd5() {
    Challenge challenge = Challenge.of(refused(401, example("MD5"))).orElseThrow();

    Header answer = challenge.answer(MUFASA, "GET", "/dir/index.html", 1, CNONCE);

    assertThat(answer.name()).isEqualTo("Authorization");
    assertThat(answer.value())
        .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"", "nc=00000001", "qop=auth")
        .contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
  }

  @Test
  void theExampleOfTheStandardIsAnsweredBySha256() {
    Challenge challenge = Challenge.of(refused(407, example("SHA-256"))).orElseThrow();

    Header answer = challenge.answer(MUFASA, "GET", "/dir/index.html", 1, CNONCE);

    assertThat(answer.name()).isEqualTo("Proxy-Authorization");
    assertThat(answer.value())
        .contains("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
  }

  @Test
  void ofTwoChallengesTheStrongerIsTaken() {
    var challenge = Challenge.of(refused(401, example("SHA-256"), example("MD5")));

    assertThat(challenge).map(Challenge::algorithm).hasValue("SHA-256");
  }

  @Test
  void whatIsUnknownIsLeftOut() {
    var challenge = Challenge.of(refused(401, "NTLM realm=\"a\"", example("SHA-512-256")));

    assertThat(challenge).isEmpty();
  }

  @Test
  void withoutQualityOfProtectionTheOldFormIsAnswered() {
    SipMessage refused = refused(401, "Digest realm=\"a\", nonce=\"b\"");

    Header answer =
        Challenge.of(refused).orElseThrow().answer(new Credentials("u", "p"), "M", "sip:x", 1, "c");

    assertThat(answer.value())
        .contains("response=\"8892cac77cc9bbd1abd0e5d6640f580f\"")
        .doesNotContain("qop");
  }
}
