package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.Reception;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.tone.Pcm;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The main job on real input: real phones in one conference on one node. */
class ThreePhonesIT {
  private static final int ADA = ToneMap.TONES_HZ.get(0);
  private static final int BEN = ToneMap.TONES_HZ.get(1);
  private static final int EVE = ToneMap.TONES_HZ.get(3);
  private static final String NUMBER = "9000";
  private static final Duration TALK = Duration.ofSeconds(5);
  private static final Duration HEARD_LAST = Duration.ofSeconds(3);

  private final ToneMap map = ToneMap.standard();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private final ConfocalProcess node;

  ThreePhonesIT(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path data) {
    node =
        ConfocalProcess.start(
            data, NodeConfig.onFreePorts().with("confocal.mcu.codecs", "opus,G722,PCMU,PCMA"));
  }

  @BeforeEach
  void makeMeeting() {
    node.cliDone("meeting", "create", "--number", NUMBER, "--open");
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  @Test
  void eachHearsTheOtherTwoAndNotItself() {
    try (Baresip ada = phone("ada", ADA);
        Baresip ben = phone("ben", BEN);
        Baresip eve = phone("eve", EVE)) {
      List.of(ada, ben, eve).forEach(phone -> phone.call(node.uri(NUMBER)));
      Eventually.pass(TALK);
      List.of(ada, ben, eve).forEach(Baresip::hangUp);

      assertHears(ada, BEN, EVE);
      assertHears(ben, ADA, EVE);
      assertHears(eve, ADA, BEN);
    }
  }

  @Test
  void phonesOfThreeCodecsHearEachOther() {
    try (Baresip ada = phone("ada", ADA, "PCMU/8000/1");
        Baresip ben = phone("ben", BEN, "G722/16000/1,PCMU/8000/1");
        Baresip eve = phone("eve", EVE, "opus/48000/2,PCMU/8000/1")) {
      List.of(ada, ben, eve).forEach(phone -> phone.call(node.uri(NUMBER)));
      Eventually.pass(TALK);
      List.of(ada, ben, eve).forEach(Baresip::hangUp);

      assertThat(ben.log()).contains("rtpmap:9 G722/8000");
      assertThat(eve.log()).contains("opus/48000/2", "useinbandfec=1");
      assertHears(ada, BEN, EVE);
      assertHears(ben, ADA, EVE);
      assertHears(eve, ADA, BEN);
    }
  }

  @Test
  void whoHasLeftIsHeardNoMore() {
    try (Baresip ada = phone("ada", ADA);
        Baresip ben = phone("ben", BEN);
        Baresip eve = phone("eve", EVE)) {
      List.of(ada, ben, eve).forEach(phone -> phone.call(node.uri(NUMBER)));
      Eventually.pass(Duration.ofSeconds(3));
      ada.hangUp();
      Eventually.pass(Duration.ofSeconds(4));
      ben.hangUp();
      eve.hangUp();

      assertThat(map.loudest(ben.heard()).heard()).contains(ADA, EVE);
      assertThat(map.loudest(ben.heard().last(HEARD_LAST)).heard()).containsExactly(EVE);
      assertThat(map.loudest(eve.heard().last(HEARD_LAST)).heard()).containsExactly(BEN);
    }
  }

  @Test
  void aCallerHearsWithoutGaps() {
    try (Baresip ada = phone("ada", ADA);
        RtpClient rita = RtpClient.open("rita", EVE, G711.PCMA)) {
      ada.call(node.uri(NUMBER));
      assertThat(rita.call(node.uri(NUMBER)).status()).isEqualTo(200);
      Eventually.pass(TALK);
      assertThat(rita.hangUp().status()).isEqualTo(200);
      ada.hangUp();

      Reception reception = rita.reception();
      Pcm settled = reception.audio().last(HEARD_LAST);

      assertThat(reception.lost()).isZero();
      assertThat(reception.gaps(Duration.ofMillis(150))).isEmpty();
      assertThat(reception.audio().duration()).isGreaterThan(TALK.minusMillis(500));
      assertThat(map.median(settled).heard()).containsExactly(ADA);
      assertThat(map.median(ada.heard().last(HEARD_LAST)).level(EVE)).isCloseTo(-12, within(2.0));
    }
  }

  @Test
  void anUnknownNumberIsRefusedInWordsThatAHumanUnderstands() {
    try (RtpClient rita = RtpClient.open("rita", EVE, G711.PCMU)) {
      var answer = rita.call(node.uri("9999"));

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.reason()).isNotBlank();
    }
  }

  private Baresip phone(String name, int toneHz, String codecs) {
    return Baresip.start(directory, Baresip.Account.direct(name, toneHz).speaking(codecs));
  }

  private Baresip phone(String name, int toneHz) {
    return Baresip.start(directory, Baresip.Account.direct(name, toneHz));
  }

  private void assertHears(Baresip listener, Integer... tones) {
    ToneMap.Levels levels = map.median(listener.heard().last(HEARD_LAST));
    ToneMap.Levels own = map.loudest(listener.heard().last(HEARD_LAST));

    assertThat(levels.heard()).containsExactlyInAnyOrder(tones);
    assertThat(own.level(listener.toneHz())).as("itself").isLessThan(ToneMap.HEARD_DBFS);
  }
}
