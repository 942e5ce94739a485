package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.RecordingFormat;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.media.AudioCodec;
import org.confocal.media.CommandResult;
import org.confocal.media.ReserveResult;
import org.confocal.media.record.DurablePart;
import org.confocal.media.record.RecordedChunk;
import org.confocal.media.record.RecordingParameters;
import org.confocal.media.sound.Sound;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recording of a conference, between its focus and a media node that the test plays. */
class ConferenceRecordingTest {
  private static final FocusKey KEY = new FocusKey("abcdefghijklmnop2345");
  private static final UserUri ADA = new UserUri("sip:ada@example.test");
  private static final String HERE = "127.0.0.1";
  private static final McuProtocol.StartRecording ORDER =
      new McuProtocol.StartRecording("r1", RecordingFormat.OPUS, "", 0);

  private static final ActorTestKit KIT =
      ActorTestKit.create("recording-test", ConfigFactory.load());

  private TestProbe<MediaNode.Command> node = KIT.createTestProbe();
  private TestProbe<McuProtocol.Event> focus = KIT.createTestProbe();
  private ActorRef<McuProtocol.Command> mcu = KIT.system().ignoreRef();
  private ActorRef<MediaNode.Event> ear = KIT.system().ignoreRef();

  @AfterAll
  static void stopSystem() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void aConference() {
    start(settings("/somewhere", Duration.ofHours(1)));
  }

  private static RecordingSettings settings(String directory, Duration announceEvery) {
    return new RecordingSettings(
        directory, 16_000, 24_000, Duration.ofSeconds(5), Duration.ofSeconds(10), announceEvery);
  }

  private void start(RecordingSettings recording) {
    node = KIT.createTestProbe();
    focus = KIT.createTestProbe();
    McuSettings settings = mcuSettings(recording);
    mcu =
        KIT.spawn(
            Mcus.here(node.getRef(), settings).mcu(McuType.AUDIO_VIDEO, KEY, 1, focus.getRef()));
    ear = node.expectMessageClass(MediaNode.Attach.class).mcu();
  }

  private RecordingParameters ordered() {
    return node.expectMessageClass(MediaNode.StartRecording.class).recording();
  }

  private void answer(CommandResult result) {
    ear.tell(new MediaNode.RecordOrdered("r1", result));
  }

  private MediaVerb.Play played() {
    return (MediaVerb.Play) node.expectMessageClass(MediaNode.Order.class).verb();
  }

  private Sound heardByAll() {
    MediaVerb.Play play = played();
    assertThat(play.leg()).isEmpty();
    return play.playback().sound();
  }

  private void chunk(String part, long toMs, boolean last) {
    ear.tell(new MediaNode.Recorded(new RecordedChunk("r1", part, 1, 0, toMs, 3 * toMs, last)));
  }

  private void begins() {
    mcu.tell(ORDER);
    ordered();
    answer(new CommandResult.Done());
    assertThat(heardByAll()).isEqualTo(ConferenceRecording.BEGIN);
  }

  private static SessionOffer offer() throws Exception {
    try (Handset handset = new Handset()) {
      return handset.offer();
    }
  }

  /** A leg with a port. */
  private McuProtocol.Negotiated reserves(int leg) throws Exception {
    mcu.tell(new McuProtocol.Negotiate(leg, Optional.of(offer()), HERE, focus.getRef()));
    node.expectMessageClass(MediaNode.Reserve.class);
    InetSocketAddress local =
        new InetSocketAddress(IpLiteral.parse(HERE).orElseThrow(), 20_000 + 2 * leg);
    ear.tell(new MediaNode.Reserved(leg, new ReserveResult.Reserved(local, leg)));
    return focus.expectMessageClass(McuProtocol.Negotiated.class);
  }

  private void connects(McuProtocol.Negotiated n, boolean waits) throws Exception {
    mcu.tell(new McuProtocol.Connect(n.leg(), ADA, offer(), n.local(), waits));
    node.expectMessageClass(MediaNode.Connect.class);
  }

  @Test
  void whereNoDirectoryIsSetTheFocusIsToldWhichKeyItIs() {
    start(RecordingSettings.OFF);

    mcu.tell(ORDER);

    assertThat(focus.expectMessageClass(McuProtocol.RecordingFailed.class))
        .isEqualTo(
            new McuProtocol.RecordingFailed(
                "r1", "This node records nothing: confocal.mcu.recording.directory is not set"));
    assertThat(Mcus.here(node.getRef(), mcuSettings(RecordingSettings.OFF)).recordingRefusal())
        .map(Rejection::reason)
        .contains(Rejection.Reason.NOT_SUPPORTED);
    assertThat(
            Mcus.here(node.getRef(), mcuSettings(settings("/a", Duration.ZERO))).recordingRefusal())
        .isEmpty();
  }

