package org.confocal.media.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OcsCandidateTest {

  private static final String LINE = "AAECAw 1 BAUGBw UDP 0.830 192.0.2.10 40000";

  @Test
  void everyPartOfALineIsRead() {
    OcsCandidate candidate = OcsCandidate.parse(LINE);

    assertThat(candidate)
        .isEqualTo(
            new OcsCandidate(
                new OcsCredentials("AAECAw", "BAUGBw"), 1, "UDP", 830, "192.0.2.10", 40_000));
    assertThat(candidate.credentials().usernameBytes()).containsExactly(0, 1, 2, 3);
    assertThat(candidate.socketAddress()).isEqualTo(new InetSocketAddress("192.0.2.10", 40_000));
  }

  @Test
  void theGoldenOfferIsReadAndWrittenAsItWas() throws Exception {
    List<String> offered = Golden.candidates("ocs-offer.txt");

    assertThat(offered).hasSize(4);
    for (String value : offered) {
      assertThat(OcsCandidate.looksLike(value)).isTrue();
      assertThat(OcsCandidate.parse(value).format()).isEqualTo(value);
    }
    assertThat(OcsCandidate.parse(offered.get(0)).credentials().usernameBytes()).hasSize(32);
  }

  @Test
  void ourAnswerIsTheGoldenOne() throws Exception {
    OcsCredentials credentials = OcsCredentials.random(new Random(2007));
    OcsCandidate rtp =
        OcsCandidate.host(credentials, 1, new InetSocketAddress("192.0.2.1", 24_000));
    OcsCandidate rtcp =
        OcsCandidate.host(credentials, 2, new InetSocketAddress("192.0.2.1", 24_001));

    assertThat(List.of(rtp.format(), rtcp.format())).isEqualTo(Golden.candidates("ocs-answer.txt"));
  }

  @Test
  void theSecondOfferNamesOurCandidate() throws Exception {
    List<String> answered = Golden.candidates("ocs-answer.txt");
    String line = Golden.lines("ocs-remote-candidate.txt").get(0);
    String named = line.substring("a=remote-candidate:".length());

    assertThat(named).endsWith("=");
    assertThat(OcsCandidate.parse(answered.get(0)).isNamed(named)).isTrue();
    assertThat(OcsCandidate.parse(LINE).isNamed(named)).isFalse();
  }

  @Test
  void linesOfTheRfcAreNotTakenForThisDialect() throws Exception {
    for (String value : Golden.candidates("rfc8839-offer.txt")) {
      assertThat(OcsCandidate.looksLike(value)).as(value).isFalse();
    }
    assertThat(OcsCandidate.looksLike("a b")).isFalse();
  }

  @Test
  void prioritiesHaveUpToThreeDigits() {
    assertThat(OcsCandidate.parse(LINE.replace("0.830", "0.83")).priority()).isEqualTo(830);
    assertThat(OcsCandidate.parse(LINE.replace("0.830", "0.8")).priority()).isEqualTo(800);
    assertThat(OcsCandidate.parse(LINE.replace("0.830", "0.005")).priority()).isEqualTo(5);
    assertThat(OcsCandidate.parse(LINE.replace("0.830", "0")).priority()).isZero();
    assertThat(OcsCandidate.parse(LINE.replace("0.830", "1")).priority()).isEqualTo(1000);
    assertThat(OcsCandidate.parse(LINE.replace("0.830", "1.000")).priority()).isEqualTo(1000);
  }

  @Test
  void priorityOneIsNeverWritten() {
    assertThat(OcsCandidate.parse(LINE.replace("0.830", "1")).format())
        .isEqualTo(LINE.replace("0.830", "0.999"));
    assertThat(OcsCandidate.parse(LINE.replace("0.830", "0.005")).format())
        .isEqualTo(LINE.replace("0.830", "0.005"));
  }

  @Test
  void anErrorNamesTheValueAndTheExpectation() {
    assertThatThrownBy(() -> OcsCandidate.parse(LINE.replace("0.830", "0.8301")))
        .isInstanceOf(CandidateFormatException.class)
        .hasMessage(
            "got '0.8301', expected a priority from 0 to 1, as 0.830"
                + " (draft-ietf-mmusic-ice-06)");
  }

  @Test
  void badLinesAreRefused() {
    for (String wrong :
        new String[] {
          "",
          LINE.replace("40000", ""),
          LINE.replace("40000", "65536"),
          LINE.replace("0.830", "1.001"),
          LINE.replace("0.830", "2"),
          LINE.replace("0.830", "0,830"),
          LINE.replace("0.830", "."),
          LINE.replace("AAECAw", "AAECA"),
          LINE.replace("AAECAw", "===="),
          LINE.replace("AAECAw", "AAE-Aw"),
          LINE.replace("AAECAw", "A".repeat(344)),
          LINE.replace("BAUGBw", "BAUG:w"),
          LINE.replace(" 1 ", " 0 "),
          LINE.replace("192.0.2.10", "192.0.2.10/8")
        }) {
      assertThatThrownBy(() -> OcsCandidate.parse(wrong))
          .as(wrong)
          .isInstanceOf(CandidateFormatException.class);
    }
  }

  @Test
  void anyTextIsReadOrRefused() throws Exception {
    Random random = new Random(2007);
    List<String> seeds = Golden.candidates("ocs-offer.txt");
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.setCharAt(at, (char) random.nextInt(128));
        } else {
          text.delete(at, Math.min(text.length(), at + random.nextInt(5)));
          text.append('1');
        }
      }
      try {
        OcsCandidate candidate = OcsCandidate.parse(text.toString());
        OcsCandidate again = OcsCandidate.parse(candidate.format());
        assertThat(again.credentials()).isEqualTo(candidate.credentials());
        candidate.credentials().usernameBytes();
        candidate.credentials().key();
        read++;
      } catch (CandidateFormatException e) {
        assertThat(e.getMessage()).contains("expected");
      }
    }
    assertThat(read).isGreaterThan(1_000);
  }
}
