package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.confocal.media.AudioCodec;
import org.confocal.media.Hold;
import org.confocal.media.MediaSettings;
import org.confocal.media.sound.Tone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many encoders run for those who hear the same. */
class SharedStreamsTest {

  private static final int LEGS = 8;
  private static final Tone MUSIC =
      new Tone(List.of(850), -15, Duration.ofSeconds(1), Duration.ZERO, 1);

  private final Studio studio = new Studio(tonesSoon());

  private static MediaSettings tonesSoon() {
    MediaSettings plain = MediaSettings.defaults();
    return plain.with(
        new MediaSettings.Alone(Duration.ofSeconds(1), Duration.ofSeconds(2), true, true));
  }

  private List<Phone> listeners(AudioCodec codec) {
    List<Phone> phones = new ArrayList<>();
    for (int i = 0; i < LEGS; i++) {
      Phone phone = studio.join("listener-" + i, 1, codec);
      phone.sending = false;
      phones.add(phone);
    }
    return phones;
  }

  /** Encoders for each tick of a second. */
  private double encoders() {
    studio.forgetAll();
    long before = studio.count(Counter.PACKETS_ENCODED);
    studio.run(1000);
    return (studio.count(Counter.PACKETS_ENCODED) - before) / 50.0;
  }

  private void assertTheyGotTheSame(List<Phone> phones) {
    for (Phone phone : phones) {
      assertThat(hashes(phone)).as(phone.name).isEqualTo(hashes(phones.get(0)));
      assertThat(phone.received).isBetween(49, 51);
    }
  }

  private static List<Integer> hashes(Phone phone) {
    return phone.payloads.stream().map(Arrays::hashCode).toList();
  }

  @ParameterizedTest
  @EnumSource(AudioCodec.class)
  void whoWaitsInTheLobbySharesOneEncoderAndOneTone(AudioCodec codec) {
    List<Phone> phones = listeners(codec);
    phones.forEach(phone -> studio.waits(phone.name, 1, true));
    studio.run(700);

    double encoders = encoders();

    assertThat(encoders).isBetween(0.9, 1.1);
    assertTheyGotTheSame(phones);
    assertThat(phones.get(0).loudest()).as("the tone").isGreaterThan(500);
  }

  @ParameterizedTest
  @EnumSource(AudioCodec.class)
  void whoIsHeldSharesTheMusic(AudioCodec codec) {
    studio.tellAll(room -> room.music(MUSIC));
    List<Phone> phones = listeners(codec);
    studio.tellAll(room -> room.music(MUSIC));
    studio.run(1000);

    phones.forEach(phone -> studio.tell(phone.name, leg -> leg.hold(Hold.MUSIC)));
    double onTheWay = encoders();
    studio.run(1000);
    double there = encoders();

    assertThat(onTheWay).isLessThan(2.2);
    assertThat(there).isBetween(0.9, 1.2);
    assertTheyGotTheSame(phones);
    assertThat(phones.get(0).hears(850)).isBetween(0.8 * Phone.AMPLITUDE, 1.2 * Phone.AMPLITUDE);
  }

  @ParameterizedTest
  @EnumSource(AudioCodec.class)
  void whoIsAdmittedTogetherSharesOnTheWayAndHearsNoClick(AudioCodec codec) {
    List<Phone> phones = listeners(codec);
    phones.forEach(phone -> studio.waits(phone.name, 1, true));
    studio.tellAll(room -> room.music(MUSIC));
    Phone talker = studio.join("talker", 1000, AudioCodec.PCMU);
    studio.run(1500);

    phones.forEach(phone -> studio.waits(phone.name, 1, false));
    double onTheWay = encoders();

    assertThat(onTheWay).as("theirs and the talker's").isBetween(1.9, 3.1);
    assertTheyGotTheSame(phones);
    assertThat(phones.get(0).hears(1000)).isGreaterThan(0.8 * Phone.AMPLITUDE);
    assertThat(talker.gaps).isZero();
  }

  @ParameterizedTest
  @EnumSource(AudioCodec.class)
  void whoJoinsTogetherSharesAtOnce(AudioCodec codec) {
    Phone talker = studio.join("talker", 1000, AudioCodec.PCMA);
    Phone first = studio.join("first", 1, codec);
    first.sending = false;
    studio.run(6000);
    List<Phone> phones = listeners(codec);

    double encoders = encoders();

    assertThat(encoders).as("two talkers' formats and the newcomers").isLessThan(4.1);
    assertTheyGotTheSame(phones);
    assertThat(talker.gaps).isZero();
  }

  @ParameterizedTest
  @EnumSource(AudioCodec.class)
  void whoComesOneByOneNeedsFewEncoders(AudioCodec codec) {
    studio.join("talker", 1000, AudioCodec.PCMA);
    for (int i = 0; i < 2 * LEGS; i++) {
      studio.join("listener-" + i, 1, codec).sending = false;
      studio.run(40);
    }

    assertThat(encoders()).isLessThan(2 + 1 + FormatStreams.MOST_BRIDGES + 0.1);
  }
}
