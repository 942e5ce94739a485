package org.confocal.engine.factory;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Rejection;
import org.confocal.engine.Samples;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FocusFactoryTest {
  private static final UserUri DANA = Samples.DANA;
  private static final ConferenceUri RAVIS = new ConferenceUri(Samples.RAVI, id("RAVISROOM"));

  private record ToFocus(FocusKey key, FocusProtocol.Command command) {}

  private static ActorTestKit kit;
  private static PersistenceTestKit persistence;
  private final MemoryDialNames names = new MemoryDialNames();
  private final AtomicInteger random = new AtomicInteger();
  private static final ConferencePolicy POLICY =
      new ConferencePolicy("default", 250, true, true, false);
  private volatile Instant now = Samples.AT;
  private volatile UserDirectory.Standing standing = UserDirectory.Standing.NOBODY;
  private volatile Supplier<CompletionStage<ConferencePolicy>> policies =
      () -> CompletableFuture.completedStage(POLICY);
  private TestProbe<FocusFactoryProtocol.Reply> replies;
  private TestProbe<ToFocus> foci;
  private FocusFactorySettings settings;
  private ActorRef<FocusFactoryProtocol.Command> factory;

  @BeforeAll
  static void startSystem() {
    kit =
        ActorTestKit.create(
            "factory-test",
            PersistenceTestKitPlugin.config()
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.load()));
    persistence = PersistenceTestKit.create(kit.system());
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void newFactory() {
    persistence.clearAll();
    persistence.resetPolicy();
    replies = kit.createTestProbe();
    foci = kit.createTestProbe();
    settings =
        new FocusFactorySettings(
            5,
            4,
            6,
            3,
            Duration.ofMillis(20),
            100,
            new Expiry(Duration.ofDays(180), Duration.ofDays(14)),
            10,
            Duration.ofSeconds(30));
    factory = start();
  }

  private ActorRef<FocusFactoryProtocol.Command> start() {
    return kit.spawn(
        FocusFactory.create(
            DANA,
            new FocusFactory.Environment(
                names,
                (key, command) -> foci.getRef().tell(new ToFocus(key, command)),
                user -> policies.get().thenApply(policy -> new Organizer(policy, standing)),
                digits -> String.format("%0" + digits + "X", random.incrementAndGet()),
                () -> now,
                settings)));
  }

  private void crash() {
    kit.stop(factory);
    factory = start();
  }

  private static ConferenceId id(String text) {
    return new ConferenceId(text);
  }

  private void asks(String id, String number) {
    factory.tell(
        new FocusFactoryProtocol.Schedule(
            Optional.of(id(id)),
            Optional.of(number).filter(n -> !n.isEmpty()).map(MeetingNumber::new),
            "Budget",
            Admission.OPEN,
            MeetingTerms.NONE,
            replies.getRef()));
  }

  private Meeting schedules(String id, String number) {
    asks(id, number);
    return replies.expectMessageClass(FocusFactoryProtocol.Done.class).meeting();
  }

  private void deletes(String id) {
    factory.tell(new FocusFactoryProtocol.Delete(id(id), replies.getRef()));
  }

  private Rejection refused() {
    return replies.expectMessageClass(FocusFactoryProtocol.NotDone.class).rejection();
  }

  /** Also shows that all that was said before has been heard. */
  private List<String> meetings() {
    TestProbe<FocusFactoryProtocol.AllMeetings> probe = kit.createTestProbe();
    factory.tell(new FocusFactoryProtocol.All(Optional.empty(), probe.getRef()));
    return probe.receiveMessage().meetings().stream().map(m -> m.uri().id().value()).toList();
  }

  private List<Object> journal() {
    return persistence.persistedInStorage("FocusFactory|" + DANA);
  }

  @Test
  void aMeetingIsStoredBeforeItIsAnswered() {
    Meeting meeting = schedules("ROOM0001", "9000");

    assertThat(meeting)
        .isEqualTo(
            new Meeting(
                new ConferenceUri(DANA, id("ROOM0001")),
                new MeetingNumber("9000"),
                "Budget",
                Admission.OPEN,
                Samples.AT,
                1));
    assertThat(journal()).containsExactly(new MeetingEvent.MeetingCreated(meeting));
    assertThat(names.taken()).containsExactly("9000");
  }

  @Test
  void aMeetingWithoutWishesGetsAnIdAndANumber() {
    factory.tell(
        new FocusFactoryProtocol.Schedule(
            Optional.empty(),
            Optional.empty(),
            "",
            Admission.OPEN,
            MeetingTerms.NONE,
            replies.getRef()));

    Meeting meeting = replies.expectMessageClass(FocusFactoryProtocol.Done.class).meeting();
    assertThat(meeting.uri().id().value()).hasSize(32);
    assertThat(meeting.number().value()).hasSize(6);
  }

  @Test
  void aWantedNumberThatIsTakenIsRefusedAndNothingIsStored() {
    names.take("9000", RAVIS);

    asks("ROOM0001", "9000");

    assertThat(refused().reason()).isEqualTo(Rejection.Reason.NAME_TAKEN);
    assertThat(journal()).isEmpty();
    assertThat(schedules("ROOM0001", "9001").number().value()).isEqualTo("9001");
  }

  @Test
  void aRandomNumberThatIsTakenIsTriedAgain() {
    names.take("100001", RAVIS);
    names.take("100002", RAVIS);

    assertThat(schedules("ROOM0001", "").number().value()).isEqualTo("100003");
  }

  @Test
  void theTriesForARandomNumberAreCounted() {
    names.take("100001", RAVIS);
    names.take("100002", RAVIS);
    names.take("100003", RAVIS);

    asks("ROOM0001", "");

    assertThat(refused().reason()).isEqualTo(Rejection.Reason.NAME_TAKEN);
    assertThat(journal()).isEmpty();
  }

  @Test
  void theSameIdTwiceIsRefused() {
    schedules("ROOM0001", "9000");

    asks("ROOM0001", "9001");

    assertThat(refused().reason()).isEqualTo(Rejection.Reason.ALREADY_EXISTS);
    assertThat(names.taken()).containsExactly("9000");
  }

  @Test
  void theSameIdTwiceIsRefusedWhileTheFirstIsOnItsWay() {
    meetings();
    names.slow(true);
    asks("ROOM0001", "9000");

    asks("ROOM0001", "9001");

    assertThat(refused().reason()).isEqualTo(Rejection.Reason.ALREADY_EXISTS);
    assertThat(names.answerNext()).isEqualTo("claim 9000");
    replies.expectMessageClass(FocusFactoryProtocol.Done.class);
  }

  @Test
  void deletingGivesTheNumberBackAndEndsTheConference() {
    Meeting meeting = schedules("ROOM0001", "9000");

    deletes("ROOM0001");

    assertThat(replies.expectMessageClass(FocusFactoryProtocol.Done.class).meeting())
        .isEqualTo(meeting);
    ToFocus end = foci.receiveMessage();
    assertThat(end.key()).isEqualTo(FocusKey.of(meeting.uri()));
    assertThat(((FocusProtocol.End) end.command()).why()).isEqualTo(EndReason.MEETING_DELETED);
    assertThat(names.taken()).isEmpty();
    assertThat(meetings()).isEmpty();
  }

  @Test
  void anUnknownIdIsToldAsUnknown() {
    deletes("ROOM0001");
    assertThat(refused().reason()).isEqualTo(Rejection.Reason.UNKNOWN_CONFERENCE);

    factory.tell(new FocusFactoryProtocol.Find(id("ROOM0001"), replies.getRef()));

    assertThat(refused().reason()).isEqualTo(Rejection.Reason.UNKNOWN_CONFERENCE);
  }

  @Test
  void aMeetingIsFound() {
    Meeting meeting = schedules("ROOM0001", "9000");

    factory.tell(new FocusFactoryProtocol.Find(id("room0001"), replies.getRef()));

    assertThat(replies.expectMessageClass(FocusFactoryProtocol.Done.class).meeting())
        .isEqualTo(meeting);
  }

  @Test
  void theOldestMeetingIsListedFirstAlsoAfterACrash() {
    schedules("ROOM0009", "9000");
    schedules("ROOM0001", "9001");
    schedules("ROOM0005", "9002");
    deletes("ROOM0001");
    replies.expectMessageClass(FocusFactoryProtocol.Done.class);
    schedules("ROOM0002", "9003");

    crash();

    assertThat(meetings()).containsExactly("ROOM0009", "ROOM0005", "ROOM0002");
    assertThat(names.taken()).containsExactlyInAnyOrder("9000", "9002", "9003");
  }

  @Test
  void aJoinGoesToTheFocusWithTheMeeting() {
    Meeting meeting = schedules("ROOM0001", "9000");
    FocusProtocol.Joining joining = joining(kit.createTestProbe());

    factory.tell(new FocusFactoryProtocol.RouteJoin(id("ROOM0001"), joining));

    assertThat(foci.receiveMessage())
        .isEqualTo(
            new ToFocus(
                FocusKey.of(meeting.uri()),
                new FocusProtocol.Join(
                    meeting,
                    joining,
                    Optional.of(POLICY),
                    Optional.of(Samples.AT.plus(Duration.ofDays(180))))));
  }

  @Test
  void aJoinToAnUnknownMeetingMakesNoFocus() {
    TestProbe<FocusProtocol.InviteReply> caller = kit.createTestProbe();

    factory.tell(new FocusFactoryProtocol.RouteJoin(id("ROOM0001"), joining(caller)));

    assertThat(caller.expectMessageClass(FocusProtocol.Refused.class).rejection().reason())
        .isEqualTo(Rejection.Reason.UNKNOWN_CONFERENCE);
    foci.expectNoMessage(Duration.ZERO);
  }

  private static FocusProtocol.Joining joining(TestProbe<FocusProtocol.InviteReply> caller) {
    return Samples.focusCommands(kit.createTestProbe().getRef()).stream()
        .filter(FocusProtocol.Joining.class::isInstance)
        .map(FocusProtocol.Joining.class::cast)
        .map(
            j ->
                new FocusProtocol.Joining(
                    j.key(),
                    Entry.PLAIN,
                    j.caller(),
                    j.seed(),
                    j.offer(),
                    j.timer(),
                    caller.getRef(),
                    j.edge()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theOneTooManyIsRefused() {
    for (int i = 1; i <= 5; i++) {
      schedules("ROOM000" + i, "900" + i);
    }

    asks("ROOM0006", "9006");

    assertThat(refused().reason()).isEqualTo(Rejection.Reason.CAPACITY_EXCEEDED);
    assertThat(names.taken()).doesNotContain("9006");
  }

  @Test
  void aDirectoryThatFailsIsToldAsUnavailable() {
    meetings();
    names.failNext(1);

    asks("ROOM0001", "9000");

    Rejection rejection = refused();
    assertThat(rejection.reason()).isEqualTo(Rejection.Reason.UNAVAILABLE);
    assertThat(rejection.retryAfter()).contains(settings.retryAfter());
    assertThat(schedules("ROOM0001", "9000").number().value()).isEqualTo("9000");
  }

  @Test
  void aClaimWhoseAnswerWasLostIsGivenBackLater() {
    meetings();
    names.loseNextAnswers(1);
    asks("ROOM0001", "9000");
    assertThat(refused().reason()).isEqualTo(Rejection.Reason.UNAVAILABLE);
    assertThat(names.taken()).containsExactly("9000");

    names.slow(true);

    assertThat(names.answerNext()).isEqualTo("release others");
    assertThat(names.taken()).isEmpty();
  }

  @Test
  void aNumberThatCouldNotBeReleasedIsReleasedLater() {
    schedules("ROOM0001", "9000");
    names.failNext(1);
    deletes("ROOM0001");
    replies.expectMessageClass(FocusFactoryProtocol.Done.class);

    names.slow(true);

    assertThat(names.answerNext()).isEqualTo("release others");
    assertThat(names.taken()).isEmpty();
  }

  @Test
  void aNumberWhoseMeetingWasNeverStoredIsFreeAfterARestart() {
    names.take("9000", new ConferenceUri(DANA, id("ROOM0001")));
    names.take("9001", RAVIS);

    crash();

    assertThat(schedules("ROOM0002", "9000").number().value()).isEqualTo("9000");
    assertThat(names.taken()).contains("9001");
  }

  @Test
  void aNumberWhoseMeetingTheJournalRefusedIsFreeAgain() {
    schedules("ROOM0001", "9000");
    persistence.failNextPersisted();
    asks("ROOM0002", "9001");
    assertThat(meetings()).containsExactly("ROOM0001");

    assertThat(schedules("ROOM0003", "9001").number().value()).isEqualTo("9001");

    assertThat(names.taken()).containsExactlyInAnyOrder("9000", "9001");
  }

  @Test
  void nothingIsScheduledUntilTheNumbersOfTheLastLifeAreGivenBack() {
    schedules("ROOM0001", "9000");
    names.slow(true);
    crash();

    asks("ROOM0002", "9001");

    assertThat(meetings()).containsExactly("ROOM0001");
    assertThat(names.waiting()).isEqualTo(1);
    assertThat(names.answerNext()).isEqualTo("release others");
    assertThat(names.answerNext()).isEqualTo("claim 9001");
    replies.expectMessageClass(FocusFactoryProtocol.Done.class);
    assertThat(names.taken()).containsExactlyInAnyOrder("9000", "9001");
  }

  @Test
  void whoWaitedGoesOnWhenTheDirectoryFailedAndTheNumbersAreGivenBackLater() {
    meetings();
    names.slow(true);
    crash();
    asks("ROOM0002", "9001");
    meetings();

    names.failWaiting();

    assertThat(names.answerNext()).isEqualTo("claim 9001");
    replies.expectMessageClass(FocusFactoryProtocol.Done.class);
    assertThat(names.answerNext()).isEqualTo("release others");
    assertThat(names.taken()).containsExactly("9001");
  }

  @Test
  void aMeetingOnItsWayKeepsItsNumberWhenNumbersAreGivenBack() {
    meetings();
    names.slow(true);
    asks("ROOM0001", "9000");
    asks("ROOM0002", "9001");
    meetings();
    names.failWaiting();
    assertThat(refused().reason()).isEqualTo(Rejection.Reason.UNAVAILABLE);

    assertThat(names.answerNext()).isEqualTo("claim 9001");
    assertThat(names.answerNext()).isEqualTo("release others");

    replies.expectMessageClass(FocusFactoryProtocol.Done.class);
    assertThat(names.taken()).containsExactly("9001");
  }

  @Test
  void theSameIdWaitsUntilTheNumberOfTheDeletedMeetingIsReleased() {
    schedules("ROOM0001", "9000");
    names.slow(true);
    deletes("ROOM0001");
    replies.expectMessageClass(FocusFactoryProtocol.Done.class);

    asks("ROOM0001", "9000");

    assertThat(meetings()).isEmpty();
    assertThat(names.waiting()).isEqualTo(1);
    assertThat(names.answerNext()).isEqualTo("release ROOM0001");
    assertThat(names.answerNext()).isEqualTo("claim 9000");
    replies.expectMessageClass(FocusFactoryProtocol.Done.class);
    assertThat(names.taken()).containsExactly("9000");
  }

  @Test
  void onlySoManyMayWait() {
    meetings();
    names.slow(true);
    crash();
    for (int i = 1; i <= 4; i++) {
      asks("ROOM000" + i, "900" + i);
    }

    asks("ROOM0005", "9005");

    assertThat(refused().reason()).isEqualTo(Rejection.Reason.UNAVAILABLE);
    names.slow(false);
    assertThat(names.answerNext()).isEqualTo("release others");
    assertThat(replies.receiveSeveralMessages(4))
        .allMatch(FocusFactoryProtocol.Done.class::isInstance);
  }

  private Rejection schedulesWith(MeetingTerms terms, Admission admission) {
    factory.tell(
        new FocusFactoryProtocol.Schedule(
            Optional.of(id("ROOM0001")),
            Optional.empty(),
            "Budget",
            admission,
            terms,
            replies.getRef()));
    return refused();
  }

  @Test
  void anExpiryThatNobodyMayWishIsRefused() {
    Instant late = now.plus(Duration.ofDays(4000));

    Rejection rejection =
        schedulesWith(MeetingTerms.NONE.expiring(Optional.of(late)), Admission.OPEN);

    assertThat(rejection.reason()).isEqualTo(Rejection.Reason.MALFORMED);
    assertThat(rejection.text()).startsWith("expiry-time: " + late + " (expected: ");
    assertThat(journal()).isEmpty();
  }

  @Test
  void anOpenMeetingIsRefusedToWhomThePolicyForbidsIt() {
    policies =
        () ->
            CompletableFuture.completedStage(
                new ConferencePolicy("closed", 250, false, true, false));
    crash();

    assertThat(schedulesWith(MeetingTerms.NONE, Admission.OPEN).text()).contains("policy closed");
    factory.tell(
        new FocusFactoryProtocol.Schedule(
            Optional.of(id("ROOM0001")),
            Optional.empty(),
            "",
            Admission.AUTHENTICATED,
            MeetingTerms.NONE,
            replies.getRef()));
    replies.expectMessageClass(FocusFactoryProtocol.Done.class);
  }

  @Test
  void thePolicyIsReadAgainWhenItIsOld() {
    schedules("ROOM0001", "9000");
    policies =
        () -> CompletableFuture.completedStage(new ConferencePolicy("small", 3, true, true, true));
    FocusProtocol.Joining joining = joining(kit.createTestProbe());

    factory.tell(new FocusFactoryProtocol.RouteJoin(id("ROOM0001"), joining));
    assertThat(routed().policy()).contains(POLICY);
    now = now.plus(settings.policyAge());
    factory.tell(new FocusFactoryProtocol.RouteJoin(id("ROOM0001"), joining));

    assertThat(routed().policy().orElseThrow().name()).isEqualTo("small");
  }

  private FocusProtocol.Join routed() {
    return (FocusProtocol.Join) foci.receiveMessage().command();
  }

  @Test
  void aMeetingIsNotActivatedWhileItsOrganizerIsDisabledOrRemoved() {
    schedules("ROOM0001", "9000");
    TestProbe<FocusProtocol.InviteReply> caller = kit.createTestProbe();

    standing = UserDirectory.Standing.DISABLED;
    factory.tell(new FocusFactoryProtocol.LookAgain());
    factory.tell(new FocusFactoryProtocol.RouteJoin(id("ROOM0001"), joining(caller)));
    Rejection disabled = caller.expectMessageClass(FocusProtocol.Refused.class).rejection();
    standing = UserDirectory.Standing.REMOVED;
    factory.tell(new FocusFactoryProtocol.LookAgain());
    factory.tell(new FocusFactoryProtocol.RouteJoin(id("ROOM0001"), joining(caller)));
    Rejection removed = caller.expectMessageClass(FocusProtocol.Refused.class).rejection();
    standing = UserDirectory.Standing.USER;
    factory.tell(new FocusFactoryProtocol.LookAgain());
    factory.tell(new FocusFactoryProtocol.RouteJoin(id("ROOM0001"), joining(caller)));

    assertThat(disabled.reason()).isEqualTo(Rejection.Reason.NOT_AUTHORIZED);
    assertThat(disabled.text()).isEqualTo("The organizer " + DANA + " is disabled");
    assertThat(removed.reason()).isEqualTo(Rejection.Reason.UNKNOWN_CONFERENCE);
    assertThat(routed().policy()).contains(POLICY);
  }

  @Test
  void anAnswerThatWasUnderWayWhenTheOrganizerChangedIsNotBelievedForLong() {
    schedules("ROOM0001", "9000");
    CompletableFuture<ConferencePolicy> slow = new CompletableFuture<>();
    CompletableFuture<Object> asked = new CompletableFuture<>();
    policies =
        () -> {
          asked.complete(slow);
          return slow;
        };
    now = now.plus(settings.policyAge());
    TestProbe<FocusProtocol.InviteReply> caller = kit.createTestProbe();
    factory.tell(new FocusFactoryProtocol.RouteJoin(id("ROOM0001"), joining(caller)));
    asked.join();

    factory.tell(new FocusFactoryProtocol.LookAgain());
    exists();
    policies =
        () -> {
          standing = UserDirectory.Standing.DISABLED;
          return CompletableFuture.completedStage(POLICY);
        };
    slow.complete(POLICY);

    caller.expectMessageClass(FocusProtocol.Refused.class);
  }

  /** Whatever was said to the factory before has been heard. */
  private void exists() {
    factory.tell(new FocusFactoryProtocol.Find(id("ROOM0001"), replies.getRef()));
    replies.expectMessageClass(FocusFactoryProtocol.Done.class);
  }

  @Test
  void whatWasKnownOfThePolicyStandsWhileTheDirectoryFails() {
    schedules("ROOM0001", "9000");
    policies = () -> CompletableFuture.failedStage(new IllegalStateException("down"));
    now = now.plus(settings.policyAge());

    factory.tell(
        new FocusFactoryProtocol.RouteJoin(id("ROOM0001"), joining(kit.createTestProbe())));

    assertThat(routed().policy()).contains(POLICY);
  }

  @Test
  void aJoinIsToldToComeAgainWhenThePolicyCannotBeRead() {
    schedules("ROOM0001", "9000");
    policies = () -> CompletableFuture.failedStage(new IllegalStateException("down"));
    crash();
    TestProbe<FocusProtocol.InviteReply> caller = kit.createTestProbe();

    factory.tell(new FocusFactoryProtocol.RouteJoin(id("ROOM0001"), joining(caller)));

    assertThat(caller.expectMessageClass(FocusProtocol.Refused.class).rejection().retryAfter())
        .contains(settings.retryAfter());
  }

  @Test
  void whatIsUsedExpiresLaterAlsoAfterACrash() {
    schedules("ROOM0001", "9000");
    now = now.plus(Duration.ofDays(100));
    factory.tell(
        new FocusFactoryProtocol.RouteJoin(id("ROOM0001"), joining(kit.createTestProbe())));
    routed();

    crash();
    factory.tell(
        new FocusFactoryProtocol.RouteJoin(id("ROOM0001"), joining(kit.createTestProbe())));

    assertThat(routed().expires()).contains(now.plus(Duration.ofDays(180)));
    assertThat(journal()).contains(new MeetingEvent.MeetingUsed(id("ROOM0001"), now));
  }

  /** The focus of the one meeting that is asked answers whether it runs. */
  private void answersThatItRuns(boolean runs) {
    ToFocus asked = foci.receiveMessage();
    ((FocusProtocol.Show) asked.command())
        .replyTo()
        .tell(
            new FocusProtocol.View(
                asked.key(),
                Optional.empty(),
                runs ? Optional.of(Samples.MEETING) : Optional.empty(),
                1,
                1,
                1,
                List.of()));
  }

  @Test
  void anExpiredMeetingIsPurgedAfterTheGraceAndItsNumberIsFree() {
    schedules("ROOM0001", "9000");
    now = now.plus(Duration.ofDays(180 + 14)).minusMillis(1);
    factory.tell(new FocusFactoryProtocol.Sweep());
    assertThat(meetings()).containsExactly("ROOM0001");
    foci.expectNoMessage(Duration.ZERO);

    now = now.plusMillis(1);
    factory.tell(new FocusFactoryProtocol.Sweep());
    answersThatItRuns(false);

    assertThat(meetings()).isEmpty();
    assertThat(names.taken()).isEmpty();
    assertThat(journal()).contains(new MeetingEvent.MeetingPurged(id("ROOM0001"), now));
  }

  @Test
  void whatRunsIsNotPurged() {
    schedules("ROOM0001", "9000");
    now = now.plus(Duration.ofDays(1000));

    factory.tell(new FocusFactoryProtocol.Sweep());
    answersThatItRuns(true);

    assertThat(meetings()).containsExactly("ROOM0001");
  }

  @Test
  void theMeetingWithoutReservationIsNeverPurged() {
    schedules(ConferenceId.RESERVATIONLESS.value(), "9000");
    now = now.plus(Duration.ofDays(10_000));

    factory.tell(new FocusFactoryProtocol.Sweep());

    assertThat(meetings()).containsExactly(ConferenceId.RESERVATIONLESS.value());
    foci.expectNoMessage(Duration.ZERO);
  }
}
