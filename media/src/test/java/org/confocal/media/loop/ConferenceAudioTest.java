package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.confocal.media.AudioCodec;
import org.confocal.media.MediaDirection;
import org.confocal.media.SessionParameters;
import org.junit.jupiter.api.Test;

class ConferenceAudioTest {

  private static final double LOUD = 0.8 * Phone.AMPLITUDE;
  private static final double QUIET = 0.01 * Phone.AMPLITUDE;

  private final Studio studio = new Studio();
  private final Phone ada = studio.join("ada", 523);
  private final Phone bob = studio.join("bob", 701, AudioCodec.PCMA);
  private final Phone cid = studio.join("cid", 1103);

  @Test
  void everyoneHearsTheTwoOthersAndNotHimself() {
    studio.run(500);
    studio.forgetAll();

    studio.run(1000);

    for (Phone listener : studio.phones) {
      for (Phone talker : studio.phones) {
        if (listener == talker) {
          assertThat(listener.hears(talker.hz)).as(listener.name + " himself").isLessThan(QUIET);
        } else {
          assertThat(listener.hears(talker.hz)).as(listener.name + talker.name).isGreaterThan(LOUD);
        }
      }
    }
  }

  @Test
  void everyoneGetsOnePacketEachTwentyMillisecondsWithoutGap() {
    ada.sending = false;

    studio.run(2000);

    for (Phone phone : studio.phones) {
      assertThat(phone.received).isBetween(99, 101);
      assertThat(phone.gaps).isZero();
    }
  }

  @Test
  void whoWaitsInTheLobbyNeitherHearsNorIsHeard() {
    studio.waits("cid", 1, true);
    studio.run(500);
    studio.forgetAll();

    studio.run(1000);

    assertThat(cid.received).isBetween(49, 51);
    assertThat(cid.hears(ada.hz)).isLessThan(QUIET);
    assertThat(cid.hears(bob.hz)).isLessThan(QUIET);
    assertThat(ada.hears(cid.hz)).isLessThan(QUIET);
    assertThat(bob.hears(cid.hz)).isLessThan(QUIET);
    assertThat(ada.hears(bob.hz)).isGreaterThan(LOUD);
  }

  @Test
  void whoIsLetInFromTheLobbyHearsAndIsHeardAtOnce() {
    studio.waits("cid", 1, true);
    studio.run(500);

    studio.waits("cid", 1, false);
    studio.run(200);
    studio.forgetAll();
    studio.run(1000);

    assertThat(cid.hears(ada.hz)).isGreaterThan(LOUD);
    assertThat(ada.hears(cid.hz)).isGreaterThan(LOUD);
    assertThat(cid.gaps).isZero();
  }

  @Test
  void whoWaitsHearsTheToneOfTheLobbyAndWhoIsInsideIsAloneAllTheSame() {
    studio.close("bob", 1);
    ada.sending = false;
    cid.sending = false;
    studio.waits("cid", 1, true);
    studio.run(2900);
    studio.forgetAll();

    studio.run(600);

    assertThat(cid.hears(440)).isGreaterThan(200);
    assertThat(ada.hears(440)).isGreaterThan(200);
  }

  @Test
  void nobodyHearsALegAfterItsClose() {
    studio.run(500);
    studio.close("ada", 1);
    studio.run(100);
    studio.forgetAll();

    studio.run(1000);

    assertThat(bob.hears(ada.hz)).isLessThan(QUIET);
    assertThat(cid.hears(ada.hz)).isLessThan(QUIET);
    assertThat(bob.hears(cid.hz)).isGreaterThan(LOUD);
    assertThat(ada.received).isZero();
  }

  @Test
  void aLegOnHoldIsNeitherHeardNorSentTo() {
    studio.run(500);
    studio.connect("ada", 1, Studio.parameters(ada).with(MediaDirection.INACTIVE));
    studio.run(100);
    studio.forgetAll();

    studio.run(1000);

    assertThat(ada.received).isZero();
    assertThat(bob.hears(ada.hz)).isLessThan(QUIET);
    assertThat(bob.hears(cid.hz)).isGreaterThan(LOUD);
  }

  @Test
  void aLegThatOnlyListensIsNotHeard() {
    studio.connect("ada", 1, Studio.parameters(ada).with(MediaDirection.SENDONLY));

    studio.run(1000);

    assertThat(ada.hears(bob.hz)).isGreaterThan(0.5 * LOUD);
    assertThat(bob.hears(ada.hz)).isLessThan(QUIET);
  }

