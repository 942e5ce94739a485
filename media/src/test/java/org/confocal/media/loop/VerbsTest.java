package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.confocal.media.AudioCodec;
import org.confocal.media.CommandResult;
import org.confocal.media.Hold;
import org.confocal.media.MediaDirection;
import org.confocal.media.Volume;
import org.confocal.media.mix.Relations;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Tone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a moderator does to legs of a conference, as the phones hear it. */
class VerbsTest {

  private static final double LOUD = Phone.AMPLITUDE;
  private static final double MUSIC_HZ = 850;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Studio studio = new Studio();

  /** At an amplitude of 6000. */
  private static Tone tone(double hz, Duration length) {
    return new Tone(List.of((int) hz), -15, length, Duration.ZERO, 1);
  }

  private static Tone music() {
    return tone(MUSIC_HZ, Duration.ofSeconds(1));
  }

  /** Lets a second pass after another half, and only that is kept. */
  private void listen() {
    studio.run(500);
    studio.forgetAll();
    studio.run(1000);
  }

  private Set<String> hears(Phone listener) {
    Set<String> heard = new TreeSet<>();
    for (Phone talker : studio.phones) {
      double share = listener.hears(talker.hz) / LOUD;
      if (share > 0.5) {
        heard.add(talker.name);
      } else {
        assertThat(share).as(listener.name + " hears " + talker.name).isLessThan(0.03);
      }
    }
    return heard;
  }

