package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaSettings;
import org.confocal.media.OpusTerms;
import org.confocal.media.SessionParameters;
import org.confocal.media.codec.OpusCodecs;
import org.confocal.media.rtp.RtpHeader;
import org.confocal.media.rtp.TelephoneEventWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Legs of different codecs, sample rates and packet times in one conference. */
class MixedRatesTest {

  private final Studio studio = new Studio();

  private static Stream<Arguments> pairs() {
    List<AudioCodec> codecs = List.of(AudioCodec.PCMU, AudioCodec.G722, AudioCodec.OPUS);
    return codecs.stream().flatMap(a -> codecs.stream().map(b -> Arguments.of(a, b)));
  }

  /** Less than what the worst of the codecs itself leaves of a sine of 1000 Hz, in dB. */
  private static double expected(AudioCodec... codecs) {
    double least = Double.MAX_VALUE;
    for (AudioCodec codec : codecs) {
      least =
          Math.min(
              least,
              switch (codec) {
                case PCMU, PCMA -> 28;
                case G722 -> 31;
                case OPUS -> 14;
              });
    }
    return least;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aToneArrivesCleanAndWithoutASilentFrame(AudioCodec from, AudioCodec to) {
    Phone talker = studio.join("talker", 1000, from);
    Phone listener = studio.join("listener", 1, to);
    listener.sending = false;
    studio.run(500);
    long concealed = studio.count(Counter.CONCEALED);
    studio.forgetAll();

    studio.run(2000);

    assertThat(listener.received).isBetween(99, 101);
    assertThat(listener.clean(1000)).as("noise and distortion").isGreaterThan(expected(from, to));
    assertThat(listener.worst(1000)).as("worst frame").isGreaterThan(expected(from, to) - 6);
    assertThat(listener.hears(1000)).isBetween(0.8 * Phone.AMPLITUDE, 1.2 * Phone.AMPLITUDE);
    assertThat(talker.hears(1000)).as("himself").isLessThan(0.01 * Phone.AMPLITUDE);
    assertThat(studio.count(Counter.CONCEALED)).isEqualTo(concealed);
  }

  @Test
  void threeTalkersOfThreeCodecsHearEachOtherAndNotThemselves() {
    Phone ada = studio.join("ada", 500, AudioCodec.PCMU);
    Phone bob = studio.join("bob", 1100, AudioCodec.G722);
    Phone cid = studio.join("cid", 1700, AudioCodec.OPUS);
    studio.run(500);
    studio.forgetAll();

    studio.run(1000);

    for (Phone listener : List.of(ada, bob, cid)) {
      for (Phone talker : List.of(ada, bob, cid)) {
        double heard = listener.hears(talker.hz) / Phone.AMPLITUDE;
        String pair = listener.name + " hears " + talker.name;
        if (listener == talker) {
          assertThat(heard).as(pair).isLessThan(listener == cid ? 0.03 : 0.01);
        } else {
          assertThat(heard).as(pair).isBetween(0.8, 1.2);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("packetTimes")
  void anyPacketTimeComesAndGoesWithoutHoles(AudioCodec codec, int packetMs) {
    Phone talker = studio.join("talker", 1000, codec);
    talker.packetSamples = 8 * packetMs;
    Phone listener = studio.join("listener", 1, codec);
    listener.sending = false;
    studio.connect("listener", 1, Studio.parameters(listener).packetMs(packetMs));
    studio.run(600);
    studio.forgetAll();

    studio.run(2400);

    assertThat(listener.received).isBetween(2400 / packetMs - 1, 2400 / packetMs + 1);
    int ticks = codec.clockHz() / 1000 * packetMs;
    for (int i = 1; i < listener.timestamps.size(); i++) {
      assertThat(listener.timestamps.get(i) - listener.timestamps.get(i - 1)).isEqualTo(ticks);
    }
    assertThat(listener.clean(1000)).isGreaterThan(expected(codec));
    assertThat(listener.worst(1000)).isGreaterThan(expected(codec) - 6);
  }

  private static Stream<Arguments> packetTimes() {
    List<Arguments> all = new ArrayList<>();
    for (AudioCodec codec : List.of(AudioCodec.PCMA, AudioCodec.G722, AudioCodec.OPUS)) {
      for (int ms = 10; ms <= 60; ms += 10) {
        if (SessionParameters.packs(codec, ms)) {
          all.add(Arguments.of(codec, ms));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 30, 40, 60})
  void aLoopThatWasLateSendsWholePacketsAgain(int packetMs) {
    Phone talker = studio.join("talker", 1000, AudioCodec.G722);
    Phone listener = studio.join("listener", 1, AudioCodec.G722);
    listener.sending = false;
    studio.connect("listener", 1, Studio.parameters(listener).packetMs(packetMs));
    studio.run(510);

    studio.stall(370);
    studio.run(1000);
    int first = listener.timestamps.get(0);
    boolean whole = listener.timestamps.stream().allMatch(t -> (t - first) % (8 * packetMs) == 0);
    studio.forgetAll();
    studio.run(1000);

    assertThat(studio.count(Counter.FRAMES_SKIPPED)).isPositive();
    assertThat(whole).as("timestamps on the grid of %d ms", packetMs).isTrue();
    assertThat(listener.clean(1000)).isGreaterThan(28);
    assertThat(talker.gaps + listener.gaps).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PCMU", "G722", "OPUS"})
  void whenThePacketTimeChangesNothingIsSentTwiceAndTimeDoesNotGoBack(AudioCodec codec) {
    studio.join("talker", 1000, AudioCodec.G722);
    Phone listener = studio.join("listener", 1, codec);
    listener.sending = false;
    for (int ms : new int[] {20, 60, 10, 40, 20, 60, 20}) {
      studio.connect("listener", 1, Studio.parameters(listener).packetMs(ms));
      studio.run(510);
    }

    int back = 0;
    for (int i = 1; i < listener.timestamps.size(); i++) {
      int ticks = listener.samples.get(i - 1) * (codec.clockHz() / 1000) / (listener.rateHz / 1000);
      back += listener.timestamps.get(i) - listener.timestamps.get(i - 1) < ticks ? 1 : 0;
    }
    assertThat(back).as("packets that begin in the one before").isZero();
    assertThat(listener.gaps).isZero();
    assertThat(listener.hears(1000)).isGreaterThan(0.7 * Phone.AMPLITUDE);
  }

  @Test
  void everyPacketTimeIsServedInOneConference() {
    Phone talker = studio.join("talker", 1000, AudioCodec.G722);
    List<Phone> listeners = new ArrayList<>();
    for (int ms = 10; ms <= 60; ms += 10) {
      Phone listener = studio.join("listener-" + ms, 1, AudioCodec.PCMU);
      listener.sending = false;
      studio.connect(listener.name, 1, Studio.parameters(listener).packetMs(ms));
      listeners.add(listener);
    }
    studio.run(600);
    studio.forgetAll();

    studio.run(1200);

    for (Phone listener : listeners) {
      assertThat(listener.clean(1000)).as(listener.name).isGreaterThan(28);
      assertThat(listener.worst(1000)).as(listener.name).isGreaterThan(22);
    }
    assertThat(talker.received).isBetween(59, 61);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PCMU", "G722", "OPUS"})
  void listenersOfOneFormatGetTheSamePackets(AudioCodec codec) {
    studio.join("talker", 1000, AudioCodec.PCMU);
    Phone one = studio.join("one", 1, codec);
    Phone two = studio.join("two", 1, codec);
    one.sending = false;
    two.sending = false;
    studio.run(3000);
    studio.forgetAll();

    studio.run(500);

    assertThat(one.payloads).hasSizeBetween(24, 26);
    for (int i = 0; i < one.payloads.size(); i++) {
      assertThat(one.payloads.get(i)).isEqualTo(two.payloads.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"G722", "OPUS"})
  void whoBeginsAndEndsToTalkHearsNoClick(AudioCodec codec) {
    Phone talker = studio.join("talker", 1000, AudioCodec.G722);
    Phone other = studio.join("other", 1, codec);
    Phone guest = studio.join("guest", 2300, codec);
    other.sending = false;
    guest.amplitude = 0;
    studio.run(2500);
    talker.amplitude = 0;
    studio.run(300);
    talker.amplitude = Phone.AMPLITUDE;
    studio.run(500);
    int sent = guest.payloads.size() - 1;
    assertThat(guest.payloads.get(sent)).as("shared").isEqualTo(other.payloads.get(sent));
    studio.forgetAll();
    guest.amplitude = 4000;
    studio.run(1000);
    guest.amplitude = 0;
    studio.run(4000);

    assertThat(guest.worst(1000)).isGreaterThan(28);
    assertThat(talker.gaps + guest.gaps).isZero();
  }

  @Test
  void whoHasTalkedGoesBackToTheSharedStreamInAPause() {
    Phone talker = studio.join("talker", 1000, AudioCodec.G722);
    Phone other = studio.join("other", 1, AudioCodec.G722);
    Phone guest = studio.join("guest", 2300, AudioCodec.G722);
    other.sending = false;
    studio.run(1000);
    guest.amplitude = 0;
    studio.run(3000);
    assertThat(guest.payloads.get(180)).isNotEqualTo(other.payloads.get(180));
    talker.amplitude = 0;
    studio.run(500);
    talker.amplitude = Phone.AMPLITUDE;
    studio.run(100);
    studio.forgetAll();

    studio.run(1000);

    for (int i = 0; i < guest.payloads.size(); i++) {
      assertThat(guest.payloads.get(i)).isEqualTo(other.payloads.get(i));
    }
    assertThat(guest.worst(1000)).isGreaterThan(28);
  }

  @Test
  void withoutCopyableStateTheFirstOwnPacketDoesNotBeginFromSilence() {
    MediaSettings.Opus opus = MediaSettings.defaults().opus();
    Studio slow =
        new Studio(
            MediaSettings.defaults()
                .with(
                    new MediaSettings.Opus(
                        OpusCodecs.Library.JAVA,
                        16_000,
                        opus.bitrate(),
                        opus.complexity(),
                        opus.fec(),
                        opus.expectedLossPercent(),
                        opus.dtx())));
    slow.join("talker", 1000, AudioCodec.G722);
    Phone other = slow.join("other", 1, AudioCodec.OPUS);
    Phone guest = slow.join("guest", 2300, AudioCodec.OPUS);
    other.sending = false;
    guest.amplitude = 0;
    slow.run(1500);
    slow.forgetAll();

    guest.amplitude = 4000;
    slow.run(500);
    guest.amplitude = 0;
    slow.run(3000);

    assertThat(guest.worst(1000)).isGreaterThan(20);
  }

  @Test
  void theMixGoesOnWhenAWiderLegComesAndGoes() {
    Phone talker = studio.join("talker", 1000, AudioCodec.PCMU);
    Phone listener = studio.join("listener", 1, AudioCodec.PCMU);
    listener.sending = false;
    studio.run(500);
    studio.forgetAll();

    Phone wide = studio.join("wide", 1, AudioCodec.OPUS);
    wide.sending = false;
    studio.run(500);
    studio.close("wide", 1);
    studio.run(500);

    assertThat(wide.hears(1000)).isGreaterThan(0.5 * Phone.AMPLITUDE);
    assertThat(listener.hears(1000)).isGreaterThan(0.9 * Phone.AMPLITUDE);
    assertThat(quietestFrame(listener)).isGreaterThan(0.93 * Phone.AMPLITUDE);
    assertThat(talker.gaps + listener.gaps).isZero();
  }

  @Test
  void aPeerThatPlaysLessIsSentLess() {
    studio.join("talker", 1000, AudioCodec.OPUS);
    Phone narrow = studio.join("narrow", 1, AudioCodec.OPUS);
    narrow.sending = false;
    SessionParameters terms =
        Studio.parameters(narrow).with(new OpusTerms(8000, 8000, false, false));
    studio.connect("narrow", 1, terms);
    studio.run(500);
    studio.forgetAll();

    studio.run(1000);

    int bytes = narrow.payloads.stream().mapToInt(p -> p.length).sum();
    assertThat(bytes).as("8000 bit/s for a second").isBetween(500, 1400);
    assertThat(narrow.hears(1000)).isGreaterThan(0.7 * Phone.AMPLITUDE);
  }

  @Test
  void aPeerThatLikesItIsSentNothingInSilence() {
    Phone quiet = studio.join("quiet", 1, AudioCodec.OPUS);
    Phone other = studio.join("other", 1000, AudioCodec.PCMU);
    quiet.sending = false;
    other.amplitude = 0;
    studio.connect("quiet", 1, Studio.parameters(quiet).with(new OpusTerms(48_000, 0, true, true)));
    studio.run(1000);
    studio.forgetAll();

    studio.run(1000);
    int inSilence = quiet.received;
    other.amplitude = Phone.AMPLITUDE;
    studio.run(1000);

    assertThat(inSilence).isLessThan(15);
    assertThat(quiet.received - inSilence).isGreaterThan(48);
    assertThat(quiet.gaps).as("numbers of packets not sent").isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 48_000})
  void aKeyIsToldAtTheClockOfItsEventsAndSoundGoesOn(int clockHz) {
    Phone ada = studio.join("ada", 1000, AudioCodec.OPUS);
    Phone bob = studio.join("bob", 1, AudioCodec.G722);
    bob.sending = false;
    SessionParameters plain = Studio.parameters(ada);
    studio.connect(
        "ada",
        1,
        new SessionParameters(
            plain.remoteRtp(),
            plain.remoteRtcp(),
            plain.codec(),
            plain.payloadType(),
            20,
            110,
            clockHz,
            OpusTerms.UNSAID,
            plain.direction(),
            false,
            false));
    studio.run(500);
    studio.forgetAll();
    TelephoneEventWriter key = new TelephoneEventWriter();
    key.begin('7', 100, clockHz, 20);
    int timestamp = clockHz == 48_000 ? ada.timestamp : 123_456;

    while (key.active()) {
      ByteBuffer packet = ByteBuffer.allocate(16);
      RtpHeader.write(packet, 0, 110, ada.sequence++, timestamp, ada.ssrc);
      key.write(packet, 12);
      ada.send(packet.array());
      studio.run(20);
    }
    studio.run(500);

    assertThat(studio.told).contains("dtmf ada 7 100");
    assertThat(bob.worst(1000)).isGreaterThan(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"G722", "OPUS"})
  void lossAndGarbageHarmOnlyTheirMoment(AudioCodec codec) {
    long seed = 1234;
    Random random = new Random(seed);
    Phone talker = studio.join("talker", 1000, codec);
    Phone listener = studio.join("listener", 1, AudioCodec.G722);
    listener.sending = false;
    studio.dice = random;
    studio.lossShare = 0.1;
    studio.run(2000);
    double inLoss = listener.hears(1000);
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[12 + random.nextInt(1400)];
      random.nextBytes(garbage);
      RtpHeader.write(
          ByteBuffer.wrap(garbage),
          0,
          talker.payloadType,
          talker.sequence++,
          talker.timestamp,
          talker.ssrc);
      talker.timestamp += codec.clockHz() / 50;
      talker.send(garbage);
      studio.run(20);
    }
    studio.lossShare = 0;
    studio.run(2000);
    studio.forgetAll();

    studio.run(1000);

    assertThat(inLoss).as("seed " + seed).isGreaterThan(0.6 * Phone.AMPLITUDE);
    assertThat(listener.clean(1000)).as("seed " + seed).isGreaterThan(expected(codec) - 3);
  }

  @Test
  void aPauseIsFilledWithTheNoiseThatThePeerDescribes() {
    Phone ada = studio.join("ada", 1000, AudioCodec.PCMU);
    Phone bob = studio.join("bob", 1, AudioCodec.PCMU);
    bob.sending = false;
    studio.run(500);
    ada.sending = false;
    byte[] noise = {(byte) 0x80, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 40};
    ByteBuffer packet = ByteBuffer.wrap(noise);
    packet.putShort(2, (short) ada.sequence).putInt(4, ada.timestamp).putInt(8, ada.ssrc);
    ada.sequence++;

    ada.send(noise);
    studio.run(300);
    studio.forgetAll();
    studio.run(1000);
    double level = 20 * Math.log10(rms(bob.heard()) / 32768);
    ada.timestamp += 1300 * 8;
    ada.sending = true;
    studio.run(300);
    studio.forgetAll();
    studio.run(500);

    assertThat(level).isBetween(-42.0, -38.0);
    assertThat(bob.clean(1000)).as("the noise ended").isGreaterThan(30);
  }

  /** The amplitude of the tone in the frame where it is lowest. */
  private static double quietestFrame(Phone phone) {
    double least = Double.MAX_VALUE;
    for (int at = 0; at + 160 <= phone.heard().length; at += 160) {
      short[] frame = java.util.Arrays.copyOfRange(phone.heard(), at, at + 160);
      least = Math.min(least, Math.sqrt(2) * rms(frame));
    }
    return least;
  }

  private static double rms(short[] pcm) {
    double energy = 0;
    for (short sample : pcm) {
      energy += (double) sample * sample;
    }
    return Math.sqrt(energy / pcm.length);
  }
}
