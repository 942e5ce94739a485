package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaDirection;
import org.confocal.media.ReceivedTypes;
import org.confocal.media.SessionParameters;
import org.confocal.media.rtp.RtpHeader;
import org.confocal.media.rtp.TelephoneEventWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A peer may send other numbers than it is sent, and change its codec at any packet. */
class PayloadTypesTest {

  private final Studio studio = new Studio();
  private @Nullable Phone joined;

  private final Phone bob = studio.join("bob", 1, AudioCodec.G722);

  PayloadTypesTest() {
    bob.sending = false;
  }

  private Phone ada() {
    return Objects.requireNonNull(joined);
  }

  private void accepts(AudioCodec codec, ReceivedTypes types) {
    joined = studio.join("ada", 1000, codec);
    studio.connect("ada", 1, Studio.parameters(ada()).receiving(types));
    studio.run(500);
  }

  /** The same phone with another codec; what it hears is still in the first. */
  private Phone speaksInstead(AudioCodec codec) {
    ada().sending = false;
    Phone other = new Phone(new MemoryNetwork(), "ada", 1000, codec, ada().address, ada().server);
    other.ssrc = ada().ssrc;
    other.sequence = ada().sequence;
    other.timestamp = ada().timestamp;
    return other;
  }

  private void speak(Phone phone, int packets) {
    for (int i = 0; i < packets; i++) {
      studio.network.deliver(phone.nextPacket(), ada().address, ada().server);
      studio.run(20);
    }
  }

  @Test
  void packetsUnderOurNumberAreHeardWhenThePeerNamedAnother() {
    accepts(
        AudioCodec.OPUS,
        new ReceivedTypes(List.of(new ReceivedTypes.Sound(107, AudioCodec.OPUS)), List.of()));
    studio.connect(
        "ada",
        1,
        new SessionParameters(
                ada().address,
                ada().address,
                AudioCodec.OPUS,
                96,
                101,
                MediaDirection.SENDRECV,
                false,
                false)
            .receiving(
                new ReceivedTypes(
                    List.of(new ReceivedTypes.Sound(107, AudioCodec.OPUS)), List.of())));
    studio.run(3000);
    studio.forgetAll();

    studio.run(500);

    assertThat(bob.hears(1000)).isGreaterThan(0.8 * Phone.AMPLITUDE);
    assertThat(ada().lastPayloadType).isEqualTo(96);
  }

  @ParameterizedTest
  @EnumSource(AudioCodec.class)
  void aPeerThatChangesItsCodecIsHeardInTheNewOne(AudioCodec codec) {
    AudioCodec first = codec == AudioCodec.PCMU ? AudioCodec.OPUS : AudioCodec.PCMU;
    accepts(
        first,
        new ReceivedTypes(
            List.of(
                new ReceivedTypes.Sound(first.ownPayloadType(), first),
                new ReceivedTypes.Sound(codec.ownPayloadType(), codec)),
            List.of()));
    Phone other = speaksInstead(codec);
    speak(other, 30);
    studio.forgetAll();

    speak(other, 60);

    assertThat(bob.hears(1000)).isBetween(0.8 * Phone.AMPLITUDE, 1.2 * Phone.AMPLITUDE);
    assertThat(bob.clean(1000)).isGreaterThan(codec == AudioCodec.OPUS ? 14 : 25);
    assertThat(ada().received).as("what it is sent stays").isBetween(59, 61);
    assertThat(studio.count(Counter.UNEXPECTED)).isZero();
  }

  @Test
  void aSinglePacketOfAnotherCodecChangesNothing() {
    accepts(
        AudioCodec.PCMU,
        new ReceivedTypes(
            List.of(
                new ReceivedTypes.Sound(0, AudioCodec.PCMU),
                new ReceivedTypes.Sound(9, AudioCodec.G722)),
            List.of()));
    long late = studio.count(Counter.LATE);
    Phone other = speaksInstead(AudioCodec.G722);
    studio.forgetAll();

    for (int i = 0; i < 50; i++) {
      byte[] stray = other.nextPacket();
      ByteBuffer.wrap(stray).putShort(2, (short) (ada().sequence + 50));
      studio.network.deliver(stray, ada().address, ada().server);
      speak(ada(), 1);
    }

    assertThat(studio.count(Counter.LATE)).isEqualTo(late);
    assertThat(bob.clean(1000)).isGreaterThan(25);
  }

