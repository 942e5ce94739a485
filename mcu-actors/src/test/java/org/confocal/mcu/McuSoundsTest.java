package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.confocal.engine.Rejection;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Holding;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.Tuning;
import org.confocal.media.AudioCodec;
import org.confocal.media.CommandResult;
import org.confocal.media.Hold;
import org.confocal.media.ReserveResult;
import org.confocal.media.Volume;
import org.confocal.media.mix.Relations;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Tone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the audio MCU says to its media node about sound. */
class McuSoundsTest {
  private static final FocusKey CONFERENCE =
      FocusKey.of(
          new ConferenceUri(
              new UserUri("sip:dana@example.test"), new ConferenceId("7F3A9C20B1D84E6F")));
  private static final UserUri ADA = new UserUri("sip:ada@example.test");
  private static final UserUri BEN = new UserUri("sip:ben@example.test");
  private static final SessionOffer OFFER = Sdp.offer(Sdp.audio(Sdp.PCMU).at("127.0.0.1", 4000));
  private static ActorTestKit kit;

  @TempDir Path directory;
  private TestProbe<MediaNode.Command> node;
  private TestProbe<McuProtocol.Event> focus;
  private ActorRef<MediaNode.Event> ear;
  private ActorRef<McuProtocol.Command> mcu;

  @BeforeAll
  static void startSystem() {
    kit = ActorTestKit.create("mcu-sounds-test", ConfigFactory.load());
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void anMcuWithTones() {
    start(Optional.empty(), List.of());
  }

  private void start(Optional<String> music) {
    start(music, List.of());
  }

  /**
   * Starts an MCU.
   *
   * @param first what is in its mailbox before it begins
   */
  private void start(Optional<String> music, List<McuProtocol.Command> first) {
    node = kit.createTestProbe();
    focus = kit.createTestProbe();
    McuSettings settings =
        new McuSettings(
            List.of(),
            List.of(AudioCodec.PCMU),
            7,
            ChatSettings.from(ConfigFactory.load()),
            SrtpPolicy.OFF,
            McuSettings.Ice.LITE,
            new SoundSettings(
                Optional.of(directory),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                music,
                true,
                true),
            RecordingSettings.OFF);
    CountDownLatch gate = new CountDownLatch(1);
    mcu =
        kit.spawn(
            Behaviors.setup(
                context -> {
                  gate.await();
                  return Mcus.here(node.getRef(), settings)
                      .mcu(McuType.AUDIO_VIDEO, CONFERENCE, 1, focus.getRef());
                }));
    first.forEach(mcu::tell);
    gate.countDown();
    ear = node.expectMessageClass(MediaNode.Attach.class).mcu();
  }

  private void reserves(int leg) {
    node.expectMessageClass(MediaNode.Reserve.class);
    ear.tell(
        new MediaNode.Reserved(
            leg,
            new ReserveResult.Reserved(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 20_000 + 2 * leg), leg)));
  }

  private SessionAnswer negotiates(int leg) {
    mcu.tell(new McuProtocol.Negotiate(leg, Optional.of(OFFER), "127.0.0.1", focus.getRef()));
    reserves(leg);
    return focus.expectMessageClass(McuProtocol.Negotiated.class).local();
  }

  private void connects(int leg, UserUri user) {
    mcu.tell(new McuProtocol.Connect(leg, user, OFFER, negotiates(leg)));
  }

  private MediaVerb verb() {
    return node.expectMessageClass(MediaNode.Order.class).verb();
  }

  @Test
  void whatIsSetForALegGoesToThePlane() {
    mcu.tell(new McuProtocol.Tuned(3, new Tuning(true, Holding.MUSIC, -6, 3)));

    assertThat(verb()).isEqualTo(new MediaVerb.Deafen(3, true));
    assertThat(verb()).isEqualTo(new MediaVerb.SetAside(3, Hold.MUSIC));
    assertThat(verb()).isEqualTo(new MediaVerb.Loudness(3, new Volume(-6, 3)));
  }

