package org.confocal.media.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IceCandidateTest {

  private static final String HOST = "1 1 UDP 2130706431 192.0.2.1 24000 typ host";

  @Test
  void everyPartOfALineIsRead() {
    IceCandidate candidate =
        IceCandidate.parse(
            "842163049 2 udp 1677729535 198.51.100.7 46154 typ srflx raddr 10.0.0.1 rport 46155"
                + " generation 0 ufrag abcd");

    assertThat(candidate)
        .isEqualTo(
            new IceCandidate(
                "842163049",
                2,
                "udp",
                1_677_729_535L,
                "198.51.100.7",
                46_154,
                CandidateType.SRFLX,
                "10.0.0.1",
                46_155,
                "generation 0 ufrag abcd"));
    assertThat(candidate.isUdp()).isTrue();
    assertThat(candidate.socketAddress()).isEqualTo(new InetSocketAddress("198.51.100.7", 46_154));
  }

  @Test
  void goldenOffersAreReadAndWrittenAsTheyWere() throws Exception {
    List<String> offered = Golden.candidates("rfc8839-offer.txt");

    assertThat(offered).hasSize(7);
    for (String value : offered) {
      IceCandidate candidate = IceCandidate.parse(value);
      assertThat(candidate.format()).isEqualTo(value.stripTrailing());
      assertThat(IceCandidate.parse(candidate.format())).isEqualTo(candidate);
    }
  }

  @Test
  void ourAnswerIsTheGoldenOne() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int component = IceCandidate.RTP; component <= IceCandidate.RTCP; component++) {
      int port = 24_000 + component - 1;
      List<InetSocketAddress> addresses =
          List.of(
              new InetSocketAddress("192.0.2.1", port), new InetSocketAddress("2001:db8::1", port));
      for (IceCandidate candidate : IceCandidate.hosts(addresses, component)) {
        lines.add(candidate.format());
      }
    }

    assertThat(lines).isEqualTo(Golden.candidates("rfc8839-answer.txt"));
  }

  @Test
  void thePriorityIsThatOfTheRecommendedFormula() {
    assertThat(IceCandidate.priority(CandidateType.HOST, 65_535, 1)).isEqualTo(2_130_706_431L);
    assertThat(IceCandidate.priority(CandidateType.SRFLX, 65_535, 1)).isEqualTo(1_694_498_815L);
    assertThat(IceCandidate.priority(CandidateType.PRFLX, 0, 2)).isEqualTo(1_845_494_014L);
    assertThat(IceCandidate.priority(CandidateType.RELAY, 65_535, 2)).isEqualTo(16_777_214L);
  }

  @Test
  void aHostNameIsKeptAndNotLookedUp() {
    IceCandidate candidate = IceCandidate.parse("1 1 udp 1 hidden.local 9 typ host");

    assertThat(candidate.address()).isEqualTo("hidden.local");
    assertThat(candidate.socketAddress()).isNull();
  }

  @Test
  void onlyRealAddressesBecomeSocketAddresses() {
    for (String wrong :
        new String[] {
          "256.1.1.1", "1.2.3", "1.2.3.4.5", "1..2.3", "1234", "1.2.3.4.", ":::", "1:2"
        }) {
      String line = "1 1 UDP 1 " + wrong + " 9 typ host";
      assertThat(IceCandidate.parse(line).socketAddress()).as(wrong).isNull();
    }
    assertThat(IceCandidate.parse("1 1 UDP 1 2001:DB8::1 9 typ host").socketAddress())
        .isEqualTo(new InetSocketAddress("2001:db8::1", 9));
  }

  @Test
  void anErrorNamesTheValueAndTheExpectation() {
    assertThatThrownBy(() -> IceCandidate.parse(HOST.replace("1 1 UDP", "1 257 UDP")))
        .isInstanceOf(CandidateFormatException.class)
        .hasMessage("got '257', expected a component from 1 to 256 (RFC 8839 5.1)");
    assertThatThrownBy(() -> IceCandidate.parse(HOST.replace("host", "guest")))
        .isInstanceOf(CandidateFormatException.class)
        .hasMessage("got 'guest', expected host, srflx, prflx or relay (RFC 8839 5.1)");
    assertThatThrownBy(() -> IceCandidate.parse("1 1 UDP 5 192.0.2.1 9"))
        .isInstanceOf(CandidateFormatException.class)
        .hasMessage("got 'the end of the line', expected typ (RFC 8839 5.1)");
  }

  @Test
  void badLinesAreRefused() {
    for (String wrong :
        new String[] {
          "",
          " ",
          HOST.replace("2130706431", "0"),
          HOST.replace("2130706431", "2147483648"),
          HOST.replace("2130706431", "99999999999999999999"),
          HOST.replace("24000", "65536"),
          HOST.replace("24000", "-1"),
          HOST.replace("24000", "+1"),
          HOST.replace("192.0.2.1", "192.0.2.1,"),
          HOST.replace("1 1 UDP", "a-b 1 UDP"),
          HOST.replace("1 1 UDP", "x".repeat(33) + " 1 UDP"),
          HOST + " generation",
          HOST + " generation 0\r\na=x:1",
          HOST + " x y".repeat(300),
          HOST + " rport 65536"
        }) {
      assertThatThrownBy(() -> IceCandidate.parse(wrong))
          .as(wrong)
          .isInstanceOf(CandidateFormatException.class);
    }
  }

  @Test
  void anyTextIsReadOrRefused() throws Exception {
    Random random = new Random(8839);
    List<String> seeds = Golden.candidates("rfc8839-offer.txt");
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.setCharAt(at, (char) random.nextInt(random.nextInt(10) == 0 ? 0x10000 : 128));
        } else {
          text.delete(at, Math.min(text.length(), at + random.nextInt(8)));
          text.append('0');
        }
      }
      try {
        IceCandidate candidate = IceCandidate.parse(text.toString());
        assertThat(IceCandidate.parse(candidate.format())).isEqualTo(candidate);
        candidate.socketAddress();
        read++;
      } catch (CandidateFormatException e) {
        assertThat(e.getMessage()).contains("expected");
      }
    }
    assertThat(read).isGreaterThan(1_000);
  }
}