  @Test
  void aLatePacketOfTheOldCodecDoesNotTurnBack() {
    accepts(
        AudioCodec.PCMU,
        new ReceivedTypes(
            List.of(
                new ReceivedTypes.Sound(0, AudioCodec.PCMU),
                new ReceivedTypes.Sound(9, AudioCodec.G722)),
            List.of()));
    ada().sending = false;
    byte[] old = ada().nextPacket();
    Phone other = speaksInstead(AudioCodec.G722);
    speak(other, 50);
    long late = studio.count(Counter.LATE);
    studio.forgetAll();

    studio.network.deliver(old, ada().address, ada().server);
    speak(other, 50);

    assertThat(studio.count(Counter.LATE)).isEqualTo(late + 1);
    assertThat(bob.worst(1000)).isGreaterThan(25);
  }

  @Test
  void whatWasNotAgreedIsNotHeard() {
    accepts(
        AudioCodec.PCMU,
        new ReceivedTypes(List.of(new ReceivedTypes.Sound(0, AudioCodec.PCMU)), List.of()));
    Phone other = speaksInstead(AudioCodec.PCMA);
    speak(other, 20);
    studio.forgetAll();

    speak(other, 30);

    assertThat(bob.loudest()).isLessThan(50);
    assertThat(studio.count(Counter.UNEXPECTED)).isEqualTo(50);
  }

  @Test
  void keysAreToldAtEachClockThatWasAgreed() {
    accepts(
        AudioCodec.OPUS,
        new ReceivedTypes(
            List.of(new ReceivedTypes.Sound(107, AudioCodec.OPUS)),
            List.of(new ReceivedTypes.Events(101, 8000), new ReceivedTypes.Events(102, 48_000))));

    press('5', 101, 8000, 777_000);
    press('6', 102, 48_000, ada().timestamp);
    press('7', 101, 8000, 999_000);

    assertThat(studio.told)
        .containsSubsequence("dtmf ada 5 100", "dtmf ada 6 100", "dtmf ada 7 100");
  }

  private void press(char digit, int payloadType, int clockHz, int timestamp) {
    TelephoneEventWriter key = new TelephoneEventWriter();
    key.begin(digit, 100, clockHz, 20);
    while (key.active()) {
      ByteBuffer packet = ByteBuffer.allocate(16);
      RtpHeader.write(packet, 0, payloadType, ada().sequence++, timestamp, ada().ssrc);
      key.write(packet, 12);
      ada().send(packet.array());
      studio.run(20);
    }
    studio.run(100);
  }

  @Test
  void whatAMutedLegSendsIsCountedAndNotMadeUp() {
    accepts(
        AudioCodec.OPUS,
        new ReceivedTypes(List.of(new ReceivedTypes.Sound(107, AudioCodec.OPUS)), List.of()));
    studio.loop.onMute(Studio.id("ada"), 1, true, result -> {});
    studio.run(500);
    long concealed = studio.count(Counter.CONCEALED);
    long recovered = studio.count(Counter.RECOVERED);
    long lost = studio.count(Counter.LOST);
    studio.lossShare = 0.3;

    studio.run(3000);
    studio.lossShare = 0;
    studio.loop.onMute(Studio.id("ada"), 1, false, result -> {});
    studio.run(300);

    assertThat(studio.count(Counter.LOST) - lost).isGreaterThan(20);
    assertThat(studio.count(Counter.CONCEALED) - concealed).as("made up").isLessThan(4);
    assertThat(studio.count(Counter.RECOVERED) - recovered).as("recovered").isLessThan(4);
    studio.forgetAll();
    studio.run(500);
    assertThat(bob.worst(1000)).isGreaterThan(14);
  }
}
