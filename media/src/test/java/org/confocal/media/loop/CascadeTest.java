package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.confocal.media.AudioCodec;
import org.confocal.media.CommandResult;
import org.confocal.media.MediaSettings;
import org.confocal.media.SessionRecord;
import org.confocal.media.mix.Relations;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Tone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A conference on two loops, as the phones hear it. */
class CascadeTest {

  private static final double LOUD = Phone.AMPLITUDE;
  private static final double SOUND_HZ = 850;

  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Campus campus = new Campus(2, 2, settings());

  private static MediaSettings settings() {
    MediaSettings usual = MediaSettings.defaults();
    MediaSettings.Times times = usual.times();
    return usual.with(
        new MediaSettings.Times(
            times.relatchAfter(), times.silenceReport(), times.rtcpInterval(), GRACE));
  }

  private static Tone tone(Duration length) {
    return new Tone(List.of((int) SOUND_HZ), -15, length, Duration.ZERO, 1);
  }

  /** Two on each loop. */
  private List<Phone> four(AudioCodec... codecs) {
    String[] names = {"ada", "bob", "cid", "dan"};
    int[] hz = {500, 1100, 1700, 2300};
    List<Phone> phones = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      phones.add(campus.join(names[i], hz[i], codecs[i % codecs.length]));
    }
    phones.get(3).amplitude = 0;
    return phones;
  }

  private void listen() {
    campus.run(500);
    campus.listen(1000);
  }

  @Test
  void legsBeyondTheLimitGoToAnotherLoop() {
    four(AudioCodec.PCMU);

    assertThat(campus.legsOn(0)).isEqualTo(2);
    assertThat(campus.legsOn(1)).isEqualTo(2);
    assertThat(campus.loopOf("ada")).isEqualTo(campus.loopOf("bob"));
    assertThat(campus.loopOf("cid")).isEqualTo(campus.loopOf("dan"));
    assertThat(campus.plane.counters().conferences()).isEqualTo(1);
    assertThat(campus.plane.inventory()).hasSize(4);
  }

  @Test
  void fullLoopsTakeTheRestByTurns() {
    four(AudioCodec.PCMU);
    campus.join("eve", 300);
    campus.join("fay", 300);

    assertThat(campus.legsOn(0)).isEqualTo(3);
    assertThat(campus.legsOn(1)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PCMU", "G722", "OPUS"})
  void everybodyHearsTheOthersAndNotHimself(AudioCodec codec) {
    List<Phone> phones = four(codec);

    listen();

    assertThat(campus.hears(phones.get(0))).containsExactly("bob", "cid");
    assertThat(campus.hears(phones.get(1))).containsExactly("ada", "cid");
    assertThat(campus.hears(phones.get(2))).containsExactly("ada", "bob");
    assertThat(campus.hears(phones.get(3))).containsExactly("ada", "bob", "cid");
  }

  @Test
  void talkersOfAnyRateAreHeardOnTheOtherLoopAtAny() {
    List<Phone> phones = four(AudioCodec.PCMU, AudioCodec.G722, AudioCodec.OPUS, AudioCodec.PCMU);

    listen();

    assertThat(campus.hears(phones.get(3))).containsExactly("ada", "bob", "cid");
    assertThat(campus.hears(phones.get(0))).containsExactly("bob", "cid");
    assertThat(campus.hears(phones.get(2))).containsExactly("ada", "bob");
    assertThat(phones.get(3).hears(1700)).isBetween(0.9 * LOUD, 1.1 * LOUD);
  }

  @Test
  void aTalkerOfTheOtherLoopIsHeardAsCleanly() {
    List<Phone> phones = four(AudioCodec.PCMU);
    phones.get(1).amplitude = 0;
    phones.get(2).amplitude = 0;

    listen();

    assertThat(phones.get(3).clean(500)).isGreaterThan(30);
    assertThat(phones.get(3).worst(500)).isGreaterThan(30);
    assertThat(phones.get(3).clean(500)).isGreaterThan(phones.get(1).clean(500) - 1);
  }

  @Test
  void theLoudestOfAllLoopsAreHeard() {
    List<Phone> phones = four(AudioCodec.PCMU);
    double[] loudness = {1000, 8000, 4000, 2000};
    for (int i = 0; i < 4; i++) {
      phones.get(i).amplitude = loudness[i];
    }
    Phone eve = campus.join("eve", 300);
    eve.amplitude = 0;

    listen();

    for (Phone phone : phones) {
      Set<String> expected = new TreeSet<>(Set.of("bob", "cid", "dan"));
      expected.remove(phone.name);
      assertThat(campus.hears(phone)).as(phone.name).isEqualTo(expected);
    }
    assertThat(campus.hears(eve)).containsExactly("bob", "cid", "dan");
  }

  @Test
  void theTalkersOfAllLoopsAreToldOnce() {
    four(AudioCodec.PCMU);

    campus.run(1500);

    assertThat(campus.told).endsWith("talkers [ada, bob, cid]").doesNotHaveDuplicates();
  }

  @Test
  void aTalkerIsHeardOnTheOtherLoopWithinATickOfTheOwn() {
    campus.stepNs = 1_000_000L;
    List<Phone> phones = four(AudioCodec.PCMU);
    phones.get(1).amplitude = 0;
    phones.get(2).amplitude = 0;
    phones.get(0).amplitude = 0;
    campus.run(2000);
    phones.get(0).amplitude = LOUD;

    long[] heardNs = new long[4];
    for (int i = 0; i < 200; i++) {
      campus.listen(1);
      for (int p = 1; p < 4; p++) {
        heardNs[p] = heardNs[p] == 0 && phones.get(p).loudest() > 300 ? campus.nowNs : heardNs[p];
      }
    }

    assertThat(heardNs).doesNotContain(-1);
    assertThat(heardNs[2] - heardNs[1]).isEqualTo(10_000_000L);
    assertThat(heardNs[3] - heardNs[1]).isEqualTo(10_000_000L);
  }

  @Test
  void whoLeavesIsHeardNoMoreAndTheOthersGoOn() {
    List<Phone> phones = four(AudioCodec.PCMU);
    campus.run(500);

    campus.leave(phones.get(2));
    listen();

    assertThat(campus.hears(phones.get(0))).containsExactly("bob");
    assertThat(phones.get(0).hears(1700)).isLessThan(0.01 * LOUD);
    assertThat(campus.hears(phones.get(3))).containsExactly("ada", "bob");
  }

  @Test
  void anEmptyBranchEndsAndAnEmptyHomeStays() {
    List<Phone> phones = four(AudioCodec.PCMU);
    phones.get(3).amplitude = LOUD;
    int home = campus.loopOf("ada");

    campus.leave(phones.get(0));
    campus.leave(phones.get(1));
    listen();

    assertThat(campus.hears(phones.get(2))).containsExactly("dan");
    assertThat(campus.told).last().isEqualTo("talkers [cid, dan]");
    assertThat(campus.plane.counters().conferences()).isEqualTo(1);
    campus.join("eve", 300);
    assertThat(campus.loopOf("eve")).isEqualTo(home);
    campus.leave(phones.get(2));
    campus.leave(phones.get(3));
    assertThat(campus.legsOn(1 - home)).isZero();
    assertThat(campus.plane.counters().conferences()).isEqualTo(1);
  }

  @Test
  void itIsOverWhenTheLastOfTheOtherLoopHasGone() {
    for (Phone phone : four(AudioCodec.PCMU)) {
      campus.leave(phone);
    }

    campus.run(300);

    assertThat(campus.plane.counters().conferences()).isZero();
    assertThat(campus.routes.allOf(Campus.ROOM)).hasSize(1);
  }

  @Test
  void whoIsAloneOnHisLoopButNotInTheConferenceHearsNoTone() {
    List<Phone> phones = four(AudioCodec.PCMU);
    campus.leave(phones.get(2));
    campus.leave(phones.get(1));
    phones.get(0).amplitude = 0;

    campus.listen(5000);
    assertThat(phones.get(3).loudest()).isLessThan(10);

    campus.leave(phones.get(0));
    campus.listen(5000);
    assertThat(phones.get(3).loudest()).isGreaterThan(500);
  }

  @Test
  void whatIsPlayedIsHeardByAllAndToldOnce() {
    List<Phone> phones = four(AudioCodec.PCMU);
    phones.forEach(phone -> phone.amplitude = 0);

    Playback gong = Playback.once("gong", tone(Duration.ofMillis(800)));
    campus.<CommandResult>ask(done -> campus.plane.play(Campus.ROOM, 1, gong, done));
    campus.listen(500);
    for (Phone phone : phones) {
      assertThat(phone.hears(SOUND_HZ)).as(phone.name).isGreaterThan(0.8 * LOUD);
    }
    campus.run(1000);
    campus.listen(500);

    assertThat(campus.told).containsOnlyOnce("played gong");
    for (Phone phone : phones) {
      assertThat(phone.loudest()).isLessThan(10);
    }
  }

  @Test
  void aNewBranchPlaysWhatAllHear() {
    Phone ada = campus.join("ada", 500);
    Phone bob = campus.join("bob", 1100);
    Playback forEver = new Playback("radio", tone(Duration.ofSeconds(1)), 0, Playback.FOR_EVER);
    campus.<CommandResult>ask(done -> campus.plane.play(Campus.ROOM, 1, forEver, done));
    campus.run(500);

    Phone cid = campus.join("cid", 1700);
    listen();

    assertThat(campus.loopOf("cid")).isNotEqualTo(campus.loopOf("ada"));
    assertThat(cid.hears(SOUND_HZ)).isGreaterThan(0.9 * LOUD);
    campus.<CommandResult>ask(done -> campus.plane.stop(Campus.ROOM, 1, "radio", done));
    listen();
    for (Phone phone : List.of(ada, bob, cid)) {
      assertThat(phone.hears(SOUND_HZ)).isLessThan(0.01 * LOUD);
    }
  }

  @Test
  void aWhisperReachesTheOtherLoopOnly() {
    List<Phone> phones = four(AudioCodec.PCMU);
    Relations whisper = Relations.NONE.whisper("ada", Set.of("dan"));

    campus.<CommandResult>ask(done -> campus.plane.relate(Campus.ROOM, 1, whisper, done));
    listen();

    assertThat(campus.hears(phones.get(1))).containsExactly("cid");
    assertThat(campus.hears(phones.get(2))).containsExactly("bob");
    assertThat(campus.hears(phones.get(3))).containsExactly("ada", "bob", "cid");
    assertThat(campus.told).last().isEqualTo("talkers [bob, cid]");
  }

  @Test
  void mutedOnOneLoopIsSilentOnTheOther() {
    List<Phone> phones = four(AudioCodec.PCMU);

    campus.<CommandResult>ask(done -> campus.plane.mute(Campus.id("cid"), 1, true, done));
    listen();

    assertThat(campus.hears(phones.get(0))).containsExactly("bob");
    assertThat(campus.hears(phones.get(3))).containsExactly("ada", "bob");
  }

  @Test
  void turnsThatEndOnOneLoopMakeNoClickOnTheOther() {
    Phone ada = campus.join("ada", 500);
    campus.join("bob", 1100).amplitude = 0;
    campus.join("cid", 430);
    ada.amplitude = 0;
    campus.listen(2000);
    ada.forget();

    for (int i = 0; i < 8; i++) {
      boolean on = i % 2 == 0;
      campus.<CommandResult>ask(done -> campus.plane.mute(Campus.id("cid"), 1, on, done));
      campus.run(205 + 10 * i);
    }

    short[] heard = ada.heard();
    double steepest = 2 * Math.PI * 430 / 8000 * LOUD;
    int softFrames = 0;
    for (int i = 1; i < heard.length; i++) {
      assertThat((double) Math.abs(heard[i] - heard[i - 1])).isLessThan(1.25 * steepest);
      softFrames += i % 160 == 0 && Math.abs(heard[i]) < 300 ? 1 : 0;
    }
    assertThat(softFrames).as("it did happen").isGreaterThan(20);
  }

  @Test
  void equallyLoudTalkersAreTheSameForAllLoops() {
    Campus three = new Campus(3, 2);
    for (int i = 0; i < 6; i++) {
      three.join("leg-" + i, 400 + 400 * i).amplitude = LOUD;
    }

    three.run(500);
    three.listen(600);

    Set<String> all = new TreeSet<>();
    for (Phone phone : three.phones) {
      all.addAll(three.hears(phone));
    }
    assertThat(all).hasSize(3);
    for (Phone phone : three.phones) {
      Set<String> others = new TreeSet<>(all);
      others.remove(phone.name);
      assertThat(three.hears(phone)).as(phone.name).isEqualTo(others);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 505, 510, 515})
  void aLegThatComesBackOnAnotherLoopDoesNotHearItself(int millis) {
    List<Phone> phones = four(AudioCodec.PCMU);
    phones.get(1).amplitude = 0;
    phones.get(2).amplitude = 0;
    campus.run(millis);
    campus.leave(phones.get(0));
    Phone eve = campus.join("eve", 2900);
    eve.amplitude = 0;
    campus.leave(phones.get(3));

    Phone ada = campus.join("ada", 500);
    campus.listen(1000);

    assertThat(campus.loopOf("ada")).isNotEqualTo(campus.loopOf("bob"));
    assertThat(ada.loudest()).isLessThan(300);
    assertThat(campus.hears(eve)).containsExactly("ada");
  }

  @Test
  void anOldFocusIsRefusedOnEveryLoop() {
    four(AudioCodec.PCMU);

    campus.<CommandResult>ask(done -> campus.plane.mute(Campus.id("ada"), 5, true, done));

    assertThat(
            campus.<CommandResult>ask(done -> campus.plane.mute(Campus.id("cid"), 4, true, done)))
        .isEqualTo(new CommandResult.Stale(5));
    assertThat(
            campus.<CommandResult>ask(done -> campus.plane.closeConference(Campus.ROOM, 4, done)))
        .isEqualTo(new CommandResult.Stale(5));
    campus.run(300);
    assertThat(campus.plane.inventory()).extracting(SessionRecord::epoch).containsOnly(5L);
  }

  @Test
  void anEndedConferenceIsStillFencedWhereverItBeginsAgain() {
    four(AudioCodec.PCMU);
    assertThat(
            campus.<CommandResult>ask(done -> campus.plane.closeConference(Campus.ROOM, 7, done)))
        .isEqualTo(new CommandResult.Done());
    campus.run(300);

    assertThat(campus.reserve(Campus.id("ada"), 6)).isEqualTo(new CommandResult.Stale(7));
    assertThat(campus.plane.inventory()).isEmpty();
    assertThat(campus.plane.counters().conferences()).isZero();
  }

  @Test
  void aFocusThatSpeaksToOneLoopIsThereForAll() {
    four(AudioCodec.PCMU);
    campus.plane.detach(Campus.ROOM, 1);
    campus.run(GRACE.toMillis() - 500);

    campus.<CommandResult>ask(done -> campus.plane.mute(Campus.id("cid"), 1, true, done));
    campus.run(1000);
    assertThat(campus.plane.inventory()).hasSize(4);

    campus.plane.detach(Campus.ROOM, 1);
    campus.run(GRACE.toMillis() + 1000);
    assertThat(campus.plane.inventory()).isEmpty();
    assertThat(campus.told).contains("orphan ada", "orphan bob", "orphan cid", "orphan dan");
    assertThat(campus.plane.counters().conferences()).isZero();
  }

  @Test
  void aLoopThatStoodStillIsHeardAgain() {
    List<Phone> phones = four(AudioCodec.PCMU);
    campus.run(1000);

    campus.stalled.add(campus.loopOf("ada"));
    campus.run(400);
    assertThat(campus.hears(phones.get(3))).contains("cid");
    campus.stalled.clear();
    listen();

    assertThat(campus.hears(phones.get(3))).containsExactly("ada", "bob", "cid");
    assertThat(campus.hears(phones.get(0))).containsExactly("bob", "cid");
  }
}
