package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.EdgeProtocol.Outcome;
import org.confocal.engine.edge.EdgeProtocol.SubscriptionEnd;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.SubscriptionStyle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionsTest {
  private static final Config CONFIG =
      ConfigFactory.parseString(
              """
              # the first answer of a cold system on a busy machine takes its time
              pekko.actor.testkit.typed.single-expect-default = 20s
              # time is turned by hand: a write that is out meanwhile is not late
              pekko.persistence.journal-plugin-fallback {
                circuit-breaker.call-timeout = 1 d
                recovery-event-timeout = 1 d
              }
              """)
          .withFallback(ManualTime.config())
          .withFallback(PersistenceTestKitPlugin.config())
          .withFallback(PersistenceTestKitSnapshotPlugin.config())
          .withFallback(ConfigFactory.load());

  private static final Duration WINDOW = Scene.SETTINGS.window();
  private static final Duration STEP = Duration.ofSeconds(8);
  private static final long FIRST = (1 << 20) + 1;

  private static ActorTestKit kit;
  private static ManualTime time;
  private static PersistenceTestKit persistence;
  private FocusHarness conference;
  private FocusHarness.Phone phone;
  private LegTag leg;
  private FocusHarness.Subscriber ada;

  @BeforeAll
  static void startSystem() {
    kit = ActorTestKit.create("subscriptions-test", CONFIG);
    time = ManualTime.get(kit.system());
    persistence = PersistenceTestKit.create(kit.system());
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void adaIsIn() {
    persistence.clearAll();
    begin(Scene.SETTINGS);
  }

  private static RosterSettings settings(RosterSettings.Documents documents, boolean openToUsers) {
    RosterSettings s = Scene.SETTINGS;
    return new RosterSettings(
        s.window(),
        s.largeFrom(),
        documents,
        openToUsers,
        s.defaultExpires(),
        s.leastExpires(),
        s.mostExpires(),
        s.most(),
        s.mostPerUser(),
        s.mostFailures(),
        s.logLength(),
        s.speaking());
  }

  private void begin(RosterSettings settings) {
    conference = new FocusHarness(kit, 10, settings);
    phone = conference.phone("ada");
    leg = phone.joins();
    ada = conference.subscriber("ada");
  }

  /** Time goes on in steps that are too short for the journal to be given up meanwhile. */
  private void passes(Duration duration) {
    conference.view();
    Duration left = duration;
    while (!left.isZero()) {
      Duration step = left.compareTo(STEP) < 0 ? left : STEP;
      conference.now = conference.now.plus(step);
      time.timePasses(step);
      conference.view();
      left = left.minus(step);
    }
  }

  /** Ada subscribes, and has answered the first NOTIFY. */
  private EdgeProtocol.Notice watches() {
    ada.subscribes(60);
    EdgeProtocol.Notice first = conference.told().notices().get(0);
    conference.ends(first, Outcome.OK, 200);
    conference.view();
    return first;
  }

  private void nobodyIsTold() {
    assertThat(conference.allTold()).isEmpty();
  }

  private static RosterDocument document(EdgeProtocol.Notify n) {
    return n.document().orElseThrow();
  }

  private List<Object> journal() {
    return conference.journal(persistence);
  }

  @Test
  void aSubscriptionIsStoredBeforeItIsAnsweredAndBeginsWithAFullDocument() {
    FocusProtocol.Subscribed answer = ada.subscribes(600);

    EdgeProtocol.Notify first = conference.told();
    assertThat(answer.expiresSeconds()).isEqualTo(600);
    assertThat(answer.first()).isEmpty();
    assertThat(journal().get(journal().size() - 1).getClass().getSimpleName())
        .isEqualTo("Subscribed");
    assertThat(document(first).full()).isTrue();
    assertThat(document(first).users()).hasSize(1);
    assertThat(first.notices()).hasSize(1);
    assertThat(first.notices().get(0).version()).isEqualTo(FIRST);
    assertThat(first.notices().get(0).cseq()).isGreaterThan(1 << 20);
    assertThat(first.notices().get(0).dialog().localTag()).isEqualTo(answer.tag());
    assertThat(first.notices().get(0).expiresSeconds()).isEqualTo(600);
  }

  @Test
  void theFirstDocumentMayComeInTheAnswer() {
    ada.inAnswer = true;

    FocusProtocol.Subscribed answer = ada.subscribes(600);

    assertThat(document(answer.first().orElseThrow()).full()).isTrue();
    nobodyIsTold();
  }

  @Test
  void aRepeatedRequestGetsTheSameAnswerAndMakesNoSecondSubscription() {
    ada.inAnswer = true;
    FocusProtocol.Subscribed first = ada.subscribes(600);
    int rows = journal().size();

    ada.tag = Optional.empty();
    ada.asks(600);

    assertThat(ada.replies.receiveMessage()).isEqualTo(first);
    assertThat(journal()).hasSize(rows);
  }

  /** So many others ask that nobody remembers what an earlier request was answered. */
  private void answersAreForgotten() {
    conference.phone("bob").joins();
    FocusHarness.Subscriber bob = conference.subscriber("bob");
    bob.inAnswer = true;
    for (int i = 0; i < 70; i++) {
      bob.subscribes(60);
    }
    passes(WINDOW);
    conference.allTold();
  }

  @Test
  void aRepeatedRequestWhoseAnswerIsForgottenGetsEverythingByANotification() {
    ada.inAnswer = true;
    LegTag tag = ada.subscribes(600).tag();
    answersAreForgotten();

    ada.tag = Optional.empty();
    ada.asks(600);

    FocusProtocol.Subscribed again = ada.replies.expectMessageClass(FocusProtocol.Subscribed.class);
    assertThat(again.tag()).isEqualTo(tag);
    assertThat(again.first()).isEmpty();
    assertThat(document(conference.told()).full()).isTrue();
  }

  @Test
  void aRepeatedRefreshWhoseAnswerIsForgottenGetsEverythingByANotification() {
    ada.inAnswer = true;
    ada.subscribes(600);
    ada.subscribes(600);
    answersAreForgotten();

    ada.asks(600);

    assertThat(ada.replies.expectMessageClass(FocusProtocol.Subscribed.class).first()).isEmpty();
    assertThat(document(conference.told()).full()).isTrue();
  }

  @Test
  void aRepeatedRequestWhoseNotificationIsStillOnItsWayIsOnlyAnswered() {
    LegTag tag = ada.subscribes(600).tag();
    conference.told();
    answersAreForgotten();

    ada.tag = Optional.empty();
    ada.asks(600);

    FocusProtocol.Subscribed again = ada.replies.expectMessageClass(FocusProtocol.Subscribed.class);
    assertThat(again.tag()).isEqualTo(tag);
    assertThat(again.first()).isEmpty();
    conference.view();
    nobodyIsTold();
  }

  @Test
  void aRepeatedRequestGetsEverythingWhenOnlyAPartOfItIsOnItsWay() {
    ada.inAnswer = true;
    ada.subscribes(600);
    conference.phone("cy").joins();
    passes(WINDOW);
    assertThat(document(conference.told()).full()).isFalse();
    answersAreForgotten();

    ada.tag = Optional.empty();
    ada.asks(600);

    ada.replies.expectMessageClass(FocusProtocol.Subscribed.class);
    assertThat(document(conference.told()).full()).isTrue();
  }

  @Test
  void aRequestRepeatedAfterACrashIsAnsweredWithTheSameTag() {
    LegTag tag = ada.subscribes(600).tag();
    conference.crash();

    ada.tag = Optional.empty();
    ada.asks(600);

    assertThat(ada.replies.expectMessageClass(FocusProtocol.Subscribed.class).tag()).isEqualTo(tag);
  }

  @Test
  void whoDoesNotSayHowLongGetsTheDefaultAndWhoSaysTooMuchGetsLess() {
    assertThat(ada.subscribes(-1).expiresSeconds()).isEqualTo(3600);
    assertThat(ada.subscribes(1_000_000).expiresSeconds()).isEqualTo(7200);
  }

  @Test
  void tooShortASubscriptionIsRefused() {
    ada.cseq++;
    ada.asks(29);

    Rejection no = ada.replies.expectMessageClass(FocusProtocol.NotSubscribed.class).rejection();
    assertThat(no.reason()).isEqualTo(Rejection.Reason.TOO_SHORT);
    assertThat(no.least()).contains(Duration.ofSeconds(30));
  }

  @Test
  void whoIsNotInAndHasNotProvedWhoHeIsIsAskedTo() {
    assertThat(conference.subscriber("eve").refused(600))
        .isEqualTo(Rejection.Reason.AUTHENTICATION_REQUIRED);
  }

  @Test
  void aUserWhoIsNotInIsRefused() {
    FocusHarness.Subscriber eve = conference.subscriber("eve");
    eve.proved = Optional.of(Scene.user("eve"));

    assertThat(eve.refused(600)).isEqualTo(Rejection.Reason.NOT_INVITED);
  }

  @Test
  void aUserWhoIsNotInMayWatchWhereThatIsAllowed() {
    begin(settings(RosterSettings.Documents.PARTIAL, true));
    FocusHarness.Subscriber eve = conference.subscriber("eve");
    eve.proved = Optional.of(Scene.user("eve"));

    assertThat(eve.subscribes(600).expiresSeconds()).isEqualTo(600);
  }

  @Test
  void oneParticipantMaySubscribeOnlySoOften() {
    for (int i = 0; i < Scene.SETTINGS.mostPerUser(); i++) {
      ada.tag = Optional.empty();
      ada.subscribes(600);
    }
    ada.tag = Optional.empty();

    assertThat(ada.refused(600)).isEqualTo(Rejection.Reason.CAPACITY_EXCEEDED);
  }

  @Test
  void aConferenceThatDoesNotRunIsUnknownAndItsFocusRests() {
    FocusHarness idle = new FocusHarness(kit, 10);

    assertThat(idle.subscriber("ada").refused(600)).isEqualTo(Rejection.Reason.UNKNOWN_CONFERENCE);
    idle.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void changesOfOneWindowAreToldTogether() {
    EdgeProtocol.Notice first = watches();
    conference.phone("bob").joins();
    conference.phone("cy").joins();
    nobodyIsTold();

    passes(WINDOW);

    EdgeProtocol.Notify next = conference.told();
    assertThat(document(next).full()).isFalse();
    assertThat(document(next).users()).hasSize(2);
    assertThat(document(next).userCount()).isEqualTo(3);
    assertThat(next.notices().get(0).version()).isEqualTo(first.version() + 1);
    assertThat(next.notices().get(0).cseq()).isGreaterThan(first.cseq());
    nobodyIsTold();
  }

  @Test
  void whereDocumentsAreFullEveryNotificationTellsEverybody() {
    begin(settings(RosterSettings.Documents.FULL, false));
    EdgeProtocol.Notice first = watches();
    conference.phone("bob").joins();
    conference.phone("cy").joins();

    passes(WINDOW);

    EdgeProtocol.Notify next = conference.told();
    assertThat(document(next).full()).isTrue();
    assertThat(document(next).users()).hasSize(3);
    assertThat(next.notices().get(0).version()).isEqualTo(first.version() + 1);
    nobodyIsTold();
  }

  @Test
  void subscribersAtTheSamePlaceShareADocument() {
    watches();
    conference.phone("bob").joins();
    passes(WINDOW);
    conference.ends(conference.told().notices().get(0), Outcome.OK, 200);
    FocusHarness.Subscriber bob = conference.subscriber("bob");
    bob.subscribes(60);
    conference.ends(conference.told().notices().get(0), Outcome.OK, 200);
    conference.phone("cy").joins();

    passes(WINDOW);

    assertThat(conference.told().notices()).hasSize(2);
    nobodyIsTold();
  }

  @Test
  void aChangeOfOneselfIsToldAtOnce() {
    watches();

    phone.offers(
        leg, new SessionOffer(List.of(FocusHarness.audio("192.0.2.7", 4000, Direction.SENDONLY))));

    assertThat(document(conference.told()).users()).hasSize(1);
  }

  @Test
  void whoHasNotAnsweredIsToldNothingMoreUntilHeDoes() {
    ada.subscribes(60);
    EdgeProtocol.Notice first = conference.told().notices().get(0);
    conference.phone("bob").joins();
    passes(WINDOW);
    conference.phone("cy").joins();
    passes(WINDOW);
    nobodyIsTold();

    conference.ends(first, Outcome.OK, 200);
    passes(WINDOW);

    assertThat(document(conference.told()).users()).hasSize(2);
  }

  @Test
  void whoDoesNotAnswerIsToldTheNextThingWhenTheLastOneIsSent() {
    ada.style = new SubscriptionStyle(true, true, true);
    ada.subscribes(60);
    EdgeProtocol.Notice first = conference.told().notices().get(0);
    conference.phone("eve").joins();
    passes(WINDOW);
    nobodyIsTold();
    conference.ends(first, Outcome.OK, 200);
    passes(WINDOW);
    EdgeProtocol.Notice second = conference.told().notices().get(0);
    conference.ends(second, Outcome.OK, 200);
    conference.phone("bob").joins();

    passes(WINDOW);

    assertThat(document(conference.told()).users()).hasSize(1);
  }

  @Test
  void whoLeftAndCameBackIsToldGoneFirst() {
    watches();
    FocusHarness.Phone bob = conference.phone("bob");
    bob.proved = Optional.of(Scene.user("bob"));
    LegTag tag = bob.joins();
    passes(WINDOW);
    EdgeProtocol.Notify joined = conference.told();
    bob.hangsUp(tag);
    conference.leaves.expectMessageClass(FocusProtocol.Yes.class);
    FocusHarness.Phone again = conference.phone("bob-again");
    again.proved = bob.proved;
    again.joins();

    conference.ends(joined.notices().get(0), Outcome.OK, 200);
    passes(WINDOW);
    EdgeProtocol.Notify first = conference.told();
    conference.ends(first.notices().get(0), Outcome.OK, 200);
    passes(WINDOW);
    EdgeProtocol.Notify second = conference.told();

    assertThat(document(first).gone()).containsExactly(Scene.user("bob"));
    assertThat(document(first).users()).isEmpty();
    assertThat(document(second).gone()).isEmpty();
    assertThat(document(second).users()).hasSize(1);
  }

  @Test
  void aSubscriberWhoDoesNotExistIsForgotten() {
    EdgeProtocol.Notice first = watches();
    conference.phone("bob").joins();
    passes(WINDOW);
    EdgeProtocol.Notice second = conference.told().notices().get(0);

    conference.ends(second, Outcome.GONE, 481);
    conference.phone("cy").joins();
    passes(WINDOW);

    nobodyIsTold();
    assertThat(journal()).extracting(e -> e.getClass().getSimpleName()).contains("Unsubscribed");
    assertThat(first.cseq()).isLessThan(second.cseq());
  }

  @Test
  void aNoticeThatFailedIsFollowedByAFullDocumentAfterARest() {
    watches();
    conference.phone("bob").joins();
    passes(WINDOW);
    EdgeProtocol.Notice failed = conference.told().notices().get(0);

    conference.ends(failed, Outcome.UNREACHED, 0);
    passes(Duration.ofSeconds(1));
    nobodyIsTold();
    passes(Duration.ofSeconds(4));

    EdgeProtocol.Notify again = conference.told();
    assertThat(document(again).full()).isTrue();
    assertThat(again.notices().get(0).version()).isEqualTo(failed.version() + 1);
  }

  @Test
  void whoFailsAgainAndAgainIsForgotten() {
    ada.subscribes(60);

    for (int i = 0; i < Scene.SETTINGS.mostFailures(); i++) {
      conference.ends(conference.told().notices().get(0), Outcome.REFUSED, 500);
      passes(Duration.ofSeconds(5));
    }

    nobodyIsTold();
    assertThat(journal()).extracting(e -> e.getClass().getSimpleName()).contains("Unsubscribed");
  }

  @Test
  void aNoticeOfWhichNothingIsHeardIsLostAndEverythingIsToldAgain() {
    ada.subscribes(60);
    conference.told();

    passes(Duration.ofSeconds(40));

    assertThat(document(conference.told()).full()).isTrue();
  }

  @Test
  void aRefreshProlongsAndTellsEverythingAndIsNotStored() {
    watches();
    int rows = journal().size();
    passes(Duration.ofSeconds(50));

    assertThat(ada.subscribes(60).expiresSeconds()).isEqualTo(60);
    EdgeProtocol.Notify full = conference.told();
    conference.ends(full.notices().get(0), Outcome.OK, 200);
    passes(Duration.ofSeconds(50));

    assertThat(document(full).full()).isTrue();
    assertThat(journal()).hasSize(rows);
    nobodyIsTold();
  }

  @Test
  void aRefreshFromAnotherAddressIsStored() {
    watches();
    ada.target = "sip:elsewhere@192.0.2.9:5070";

    ada.subscribes(60);

    assertThat(conference.told().notices().get(0).dialog().remoteTarget()).isEqualTo(ada.target);
    conference.crash();
    assertThat(conference.told().notices().get(0).dialog().remoteTarget()).isEqualTo(ada.target);
  }

  @Test
  void aRefreshInAnUnknownDialogIsRefused() {
    ada.tag = Optional.of(new LegTag(conference.key, 99, "00000000"));

    assertThat(ada.refused(600)).isEqualTo(Rejection.Reason.UNKNOWN_DIALOG);
  }

  @Test
  void aRefreshThatWasOvertakenIsRefused() {
    ada.cseq = 10;
    watches();
    ada.cseq = 5;

    assertThat(ada.refused(600)).isEqualTo(Rejection.Reason.OUT_OF_ORDER);
  }

  @Test
  void whoDoesNotRefreshIsToldThatItIsOver() {
    watches();

    passes(Duration.ofMinutes(1));

    EdgeProtocol.Notify last = conference.told();
    assertThat(last.document()).isEmpty();
    assertThat(last.notices().get(0).ended()).contains(SubscriptionEnd.TIMEOUT);
    assertThat(last.notices().get(0).expiresSeconds()).isZero();
  }

  @Test
  void aSubscriptionThatWeProlongLivesAsLongAsItsParticipant() {
    ada.style = new SubscriptionStyle(true, true, true);
    watches();

    passes(Duration.ofMinutes(1));
    nobodyIsTold();
    conference.phone("bob").joins();
    passes(WINDOW);

    assertThat(conference.told().notices().get(0).ended()).isEmpty();
  }

  @Test
  void whoUnsubscribesIsToldALastTime() {
    watches();

    FocusProtocol.Subscribed answer = ada.subscribes(0);

    assertThat(answer.expiresSeconds()).isZero();
    assertThat(conference.told().notices().get(0).ended()).contains(SubscriptionEnd.TIMEOUT);
    conference.phone("bob").joins();
    passes(WINDOW);
    nobodyIsTold();
  }

  @Test
  void anOldClientUnsubscribesWithoutNamingItsDialog() {
    ada.style = new SubscriptionStyle(true, true, true);
    LegTag tag = ada.subscribes(60).tag();
    conference.told();

    ada.tag = Optional.empty();
    FocusProtocol.Subscribed answer = ada.subscribes(0);

    assertThat(answer.tag()).isEqualTo(tag);
    assertThat(answer.expiresSeconds()).isZero();
    assertThat(conference.told().notices().get(0).ended()).contains(SubscriptionEnd.TIMEOUT);
  }

  /** Another client of Ada at the same place. */
  private FocusHarness.Subscriber adaAt(String device, String epid) {
    FocusHarness.Subscriber client = conference.subscriber("ada");
    client.style = new SubscriptionStyle(true, true, true);
    client.device = device;
    client.fromParameters = epid.isEmpty() ? "" : ";epid=" + epid;
    client.target = "sip:" + device + "@192.0.2.7:5070";
    return client;
  }

  @ParameterizedTest
  @CsvSource({"01010101, 02020202", "'', ''"})
  void anOldClientUnsubscribesItselfAndNoOtherClientOfItsUser(String desk, String lap) {
    adaAt("desk", desk).subscribes(60);
    conference.told();
    FocusHarness.Subscriber laptop = adaAt("laptop", lap);
    LegTag tag = laptop.subscribes(60).tag();
    conference.told();
    FocusHarness.Subscriber again = adaAt("laptop", lap);
    again.device = "laptop-later";

    FocusProtocol.Subscribed answer = again.subscribes(0);

    assertThat(answer.tag()).isEqualTo(tag);
    assertThat(conference.told().notices())
        .extracting(n -> n.dialog().localTag())
        .containsExactly(tag);
  }

  @Test
  void anOldClientThatUnsubscribesAfterTheEndIsNotRefused() {
    FocusHarness idle = new FocusHarness(kit, 10);
    FocusHarness.Subscriber late = idle.subscriber("ada");
    late.style = new SubscriptionStyle(true, true, true);

    assertThat(late.subscribes(0).expiresSeconds()).isZero();
  }

  @Test
  void whoAsksOnceIsToldOnceAndNothingIsStored() {
    int rows = journal().size();

    FocusProtocol.Subscribed answer = ada.subscribes(0);

    EdgeProtocol.Notify told = conference.told();
    assertThat(answer.expiresSeconds()).isZero();
    assertThat(document(told).full()).isTrue();
    assertThat(told.notices().get(0).ended()).contains(SubscriptionEnd.TIMEOUT);
    assertThat(journal()).hasSize(rows);
  }

  @Test
  void withHisLastLegAParticipantsSubscriptionEnds() {
    watches();
    conference.phone("bob").joins();
    passes(WINDOW);
    conference.told();

    phone.hangsUp(leg);

    EdgeProtocol.Notify last = conference.told();
    assertThat(last.notices().get(0).ended()).contains(SubscriptionEnd.NORESOURCE);
    conference.phone("cy").joins();
    passes(WINDOW);
    nobodyIsTold();
  }

  @Test
  void whoIsSentAwayIsToldSo() {
    assertThat(Subscriptions.endOf(Departure.EJECTED)).isEqualTo(SubscriptionEnd.REJECTED);
    assertThat(Subscriptions.endOf(Departure.LOST)).isEqualTo(SubscriptionEnd.NORESOURCE);
  }

  @Test
  void whenTheConferenceEndsItsSubscribersAreTold() {
    watches();
    TestProbe<FocusProtocol.Ended> ended = kit.createTestProbe();

    conference.focus.tell(new FocusProtocol.End(EndReason.ENDED_BY_OPERATOR, ended.getRef()));

    conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    assertThat(conference.told().notices().get(0).ended()).contains(SubscriptionEnd.NORESOURCE);
    passes(Duration.ofMinutes(1));
    nobodyIsTold();
  }

  @Test
  void aSubscriberOfWhomTheEdgeSaysThatHeIsGoneIsForgotten() {
    watches();

    conference.focus.tell(new FocusProtocol.Unsubscribe(ada.tag.orElseThrow()));
    conference.phone("bob").joins();
    passes(WINDOW);

    nobodyIsTold();
  }

  @Test
  void afterACrashEverybodyGetsAFullDocumentUnderAHigherVersion() {
    EdgeProtocol.Notice before = watches();

    conference.crash();

    EdgeProtocol.Notify after = conference.told();
    assertThat(document(after).full()).isTrue();
    assertThat(after.notices().get(0).version()).isEqualTo((2 << 20) + 1);
    assertThat(after.notices().get(0).cseq()).isGreaterThan(before.cseq());
  }

  @Test
  void whoLagsFurtherThanTheLogReachesGetsEverything() {
    begin(Scene.settings(1000, 1));
    watches();
    conference.phone("bob").joins();
    conference.phone("cy").joins();

    passes(WINDOW);

    assertThat(document(conference.told()).full()).isTrue();
  }

  @Test
  void inALargeMeetingASubscriberSeesHimself() {
    begin(Scene.settings(1, 1000));

    ada.subscribes(60);

    EdgeProtocol.Notify first = conference.told();
    assertThat(document(first).users()).isEmpty();
    assertThat(document(first).userCount()).isEqualTo(1);
    assertThat(first.notices().get(0).self().orElseThrow().displayName()).isEqualTo("ada");
  }
}
