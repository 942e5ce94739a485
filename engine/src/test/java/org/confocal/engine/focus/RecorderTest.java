package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.conference.Recording;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.RecordingFormat;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.roster.RosterHead;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recording of a conference as its focus keeps it. */
class RecorderTest {
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          com.typesafe.config.ConfigFactory.parseString(
                  "pekko.actor.testkit.typed.single-expect-default = 10s")
              .withFallback(PersistenceTestKitPlugin.getInstance().config())
              .withFallback(com.typesafe.config.ConfigFactory.load()));
  private static final PersistenceTestKit JOURNAL = PersistenceTestKit.create(KIT.system());
  private static final ControlOrder RECORD = new ControlOrder.StartRecording(RecordingFormat.OPUS);
  private static final ControlOrder STOP = new ControlOrder.StopRecording();

  private FocusHarness conference = new FocusHarness(KIT, 100);
  private FocusHarness.Controller dana = conference.controller("dana");

  @BeforeEach
  void danaIsInAConference() {
    conference = new FocusHarness(KIT, 100);
    dana = conference.controller("dana").joins();
    dana.comesTo(McuType.AUDIO_VIDEO);
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private <T extends McuProtocol.Command> T told(Class<T> kind) {
    McuProtocol.Command next = conference.mcu.receiveMessage();
    while (!kind.isInstance(next)) {
      next = conference.mcu.receiveMessage();
    }
    return kind.cast(next);
  }

  private Recording recording() {
    List<Recording> all = conference.view().recordings();
    return all.get(all.size() - 1);
  }

  private Optional<Rejection> operate(ControlOrder order) {
    TestProbe<FocusProtocol.Operated> done = KIT.createTestProbe();
    conference.focus.tell(new FocusProtocol.Operate(order, done.getRef()));
    return done.receiveMessage().refusal();
  }

  private void isOnDisk(String id, String part, long ms) {
    conference.mcuTells(new McuProtocol.Recorded(id, part, ms, ms * 3, false));
  }

  private <T> List<T> journal(Class<T> kind) {
    conference.view();
    List<T> found = new ArrayList<>();
    for (Object event : conference.journal(JOURNAL)) {
      if (kind.isInstance(event)) {
        found.add(kind.cast(event));
      }
    }
    return found;
  }

  @Test
  void aPresenterHasTheConferenceRecorded() {
    assertThat(dana.gets(RECORD).refusal()).isEmpty();

    McuProtocol.StartRecording order = told(McuProtocol.StartRecording.class);
    assertThat(order.format()).isEqualTo(RecordingFormat.OPUS);
    assertThat(order.part()).isEmpty();
    assertThat(recording().id()).isEqualTo(order.id());
    assertThat(recording().state()).isEqualTo(Recording.State.ON);
    assertThat(recording().by()).isEqualTo(dana.user);
    assertThat(journal(ConferenceEvent.RecordingStarted.class)).hasSize(1);
  }

  @Test
  void anAttendeeDoesNot() {
    FocusHarness.Controller mei = conference.controller("mei").joins();

    assertThat(mei.isDenied(RECORD)).isEqualTo(Rejection.Reason.NOT_AUTHORIZED);
    dana.gets(RECORD);
    assertThat(mei.isDenied(STOP)).isEqualTo(Rejection.Reason.NOT_AUTHORIZED);
  }

  @Test
  void thePolicyOfTheOrganizerMayForbidItToAllEvenToAnOperator() {
    conference = new FocusHarness(KIT, 100);
    conference.policy = Optional.of(new ConferencePolicy("strict", 100, true, true, false));
    dana = conference.controller("dana").joins();

    Rejection no = dana.gets(RECORD).refusal().orElseThrow();

    assertThat(no.reason()).isEqualTo(Rejection.Reason.NOT_AUTHORIZED);
    assertThat(no.text()).isEqualTo("The organizer's policy strict does not allow to record");
    assertThat(operate(RECORD)).contains(no);
    assertThat(conference.view().recordings()).isEmpty();
  }

  @Test
  void aNodeThatRecordsNothingSaysSo() {
    conference.records = false;

    assertThat(dana.isDenied(RECORD)).isEqualTo(Rejection.Reason.NOT_SUPPORTED);
  }

  @Test
  void thereIsOneRecordingAtATime() {
    assertThat(dana.isDenied(STOP)).isEqualTo(Rejection.Reason.UNKNOWN_MEDIA);
    dana.gets(RECORD);

    assertThat(dana.isDenied(RECORD)).isEqualTo(Rejection.Reason.ALREADY_EXISTS);
    assertThat(dana.gets(STOP).refusal()).isEmpty();
    assertThat(dana.gets(RECORD).refusal()).isEmpty();
    assertThat(conference.view().recordings())
        .extracting(Recording::state)
        .containsExactly(Recording.State.STOPPED, Recording.State.ON);
  }

  @Test
  void aConferenceWithoutAudioIsNotRecorded() {
    conference = new FocusHarness(KIT, 100);
    conference.allows(java.util.Set.of(McuType.CHAT));
    dana = conference.controller("dana").joins();

    assertThat(dana.isDenied(RECORD)).isEqualTo(Rejection.Reason.UNKNOWN_MCU);
  }

  @Test
  void anOperatorBeginsAndEndsIt() {
    assertThat(operate(RECORD)).isEmpty();
    String id = told(McuProtocol.StartRecording.class).id();
    assertThat(recording().by().value()).isEqualTo("sip:operator@example.test");

    assertThat(operate(STOP)).isEmpty();
    assertThat(told(McuProtocol.StopRecording.class).id()).isEqualTo(id);
    assertThat(operate(STOP)).map(Rejection::reason).contains(Rejection.Reason.UNKNOWN_MEDIA);
  }

  @Test
  void whatIsOnDiskIsJournaledEachFiveSecondsAtMost() {
    dana.gets(RECORD);
    String id = told(McuProtocol.StartRecording.class).id();

    for (int second = 1; second <= 12; second++) {
      isOnDisk(id, "a", 1000L * second);
    }

    assertThat(journal(ConferenceEvent.RecordingChunk.class))
        .extracting(ConferenceEvent.RecordingChunk::partMs)
        .containsExactly(1000L, 6000L, 11_000L);
    assertThat(recording().durableMs()).isEqualTo(11_000);
  }

  @Test
  void theLastPieceIsJournaledThoughTheRecordingWasStopped() {
    dana.gets(RECORD);
    String id = told(McuProtocol.StartRecording.class).id();
    isOnDisk(id, "a", 5000);
    dana.gets(STOP);

    conference.mcuTells(new McuProtocol.Recorded(id, "a", 7300, 21_000, true));

    assertThat(recording().durableMs()).isEqualTo(7300);
    assertThat(recording().bytes()).isEqualTo(21_000);
    assertThat(recording().state()).isEqualTo(Recording.State.STOPPED);
  }

  @Test
  void partsAddUp() {
    dana.gets(RECORD);
    String id = told(McuProtocol.StartRecording.class).id();
    isOnDisk(id, "a", 5000);
    isOnDisk(id, "a", 10_000);
    isOnDisk(id, "b", 2000);

    assertThat(journal(ConferenceEvent.RecordingChunk.class)).hasSize(3);
    assertThat(recording().durableMs()).isEqualTo(12_000);
    assertThat(recording().bytes()).isEqualTo(36_000);
  }

  @Test
  void aFocusThatStartsAgainHasItGoneOnWith() {
    dana.gets(RECORD);
    McuProtocol.StartRecording order = told(McuProtocol.StartRecording.class);
    isOnDisk(order.id(), "a", 5000);
    conference.view();

    conference.crash();

    assertThat(told(McuProtocol.StartRecording.class))
        .isEqualTo(new McuProtocol.StartRecording(order.id(), RecordingFormat.OPUS, "a", 5000));
    assertThat(journal(ConferenceEvent.RecordingStarted.class)).hasSize(1);
  }

  @Test
  void whatWasStoppedStaysSoAfterARestart() {
    dana.gets(RECORD);
    dana.gets(STOP);
    told(McuProtocol.StopRecording.class);

    conference.crash();
    told(McuProtocol.Revive.class);

    assertThat(conference.allToldToTheMcu()).isEmpty();
  }

  @Test
  void whatGoesOnThoughItWasStoppedIsStoppedAgain() {
    dana.gets(RECORD);
    String id = told(McuProtocol.StartRecording.class).id();
    dana.gets(STOP);
    told(McuProtocol.StopRecording.class);

    isOnDisk(id, "a", 5000);
    conference.mcuTells(new McuProtocol.Recorded(id, "a", 5500, 16_000, true));

    assertThat(conference.allToldToTheMcu()).containsExactly(new McuProtocol.StopRecording(id));
  }

  @Test
  void whatIsOnIsNotStopped() {
    dana.gets(RECORD);
    String id = told(McuProtocol.StartRecording.class).id();

    isOnDisk(id, "a", 5000);

    assertThat(conference.allToldToTheMcu()).isEmpty();
  }

  @Test
  void theLastPieceOfAConferenceThatIsOverIsJournaledBeforeTheFocusRests() {
    conference.endsLate = true;
    dana.gets(RECORD);
    String id = told(McuProtocol.StartRecording.class).id();
    TestProbe<FocusProtocol.Ended> ended = KIT.createTestProbe();
    conference.focus.tell(new FocusProtocol.End(EndReason.ENDED_BY_OPERATOR, ended.getRef()));
    ended.receiveMessage();
    conference.shard.expectNoMessage(java.time.Duration.ofMillis(50));

    conference.mcuTells(new McuProtocol.Recorded(id, "a", 7300, 21_000, true));
    conference.endMcu();

    conference.shard.receiveMessage();
    assertThat(recording().durableMs()).isEqualTo(7300);
  }

  @Test
  void aRecordingThatCannotBeWrittenEndsAndTheConferenceGoesOn() {
    dana.gets(RECORD);
    String id = told(McuProtocol.StartRecording.class).id();
    isOnDisk(id, "a", 5000);

    conference.mcuTells(new McuProtocol.RecordingFailed(id, "No space left on device"));

    assertThat(recording().state()).isEqualTo(Recording.State.FAILED);
    assertThat(recording().why()).isEqualTo("No space left on device");
    assertThat(recording().durableMs()).isEqualTo(5000);
    assertThat(conference.view().legs()).hasSize(2);
    assertThat(dana.gets(RECORD).refusal()).isEmpty();
  }

  @Test
  void itEndsWithTheConferenceAndIsRemembered() {
    dana.gets(RECORD);
    TestProbe<FocusProtocol.Ended> ended = KIT.createTestProbe();

    conference.focus.tell(new FocusProtocol.End(EndReason.ENDED_BY_OPERATOR, ended.getRef()));
    ended.receiveMessage();

    assertThat(recording().state()).isEqualTo(Recording.State.STOPPED);
    assertThat(operate(RECORD))
        .map(Rejection::reason)
        .contains(Rejection.Reason.UNKNOWN_CONFERENCE);
  }

  @Test
  void participantsSeeItInTheRoster() {
    FocusHarness.Subscriber watching = conference.subscriber("dana");
    watching.proved = Optional.of(dana.user);
    watching.subscribes(3600);
    conference.ends(conference.told().notices().get(0), EdgeProtocol.Outcome.OK, 200);

    dana.gets(RECORD);
    EdgeProtocol.Notify begun = conference.told();
    conference.ends(begun.notices().get(0), EdgeProtocol.Outcome.OK, 200);
    dana.gets(STOP);
    EdgeProtocol.Notify ended = conference.told();

    assertThat(begun.document().flatMap(d -> d.head()).map(RosterHead::recording)).contains(true);
    assertThat(ended.document().flatMap(d -> d.head()).map(RosterHead::recording)).contains(false);
  }
}