  private static McuSettings mcuSettings(RecordingSettings recording) {
    return new McuSettings(
        List.of(),
        List.of(AudioCodec.PCMU),
        7,
        ChatSettings.from(ConfigFactory.load()),
        SrtpPolicy.OFF,
        McuSettings.Ice.OFF,
        SoundSettings.NONE,
        recording);
  }

  @Test
  void eachRecordingHasADirectoryOfItsOwn() {
    mcu.tell(ORDER);

    assertThat(ordered().directory()).isEqualTo(Path.of("/somewhere", KEY.value(), "r1"));
  }

  @Test
  void itBeginsWithTheFirstLeg() throws Exception {
    mcu.tell(new McuProtocol.StartRecording("r1", RecordingFormat.WAV, "a.wav", 5000));
    assertThat(ordered().known()).isEqualTo(new DurablePart("a.wav", 5000));
    answer(new CommandResult.Unknown());

    reserves(1);

    assertThat(ordered().known()).isEqualTo(new DurablePart("a.wav", 5000));
  }

  @Test
  void itGoesOnWithTheNextLegWhenTheLastOneHasGone() throws Exception {
    begins();

    chunk("a.ogg", 7000, true);
    assertThat(focus.expectMessageClass(McuProtocol.Recorded.class))
        .isEqualTo(new McuProtocol.Recorded("r1", "a.ogg", 7000, 21_000, true));
    reserves(1);

    assertThat(ordered().known()).isEqualTo(new DurablePart("a.ogg", 7000));
  }

  @Test
  void allHearItNowAndThen() {
    start(settings("/somewhere", Duration.ofMillis(50)));
    begins();

    assertThat(heardByAll()).isEqualTo(ConferenceRecording.BEEP);
    assertThat(heardByAll()).isEqualTo(ConferenceRecording.BEEP);
  }

  @Test
  void allHearItsEnd() {
    begins();

    mcu.tell(new McuProtocol.StopRecording("r1"));

    assertThat(node.expectMessageClass(MediaNode.StopRecording.class).id()).isEqualTo("r1");
    assertThat(heardByAll()).isEqualTo(ConferenceRecording.END);
    chunk("a.ogg", 7000, true);
    assertThat(focus.expectMessageClass(McuProtocol.Recorded.class).partMs()).isEqualTo(7000);
  }

  @Test
  void allHearItsFailureAndTheFocusKnows() {
    begins();

    ear.tell(new MediaNode.RecordingFailed("r1", "No space left on device"));

    assertThat(heardByAll()).isEqualTo(ConferenceRecording.END);
    assertThat(focus.expectMessageClass(McuProtocol.RecordingFailed.class).why())
        .isEqualTo("No space left on device");
  }

  @Test
  void whoComesLaterHearsItAsSoonAsHeHears() throws Exception {
    begins();

    connects(reserves(3), false);
    ear.tell(new MediaNode.Alive(3));

    MediaVerb.Play told = played();
    assertThat(told.leg()).contains(3);
    assertThat(told.playback().sound()).isEqualTo(ConferenceRecording.BEGIN);
  }

  @Test
  void whoWaitsHearsItWhenHeIsLetIn() throws Exception {
    begins();
    McuProtocol.Negotiated n = reserves(3);
    connects(n, true);
    ear.tell(new MediaNode.Alive(3));

    connects(n, false);

    assertThat(played().leg()).contains(3);
  }

  @Test
  void whoComesBeforeTheLastPieceOfThoseWhoWentIsRecorded() throws Exception {
    begins();
    reserves(1);

    chunk("a.ogg", 7000, true);

    assertThat(ordered().known()).isEqualTo(new DurablePart("a.ogg", 7000));
  }

  @Test
  void whatThePlaneIsTooBusyToEndIsEndedLater() {
    begins();
    mcu.tell(new McuProtocol.StopRecording("r1"));
    node.expectMessageClass(MediaNode.StopRecording.class);
    assertThat(heardByAll()).isEqualTo(ConferenceRecording.END);

    ear.tell(new MediaNode.NotStopped("r1"));

    assertThat(node.expectMessageClass(MediaNode.StopRecording.class).id()).isEqualTo("r1");
  }

  @Test
  void theLastPieceIsToldThoughTheConferenceIsOver() {
    begins();

    mcu.tell(new McuProtocol.Ended());
    assertThat(node.expectMessageClass(MediaNode.CloseAll.class).hears()).isTrue();
    chunk("a.ogg", 5000, false);
    chunk("a.ogg", 7000, true);

    assertThat(focus.expectMessageClass(McuProtocol.Recorded.class).partMs()).isEqualTo(5000);
    assertThat(focus.expectMessageClass(McuProtocol.Recorded.class).partMs()).isEqualTo(7000);
    node.expectMessageClass(MediaNode.Detach.class);
    focus.expectTerminated(mcu);
  }

  @Test
  void anMcuWithoutARecordingEndsAtOnce() {
    mcu.tell(new McuProtocol.Ended());

    assertThat(node.expectMessageClass(MediaNode.CloseAll.class).hears()).isFalse();
    focus.expectTerminated(mcu);
  }
}
