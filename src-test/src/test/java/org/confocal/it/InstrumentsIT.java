package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.Linphonec;
import org.confocal.it.kit.Reception;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.kit.Rtpload;
import org.confocal.it.kit.Sipp;
import org.confocal.it.tone.Pcm;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The instruments measured against each other, without our server: what they tell can be trusted.
 */
class InstrumentsIT {
  private static final int LOW = ToneMap.TONES_HZ.get(0);
  private static final int HIGH = ToneMap.TONES_HZ.get(3);
  private static final Duration TALK = Duration.ofSeconds(4);
  private static final Duration EDGE = Duration.ofMillis(600);

  private final ToneMap map = ToneMap.standard();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void twoBaresipsHearEachOthersTone() {
    try (Baresip ada = Baresip.start(directory, Baresip.Account.direct("ada", LOW));
        Baresip ben = Baresip.start(directory, Baresip.Account.direct("ben", HIGH))) {
      ada.call(ben.uri());
      Eventually.pass(TALK);
      ada.hangUp();
      ben.awaitEnd(Duration.ofSeconds(5));

      Pcm heardByAda = ada.heard();
      Pcm heardByBen = ben.heard();

      assertThat(heardByAda.duration()).isGreaterThan(TALK.minusSeconds(1));
      assertThat(map.median(heardByAda.trimmed(EDGE)).heard()).containsExactly(HIGH);
      assertThat(map.median(heardByBen.trimmed(EDGE)).heard()).containsExactly(LOW);
    }
  }

  @Test
  void aLinphonecHearsABaresipAndIsHeard() {
    try (Linphonec lin = Linphonec.start(directory, "lin", LOW, "udp");
        Baresip ben = Baresip.start(directory, Baresip.Account.direct("ben", HIGH))) {
      lin.call(ben.uri());
      Eventually.pass(TALK);
      lin.hangUp();
      ben.awaitEnd(Duration.ofSeconds(5));

      assertThat(map.median(lin.heard().trimmed(EDGE)).heard()).containsExactly(HIGH);
      assertThat(map.median(ben.heard().trimmed(EDGE)).heard()).containsExactly(LOW);
    }
  }

  @Test
  void ourOwnClientHearsItsEchoWholeAndAtItsLevel() {
    try (Sipp echo = Sipp.echo(directory, 1);
        RtpClient rita = RtpClient.open("rita", LOW, G711.PCMU)) {
      assertThat(rita.call("sip:echo@127.0.0.1:" + echo.port()).status()).isEqualTo(200);
      Eventually.pass(TALK);
      assertThat(rita.hangUp().status()).isEqualTo(200);

      Reception reception = rita.reception();

      assertThat(echo.allWent(Duration.ofSeconds(10))).isTrue();
      assertThat(reception.packets()).hasSizeGreaterThan(180);
      assertThat(reception.lost()).isZero();
      assertThat(map.median(reception.audio()).heard()).containsExactly(LOW);
      assertThat(map.median(reception.audio()).level(LOW)).isCloseTo(-12.2, within(0.5));
    }
  }

  @Test
  void ourOwnClientSeesTheGapOfATalkerThatStalls() {
    try (Baresip ben = Baresip.start(directory, Baresip.Account.direct("ben", HIGH));
        RtpClient rita = RtpClient.open("rita", LOW, G711.PCMA)) {
      assertThat(rita.call(ben.uri()).status()).isEqualTo(200);
      Eventually.pass(Duration.ofSeconds(2));
      ben.freeze(Duration.ofMillis(700));
      Eventually.pass(Duration.ofSeconds(1));
      assertThat(rita.hangUp().status()).isEqualTo(200);

      Reception reception = rita.reception();

      assertThat(map.median(reception.audio().trimmed(EDGE)).heard()).containsExactly(HIGH);
      assertThat(reception.gaps(Duration.ofMillis(400)))
          .singleElement()
          .satisfies(gap -> assertThat(gap.length()).isGreaterThan(Duration.ofMillis(600)));
    }
  }

  @Test
  void aBaresipRegistersOverTcpWithItsPassword() {
    try (Sipp registrar = Sipp.registrar(directory, "bob", "correct-horse");
        Baresip bob =
            Baresip.start(
                directory,
                Baresip.Account.direct("bob", LOW)
                    .over("tcp")
                    .registeredAt("127.0.0.1:" + registrar.port(), "correct-horse"))) {
      assertThat(bob.log()).contains("Via: SIP/2.0/TCP", "username=\"bob\"");
    }
  }

  @Test
  void rtploadJudgesTheEchoOfTenCallers() {
    try (Sipp echo = Sipp.echo(directory, 10)) {
      Rtpload.Run run =
          new Rtpload.Run(
              echo.port(), "sip:echo@127.0.0.1", 10, -1, Duration.ofSeconds(3), List.of());

      Rtpload.Figures figures = Rtpload.run(directory, run);

      assertThat(figures.get("ok")).isEqualTo(10);
      assertThat(figures.get("rx_none")).isZero();
      assertThat(figures.badPercent()).isLessThan(5);
      assertThat(echo.allWent(Duration.ofSeconds(10))).isTrue();
    }
  }
}