  @Test
  void whoComesLaterHasHisRelationsBeforeHisMedia() {
    mcu.tell(new McuProtocol.Related(ControlOrder.Relate.whisper(ADA, List.of(BEN)).relations()));
    assertThat(verb()).isEqualTo(new MediaVerb.Relate(Relations.NONE));

    connects(1, ADA);

    MediaVerb.Relate told = (MediaVerb.Relate) verb();
    assertThat(told.relations().talkers()).containsOnlyKeys("1");
    node.expectMessageClass(MediaNode.Connect.class);
    connects(2, BEN);
    assertThat(((MediaVerb.Relate) verb()).relations().pairs())
        .isEqualTo(Map.of("2", Map.of("1", 0)));
    node.expectMessageClass(MediaNode.Connect.class);
  }

  @Test
  void whoComesAndGoesIsHeardToDoSoByTheOthersOnly() {
    connects(1, ADA);
    node.expectMessageClass(MediaNode.Connect.class);

    connects(2, BEN);
    node.expectMessageClass(MediaNode.Connect.class);
    assertThat(verb())
        .isEqualTo(new MediaVerb.Play(Optional.empty(), Playback.once(":entry", Tone.ENTRY)));
    mcu.tell(new McuProtocol.Release(1));
    assertThat(verb())
        .isEqualTo(new MediaVerb.Play(Optional.empty(), Playback.once(":exit", Tone.EXIT)));
    node.expectMessageClass(MediaNode.Close.class);
    mcu.tell(new McuProtocol.Release(2));

    node.expectMessageClass(MediaNode.Close.class);
  }

  @Test
  void aChangeOfASessionIsNoEntryAndWhoIsLetInFromTheLobbyEnters() {
    connects(1, ADA);
    node.expectMessageClass(MediaNode.Connect.class);
    SessionAnswer local = negotiates(2);
    mcu.tell(new McuProtocol.Connect(2, BEN, OFFER, local, true));
    node.expectMessageClass(MediaNode.Connect.class);
    mcu.tell(new McuProtocol.Connect(1, ADA, OFFER, local));
    node.expectMessageClass(MediaNode.Connect.class);

    mcu.tell(new McuProtocol.Connect(2, BEN, OFFER, local));

    node.expectMessageClass(MediaNode.Connect.class);
    assertThat(verb()).isInstanceOf(MediaVerb.Play.class);
  }