  @Test
  void aLegThatOnlyTalksIsSentNothing() {
    studio.connect("ada", 1, Studio.parameters(ada).with(MediaDirection.RECVONLY));

    studio.run(1000);

    assertThat(ada.received).isZero();
    assertThat(bob.hears(ada.hz)).isGreaterThan(0.5 * LOUD);
  }

  @Test
  void timeGoesOnForAListenerDuringHold() {
    studio.run(500);
    int before = ada.lastTimestamp;
    studio.connect("ada", 1, Studio.parameters(ada).with(MediaDirection.INACTIVE));
    studio.run(1000);

    studio.connect("ada", 1, Studio.parameters(ada));
    studio.run(100);

    assertThat(ada.lastTimestamp - before).isEqualTo(8 * 1100);
    assertThat(ada.gaps).isZero();
  }

  @Test
  void aMutedLegHearsButIsNotHeard() {
    studio.run(500);
    studio.loop.onMute(Studio.id("ada"), 1, true, result -> {});
    studio.run(400);
    studio.forgetAll();

    studio.run(1000);

    assertThat(bob.hears(ada.hz)).isLessThan(QUIET);
    assertThat(ada.hears(bob.hz)).isGreaterThan(LOUD);
  }

  @Test
  void onlyTheThreeLoudestOfFiveAreHeard() {
    ada.amplitude = 900;
    Phone dot = studio.join("dot", 1511);
    Phone eve = studio.join("eve", 1907);
    eve.amplitude = 900;
    studio.run(500);
    studio.forgetAll();

    studio.run(1000);

    assertThat(eve.hears(bob.hz)).isGreaterThan(LOUD);
    assertThat(eve.hears(cid.hz)).isGreaterThan(LOUD);
    assertThat(eve.hears(dot.hz)).isGreaterThan(LOUD);
    assertThat(eve.hears(ada.hz)).isLessThan(20);
    assertThat(bob.hears(eve.hz)).isLessThan(20);
  }

  @Test
  void packetsOfTenThirtyAndFortyMillisecondsAreHeardWithoutHoles() {
    ada.packetSamples = 80;
    bob.packetSamples = 240;
    cid.packetSamples = 320;
    studio.run(1000);
    long concealed = studio.count(Counter.CONCEALED);
    studio.forgetAll();

    studio.run(3000);

    assertThat(ada.hears(bob.hz)).isGreaterThan(LOUD);
    assertThat(ada.hears(cid.hz)).isGreaterThan(LOUD);
    assertThat(cid.hears(ada.hz)).isGreaterThan(LOUD);
    assertThat(studio.count(Counter.CONCEALED)).isEqualTo(concealed);
  }

  @Test
  void lossAndReorderingAreConcealed() {
    long seed = 4711;
    studio.dice = new java.util.Random(seed);
    studio.lossShare = 0.1;
    studio.run(1000);
    studio.forgetAll();

    studio.run(4000);

    assertThat(ada.hears(bob.hz)).as("seed " + seed).isGreaterThan(0.6 * Phone.AMPLITUDE);
    assertThat(studio.count(Counter.LOST)).as("seed " + seed).isBetween(40L, 110L);
    assertThat(ada.gaps).isZero();
  }

  @Test
  void anEchoOfOurOwnStreamIsNotMixed() {
    studio.run(200);
    ada.ssrc = ada.lastSsrc;
    studio.run(200);
    studio.forgetAll();

    studio.run(500);

    assertThat(bob.hears(ada.hz)).isLessThan(QUIET);
  }

  @Test
  void talkersAreToldWhenTheyChange() {
    ada.amplitude = 0;
    studio.run(1000);
    studio.told.clear();
    bob.amplitude = 0;

    studio.run(2000);

    assertThat(studio.told).containsExactly("talkers [cid]");
  }

  @Test
  void theHoldOfOldPhonesByAnUnspecifiedAddressStopsSending() {
    studio.run(200);
    ada.sending = false;
    studio.connect(
        "ada",
        1,
        SessionParameters.plain(
            new java.net.InetSocketAddress(Studio.address("0.0.0.0"), 4000), AudioCodec.PCMU));
    studio.forgetAll();

    studio.run(500);

    assertThat(ada.received).isZero();
    assertThat(studio.count(Counter.SEND_FAILED)).isZero();
  }
}
