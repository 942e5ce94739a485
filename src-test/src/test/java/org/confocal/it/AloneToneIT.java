package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.RtpStream;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.tone.Pcm;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is heard besides the voices: a tone for who is alone, and nothing of pressed keys. */
class AloneToneIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(
          NodeConfig.onFreePorts()
              .with("confocal.media.alone.first", "500ms")
              .with("confocal.media.alone.every", "1s"));

  private static final int ADA = ToneMap.TONES_HZ.get(0);
  private static final int BEN = ToneMap.TONES_HZ.get(1);
  private static final int SAMPLES_PER_MS = 8;
  private static final int AUDIBLE = 300;

  private final String room = NODE.room();

  private static SipCall join(SipPeer peer, String room, RtpStream stream) {
    SipCall call = peer.call(room);
    stream.speakTo(call.join(Sdp.audio(stream.localPort()).formats("0 101").text()));
    return call;
  }

  private static Pcm last(RtpStream stream, Duration time) {
    return stream.reception().audio().last(time);
  }

  /** How many times a sound begins after at least 100 ms of silence. */
  private static int sounds(Pcm pcm) {
    int sounds = 0;
    int quiet = 0;
    for (int i = 0; i < pcm.length(); i++) {
      if (Math.abs(pcm.samples()[i]) < AUDIBLE) {
        quiet++;
      } else {
        sounds += quiet > 100 * SAMPLES_PER_MS ? 1 : 0;
        quiet = 0;
      }
    }
    return sounds;
  }

  @Test
  void whoIsAloneHearsAToneNowAndThenUntilSomebodyComes() {
    try (SipPeer ada = SipPeer.udp("ada", NODE.sip());
        SipPeer ben = SipPeer.udp("ben", NODE.sip());
        RtpStream adas = RtpStream.open(G711.PCMU, ADA);
        RtpStream bens = RtpStream.open(G711.PCMU, BEN)) {
      SipCall call = join(ada, room, adas);
      Eventually.pass(Duration.ofMillis(3300));
      int alone = sounds(adas.reception().audio());

      SipCall bensCall = join(ben, room, bens);
      bens.mute();
      adas.mute();
      Eventually.pass(Duration.ofMillis(2800));
      int together = sounds(last(adas, Duration.ofMillis(2300)));

      bensCall.bye();
      Eventually.pass(Duration.ofMillis(2500));
      int aloneAgain = sounds(last(adas, Duration.ofMillis(2300)));
      call.bye();

      assertThat(alone).isBetween(2, 4);
      assertThat(together).isZero();
      assertThat(aloneAgain).isBetween(1, 3);
    }
  }

  @Test
  void pressedKeysAreToldInTheLogAndNotHeard() {
    try (SipPeer ada = SipPeer.udp("ada", NODE.sip());
        SipPeer ben = SipPeer.udp("ben", NODE.sip());
        RtpStream adas = RtpStream.open(G711.PCMU, ADA);
        RtpStream bens = RtpStream.open(G711.PCMU, BEN)) {
      SipCall call = join(ada, room, adas);
      SipCall bensCall = join(ben, room, bens);
      Eventually.pass(Duration.ofMillis(500));

      for (char key : new char[] {'5', '#'}) {
        adas.press(key);
        Eventually.pass(Duration.ofMillis(700));
      }
      String conference = call.remoteTag().replaceAll("-.*", "");

      Eventually.eventually("5 is told", SipPeer.SOON, () -> told(conference, "key=5"));
      Eventually.eventually("# is told", SipPeer.SOON, () -> told(conference, "key=#"));
      assertThat(ToneMap.standard().median(last(bens, Duration.ofSeconds(1))).heard())
          .containsExactly(ADA);
      assertThat(dtmfLevel(bens)).isLessThan(-40);
      assertThat(adas.reception().lost()).isZero();
      assertThat(bens.reception().lost()).isZero();
      call.bye();
      bensCall.bye();
    }
  }

  private static double dtmfLevel(RtpStream stream) {
    return ToneMap.of(770, 1336, 941, 1477)
        .loudest(last(stream, Duration.ofMillis(1200)))
        .dbfs()
        .values()
        .stream()
        .max(Double::compare)
        .orElseThrow();
  }

  private static boolean told(String conference, String key) {
    return NODE.process()
        .log()
        .lines()
        .anyMatch(line -> line.contains(key) && line.contains("conference=" + conference));
  }
}