  @Test
  void whoIsThereAgainAfterARestartDoesNotEnter() {
    connects(1, ADA);
    node.expectMessageClass(MediaNode.Connect.class);
    MediaPlace place = new MediaPlace("127.0.0.1", 20_004, 2);
    mcu.tell(
        new McuProtocol.Revive(
            2,
            BEN,
            place,
            OFFER,
            new OfferAnswer(
                    List.of(AudioCodec.PCMU), new SecureMedia(SrtpPolicy.OFF, new SecureRandom()))
                .answer(OFFER, place, Optional.empty()),
            "127.0.0.1"));
    reserves(2);

    node.expectMessageClass(MediaNode.Connect.class);
    node.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void aSoundIsReadAndPlayedToTheLegsThatAreMeant() throws IOException {
    SoundShelfTest.wave(directory, "gong", 10);

    mcu.tell(new McuProtocol.Play(5, List.of(1, 2), "hint", "gong", 0));

    MediaVerb.Play one = (MediaVerb.Play) verb();
    assertThat(one.leg()).contains(1);
    assertThat(one.playback().name()).isEqualTo("hint");
    assertThat(one.playback().times()).isEqualTo(Playback.FOR_EVER);
    assertThat(one.playback().sound().frames()).isEqualTo(10);
    MediaVerb.Play two = (MediaVerb.Play) verb();
    assertThat(two.leg()).contains(2);
    answers(one, new CommandResult.Unknown());
    focus.expectNoMessage(Duration.ofMillis(20));
    answers(two, new CommandResult.Done());
    assertThat(focus.expectMessageClass(McuProtocol.PlayResult.class))
        .isEqualTo(new McuProtocol.PlayResult(5, Optional.empty()));
    mcu.tell(new McuProtocol.StopPlaying(List.of(), "hint"));
    assertThat(verb()).isEqualTo(new MediaVerb.Stop(Optional.empty(), "hint"));
  }

  private void answers(MediaVerb verb, CommandResult result) {
    ear.tell(new MediaNode.Ordered(verb, result));
  }

  @Test
  void aSoundThatIsStoppedWhileItIsReadDoesNotBegin() throws IOException {
    SoundShelfTest.wave(directory, "gong", 10);

    start(
        Optional.empty(),
        List.of(
            new McuProtocol.Play(5, List.of(1, 2), "hint", "gong", 0),
            new McuProtocol.StopPlaying(List.of(2), "hint")));

    assertThat(verb()).isEqualTo(new MediaVerb.Stop(Optional.of(2), "hint"));
    assertThat(((MediaVerb.Play) verb()).leg()).contains(1);
    node.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void whatThePlaneIsTooBusyForIsSaidAgain() {
    mcu.tell(new McuProtocol.Related(ControlOrder.Relate.whisper(ADA, List.of(BEN)).relations()));
    MediaVerb told = verb();

    answers(told, new CommandResult.Busy());

    MediaVerb again = verb();
    assertThat(again).isEqualTo(told);
    answers(again, new CommandResult.Done());
    node.expectNoMessage(Insistence.PAUSE.plusMillis(50));
  }

  @Test
  void whatIsOutdatedIsNotSaidAgain() {
    mcu.tell(new McuProtocol.Tuned(3, Tuning.PLAIN.withDeaf(true)));
    MediaVerb deaf = verb();
    verb();
    verb();
    mcu.tell(new McuProtocol.Tuned(3, Tuning.PLAIN));
    for (int i = 0; i < 3; i++) {
      verb();
    }

    answers(deaf, new CommandResult.Busy());

    node.expectNoMessage(Insistence.PAUSE.plusMillis(50));
  }

  @Test
  void whatWasToBePlayedMeanwhileIsLeftOutAndWhoOrderedItIsTold() throws IOException {
    SoundShelfTest.wave(directory, "gong", 10);
    mcu.tell(new McuProtocol.Play(5, List.of(), "hint", "gong", 1));

    answers(verb(), new CommandResult.Busy());

    assertThat(focus.expectMessageClass(McuProtocol.PlayResult.class).refusal())
        .map(Rejection::reason)
        .contains(Rejection.Reason.UNAVAILABLE);
    node.expectNoMessage(Insistence.PAUSE.plusMillis(50));
  }

  @Test
  void aSoundThatIsNotThereIsRefused() {
    mcu.tell(new McuProtocol.Play(5, List.of(), "hint", "fanfare", 1));

    Rejection no = focus.expectMessageClass(McuProtocol.PlayResult.class).refusal().orElseThrow();
    assertThat(no.reason()).isEqualTo(Rejection.Reason.MALFORMED);
    assertThat(no.text()).startsWith("sound: fanfare (expected: ");
  }

  @Test
  void theMusicIsToldWheneverTheConferenceHasSessionsAgain() throws IOException {
    SoundShelfTest.wave(directory, "waltz", 10);
    start(Optional.of("waltz"));
    assertThat(verb()).isInstanceOf(MediaVerb.Music.class);

    connects(1, ADA);

    assertThat(verb()).isInstanceOf(MediaVerb.Music.class);
    node.expectMessageClass(MediaNode.Connect.class);
    connects(2, BEN);
    node.expectMessageClass(MediaNode.Connect.class);
  }

  @Test
  void whoTalksIsToldToTheFocus() {
    ear.tell(new MediaNode.Talking(java.util.Set.of(1, 2)));

    assertThat(focus.expectMessageClass(McuProtocol.Talking.class).legs())
        .containsExactlyInAnyOrder(1, 2);
  }
}