  private List<Phone> four(AudioCodec... codecs) {
    String[] names = {"ada", "bob", "cid", "dan"};
    int[] hz = {500, 1100, 1700, 2300};
    List<Phone> phones = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      phones.add(studio.join(names[i], hz[i], codecs[i % codecs.length]));
    }
    phones.get(3).amplitude = 0;
    return phones;
  }

  @Test
  void aDeafLegHearsNothingAndIsHeard() {
    Phone ada = studio.join("ada", 500);
    Phone bob = studio.join("bob", 1100);

    studio.tell("ada", leg -> leg.deafen(true));
    studio.tellAll(room -> room.players.play(new Playback("gong", music(), 0, 0)));
    listen();

    assertThat(ada.loudest()).isLessThan(10);
    assertThat(ada.received).isBetween(49, 51);
    assertThat(hears(bob)).containsExactly("ada");
    studio.tell("ada", leg -> leg.deafen(false));
    listen();
    assertThat(hears(ada)).containsExactly("bob");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PCMU", "G722"})
  void aHeldLegHearsMusicAndNobodyHearsIt(AudioCodec codec) {
    Phone ada = studio.join("ada", 500, codec);
    Phone bob = studio.join("bob", 1100, codec);
    Phone cid = studio.join("cid", 1700, codec);
    studio.tellAll(room -> room.music(music()));

    studio.tell("ada", leg -> leg.hold(Hold.MUSIC));
    listen();

    assertThat(hears(ada)).isEmpty();
    assertThat(ada.hears(MUSIC_HZ)).isBetween(0.9 * LOUD, 1.1 * LOUD);
    assertThat(hears(bob)).containsExactly("cid");
    assertThat(bob.hears(MUSIC_HZ)).isLessThan(0.01 * LOUD);
    studio.tell("ada", leg -> leg.hold(Hold.SILENCE));
    listen();
    assertThat(ada.loudest()).isLessThan(10);
    studio.tell("ada", leg -> leg.hold(Hold.NONE));
    listen();
    assertThat(hears(ada)).containsExactly("bob", "cid");
    assertThat(hears(cid)).containsExactly("ada", "bob");
  }

  @Test
  void volumesAreForTheOthersAndForTheLeg() {
    Phone ada = studio.join("ada", 500);
    Phone bob = studio.join("bob", 1100);
    Phone cid = studio.join("cid", 1700);

    studio.tell("ada", leg -> leg.volume(new Volume(6, -12)));
    listen();

    assertThat(bob.hears(500)).isBetween(1.9 * LOUD, 2.1 * LOUD);
    assertThat(cid.hears(500)).isBetween(1.9 * LOUD, 2.1 * LOUD);
    assertThat(ada.hears(1100)).isBetween(0.23 * LOUD, 0.27 * LOUD);
    assertThat(bob.hears(1700)).isBetween(0.9 * LOUD, 1.1 * LOUD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mute", "deafen", "hold", "volume", "relate"})
  void noVerbMakesAClick(String verb) {
    Phone ada = studio.join("ada", 1, AudioCodec.PCMU);
    Phone bob = studio.join("bob", 430, AudioCodec.PCMU);
    ada.sending = false;
    studio.run(1000);
    studio.forgetAll();

    for (int i = 0; i < 8; i++) {
      boolean on = i % 2 == 0;
      switch (verb) {
        case "mute" -> studio.tell("bob", leg -> leg.mute(on));
        case "deafen" -> studio.tell("ada", leg -> leg.deafen(on));
        case "hold" -> studio.tell("bob", leg -> leg.hold(on ? Hold.SILENCE : Hold.NONE));
        case "volume" -> studio.tell("ada", leg -> leg.volume(new Volume(0, on ? -30 : 0)));
        default ->
            studio.tellAll(
                room -> room.relate(on ? Relations.NONE.hears("ada", "bob", -40) : Relations.NONE));
      }
      studio.run(205 + 10 * i);
    }

    short[] heard = ada.heard();
    double steepest = 2 * Math.PI * 430 / 8000 * LOUD;
    int softFrames = 0;
    for (int i = 1; i < heard.length; i++) {
      assertThat((double) Math.abs(heard[i] - heard[i - 1])).isLessThan(1.25 * steepest);
      softFrames += i % 160 == 0 && Math.abs(heard[i]) < 300 ? 1 : 0;
    }
    assertThat(softFrames).as("it did happen").isGreaterThan(20);
    assertThat(ada.gaps + bob.gaps).isZero();
  }

  @Test
  void aWhisperIsHeardByOneOnlyAndNotTold() {
    List<Phone> phones = four(AudioCodec.PCMU, AudioCodec.G722);

    studio.tellAll(room -> room.relate(Relations.NONE.whisper("ada", Set.of("bob"))));
    listen();

    assertThat(hears(phones.get(0))).containsExactly("bob", "cid");
    assertThat(hears(phones.get(1))).containsExactly("ada", "cid");
    assertThat(hears(phones.get(2))).containsExactly("bob");
    assertThat(hears(phones.get(3))).containsExactly("bob", "cid");
    assertThat(studio.told.get(studio.told.size() - 1)).isEqualTo("talkers [bob, cid]");
  }

  @Test
  void aSidebarIsApartAndComesBack() {
    List<Phone> phones = four(AudioCodec.PCMU, AudioCodec.OPUS);
    phones.get(3).amplitude = LOUD;

    studio.tellAll(room -> room.relate(Relations.NONE.sidebar(Set.of("ada", "bob"))));
    listen();

    assertThat(hears(phones.get(0))).containsExactly("bob");
    assertThat(hears(phones.get(1))).containsExactly("ada");
    assertThat(hears(phones.get(2))).containsExactly("dan");
    assertThat(hears(phones.get(3))).containsExactly("cid");
    phones.get(3).amplitude = 0;
    studio.tellAll(room -> room.relate(Relations.NONE));
    listen();
    assertThat(hears(phones.get(0))).containsExactly("bob", "cid");
    assertThat(hears(phones.get(3))).containsExactly("ada", "bob", "cid");
  }

  @Test
  void whoComesToASidebarLaterIsApartFromHisFirstFrame() {
    Phone ada = studio.join("ada", 500);
    studio.tellAll(room -> room.relate(Relations.NONE.sidebar(Set.of("eva"))));
    studio.run(500);
    studio.forgetAll();

    Phone eva = studio.join("eva", 1100);
    studio.run(500);

    assertThat(eva.loudest()).isLessThan(10);
    assertThat(ada.loudest()).isLessThan(10);
  }

  @Test
  void theOthersGoOnSharingTheirPackets() {
    studio.join("ada", 500);
    Phone bob = studio.join("bob", 1);
    Phone cid = studio.join("cid", 1);
    Phone dan = studio.join("dan", 1);
    List.of(bob, cid, dan).forEach(phone -> phone.sending = false);

    studio.tellAll(room -> room.relate(Relations.NONE.hears("dan", "ada", -20)));
    listen();

    assertThat(bob.payloads.size()).isEqualTo(cid.payloads.size()).isBetween(49, 51);
    for (int i = 0; i < bob.payloads.size(); i++) {
      assertThat(Arrays.equals(bob.payloads.get(i), cid.payloads.get(i))).isTrue();
    }
    assertThat(dan.hears(500)).isBetween(0.08 * LOUD, 0.12 * LOUD);
    assertThat(bob.hears(500)).isGreaterThan(0.9 * LOUD);
  }

  @Test
  void whoTalksToSomeTakesNobodysPlaceAmongTheLoudest() {
    List<Phone> phones = four(AudioCodec.PCMU);
    phones.get(3).amplitude = 2 * LOUD;
    Phone eva = studio.join("eva", 2900);
    eva.amplitude = 2 * LOUD;
    Phone guest = studio.join("guest", 3300);
    guest.sending = false;

    studio.tellAll(room -> room.relate(Relations.NONE.sidebar(Set.of("dan", "eva"))));
    listen();

    assertThat(hears(guest)).containsExactly("ada", "bob", "cid");
    assertThat(hears(eva)).containsExactly("dan");
  }

  @Test
  void whatIsPlayedToTheRoomIsHeardByAllAndItsEndTold() {
    Phone ada = studio.join("ada", 500);
    Phone bob = studio.join("bob", 1100, AudioCodec.G722);
    studio.run(500);
    studio.forgetAll();

    studio.tellAll(
        room -> room.players.play(Playback.once("gong", tone(850, Duration.ofSeconds(1)))));
    studio.run(960);

    assertThat(ada.hears(850)).isBetween(0.85 * LOUD, 1.1 * LOUD);
    assertThat(bob.hears(850)).isBetween(0.85 * LOUD, 1.1 * LOUD);
    assertThat(hears(ada)).containsExactly("bob");
    assertThat(studio.told).doesNotContain("played gong");
    studio.run(100);
    assertThat(studio.told).contains("played gong");
    listen();
    assertThat(ada.hears(850)).isLessThan(0.01 * LOUD);
  }

  @Test
  void whatIsPlayedToOneIsHeardByHimOnlyUntilItIsStopped() {
    Phone ada = studio.join("ada", 500);
    Phone bob = studio.join("bob", 1100);

    studio.tell("ada", leg -> leg.hearing.play(new Playback("a", music(), -6, 0)));
    listen();

    assertThat(ada.hears(MUSIC_HZ)).isBetween(0.45 * LOUD, 0.55 * LOUD);
    assertThat(hears(ada)).containsExactly("bob");
    assertThat(bob.hears(MUSIC_HZ)).isLessThan(0.01 * LOUD);
    studio.tell("ada", leg -> leg.hearing.stop("a"));
    listen();
    assertThat(ada.hears(MUSIC_HZ)).isLessThan(0.01 * LOUD);
    assertThat(studio.told).as("it did not end by itself").noneMatch(t -> t.startsWith("played"));
  }

  @Test
  void aSoundForOneGoesOnWhileHeHoldsAndItsEndIsTold() {
    Phone ada = studio.join("ada", 500);
    studio.join("bob", 1100);
    studio.run(500);

    studio.tell(
        "ada", leg -> leg.hearing.play(Playback.once("hint", tone(850, Duration.ofSeconds(1)))));
    studio.connect("ada", 1, Studio.parameters(ada).with(MediaDirection.INACTIVE));
    studio.run(1100);
    List<String> toldMeanwhile = List.copyOf(studio.told);
    studio.connect("ada", 1, Studio.parameters(ada));
    listen();

    assertThat(toldMeanwhile).contains("played hint to ada");
    assertThat(ada.hears(850)).isLessThan(0.01 * LOUD);
  }

  @Test
  void fourSoundsPlayAndAFifthEndsTheOldest() {
    Phone ada = studio.join("ada", 500);
    studio.join("bob", 1100);
    for (int i = 0; i < 5; i++) {
      Tone tone = tone(600 + 400 * i, Duration.ofSeconds(1));
      studio.tellAll(room -> room.players.play(new Playback("t" + tone.hz(), tone, -12, 0)));
    }

    listen();

    assertThat(ada.hears(600)).isLessThan(0.01 * LOUD);
    for (int i = 1; i < 5; i++) {
      assertThat(ada.hears(600 + 400 * i)).isGreaterThan(0.2 * LOUD);
    }
  }

  @Test
  void whoIsAloneHearsMusicUntilSomebodyComes() {
    Phone ada = studio.join("ada", 500);
    studio.tellAll(room -> room.music(music()));
    studio.run(3000);

    listen();

    assertThat(ada.hears(MUSIC_HZ)).isBetween(0.9 * LOUD, 1.1 * LOUD);
    studio.join("bob", 1100);
    listen();
    assertThat(ada.hears(MUSIC_HZ)).isLessThan(0.01 * LOUD);
    assertThat(hears(ada)).containsExactly("bob");
  }

  @Test
  void whoWaitsHearsMusicAndNothingOfTheConference() {
    Phone ada = studio.join("ada", 500);
    Phone bob = studio.join("bob", 1100);
    studio.join("cid", 1700);
    studio.tellAll(room -> room.music(music()));

    studio.waits("ada", 1, true);
    studio.tellAll(room -> room.players.play(new Playback("gong", tone(2900, MINUTE), 0, 0)));
    listen();

    assertThat(ada.hears(MUSIC_HZ)).isBetween(0.9 * LOUD, 1.1 * LOUD);
    assertThat(ada.hears(1100)).isLessThan(0.01 * LOUD);
    assertThat(ada.hears(2900)).isLessThan(0.01 * LOUD);
    studio.tell("ada", leg -> leg.hearing.play(new Playback("soon", tone(2300, MINUTE), 0, 0)));
    listen();
    assertThat(ada.hears(2300)).isGreaterThan(0.9 * LOUD);
    assertThat(bob.hears(2300)).isLessThan(0.01 * LOUD);
  }

  @Test
  void nothingPassesIntoTheLobbyFromTheFirstFrameWhateverIsSaidOfTheLeg() {
    Phone ada = studio.join("ada", 500);
    studio.join("bob", 1100);
    studio.join("cid", 1700);
    studio.run(500);
    studio.waits("ada", 1, true);
    studio.forgetAll();

    studio.run(200);
    assertThat(ada.received).isPositive();
    assertThat(ada.loudest()).as("at once").isLessThan(10);
    studio.tell("ada", leg -> leg.volume(new Volume(0, 6)));
    studio.tell("ada", leg -> leg.deafen(false));
    studio.tell("ada", leg -> leg.hold(Hold.NONE));
    studio.tell("ada", leg -> leg.mute(false));
    studio.tellAll(room -> room.relate(Relations.NONE.hears("ada", "bob", 12)));
    studio.run(1000);

    assertThat(ada.hears(1100)).isLessThan(0.005 * LOUD);
    assertThat(studio.told.get(studio.told.size() - 1)).isEqualTo("talkers [bob, cid]");
  }

  @Test
  void whatIsToldToNobodyIsUnknownAndAnOlderFocusIsStale() {
    List<CommandResult> results = new ArrayList<>();
    studio.join("ada", 500);

    studio.loop.onConference("elsewhere", 1, results::add, room -> {});
    studio.loop.onConference(Studio.ROOM, 7, results::add, room -> {});
    studio.loop.onConference(Studio.ROOM, 6, results::add, room -> room.music(music()));

    assertThat(results)
        .containsExactly(
            new CommandResult.Unknown(), new CommandResult.Done(), new CommandResult.Stale(7));
  }
}
