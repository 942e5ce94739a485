package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.mcu.McuProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FocusTest {
  static final Config CONFIG =
      PersistenceTestKitPlugin.config()
          .withFallback(PersistenceTestKitSnapshotPlugin.config())
          .withFallback(ConfigFactory.load());
  private static ActorTestKit kit;
  private static PersistenceTestKit persistence;
  private FocusHarness conference;

  @BeforeAll
  static void startSystem() {
    kit = ActorTestKit.create("focus-test", CONFIG);
    persistence = PersistenceTestKit.create(kit.system());
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @Test
  void anMcuThatEndsAtOnceIsMadeAnewAfterAPause() {
    conference.endsAtOnce = true;
    conference.phone("ada").invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());
    conference.mcu.expectMessageClass(McuProtocol.Ended.class);
    conference.mcu.expectMessageClass(McuProtocol.Ended.class);

    conference.mcu.expectNoMessage(Duration.ofMillis(200));

    conference.mcu.expectMessageClass(McuProtocol.Ended.class);
  }

  @BeforeEach
  void newConference() {
    persistence.clearAll();
    conference = new FocusHarness(kit, 10);
  }

  @Test
  void theFirstJoinActivatesTheConferenceAndIsStoredBeforeItIsAnswered() {
    LegTag tag = conference.phone("ada").joins();

    assertThat(tag.focus()).isEqualTo(conference.key);
    assertThat(conference.journal(persistence))
        .extracting(e -> e.getClass().getSimpleName())
        .containsExactly("Activated", "FocusStarted", "MediaIntroduced", "LegJoined");
    assertThat(conference.table.rows).containsExactly(conference.key.value());
    conference.mcu.expectMessageClass(McuProtocol.Connect.class);
  }

  @Test
  void aRepeatedInviteGetsTheSameAnswerAndMakesNoSecondLeg() {
    FocusHarness.Phone ada = conference.phone("ada");
    LegTag first = ada.joins();

    LegTag second = ada.joins();

    assertThat(second).isEqualTo(first);
    assertThat(conference.view().legs()).hasSize(1);
  }

  @Test
  void aRepeatedInviteGetsTheSameAnswerAfterACrash() {
    FocusHarness.Phone ada = conference.phone("ada");
    LegTag first = ada.joins();

    conference.crash();

    assertThat(ada.joins()).isEqualTo(first);
    assertThat(conference.view().legs()).hasSize(1);
  }

  @Test
  void theOneTooManyIsRefused() {
    conference = new FocusHarness(kit, 2);
    conference.phone("ada").joins();
    conference.phone("bob").joins();
    FocusHarness.Phone cy = conference.phone("cy");

    cy.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());

    assertThat(cy.replies.expectMessageClass(FocusProtocol.Refused.class).rejection().reason())
        .isEqualTo(Rejection.Reason.CAPACITY_EXCEEDED);
  }

  @Test
  void anOfferWithoutACommonCodecIsRefusedAndTheEmptyConferenceEnds() {
    FocusHarness.Phone ada = conference.phone("ada");

    ada.invite(Optional.of(FocusHarness.uselessOffer()), Optional.empty());

    assertThat(ada.replies.expectMessageClass(FocusProtocol.Refused.class).rejection().reason())
        .isEqualTo(Rejection.Reason.MEDIA_NOT_ACCEPTABLE);
    conference.shard.expectMessageClass(ClusterSharding.Passivate.class);
    assertThat(conference.table.rows).isEmpty();
  }

  @Test
  void whenTheLastOneLeavesTheConferenceEndsAndCanBeginAgain() {
    FocusHarness.Phone ada = conference.phone("ada");
    LegTag tag = ada.joins();

    ada.hangsUp(tag);

    conference.leaves.expectMessageClass(FocusProtocol.Yes.class);
    conference.shard.expectMessageClass(ClusterSharding.Passivate.class);
    assertThat(conference.table.rows).isEmpty();
    LegTag again = conference.phone("bob").joins();
    assertThat(again.leg()).isGreaterThan(tag.leg());
    assertThat(conference.view().activation()).isEqualTo(2);
  }

  @Test
  void aRepeatedByeIsGrantedAndAStrangersIsNot() {
    FocusHarness.Phone ada = conference.phone("ada");
    conference.phone("bob").joins();
    LegTag tag = ada.joins();
    ada.hangsUp(tag);
    conference.leaves.expectMessageClass(FocusProtocol.Yes.class);

    ada.hangsUp(tag);
    conference.leaves.expectMessageClass(FocusProtocol.Yes.class);
    ada.hangsUp(new LegTag(conference.key, 99, "00000000"));

    assertThat(conference.leaves.expectMessageClass(FocusProtocol.No.class).rejection().reason())
        .isEqualTo(Rejection.Reason.UNKNOWN_DIALOG);
  }

  @Test
  void aRequestWithAnothersCallIdDoesNotTouchTheLeg() {
    LegTag tag = conference.phone("ada").joins();

    conference.phone("mallory").hangsUp(tag);

    conference.leaves.expectMessageClass(FocusProtocol.No.class);
    assertThat(conference.view().legs()).hasSize(1);
  }

  @Test
  void aByeThatWasOvertakenIsRefusedAndTheLegStays() {
    FocusHarness.Phone ada = conference.phone("ada");
    LegTag tag = ada.joins();
    ada.cseq = 5;
    ada.offers(tag, FocusHarness.offer(4100));
    ada.replies.expectMessageClass(FocusProtocol.Established.class);

    ada.cseq = 2;
    ada.hangsUp(tag);

    assertThat(conference.leaves.expectMessageClass(FocusProtocol.No.class).rejection().reason())
        .isEqualTo(Rejection.Reason.OUT_OF_ORDER);
    assertThat(conference.view().legs()).hasSize(1);
  }

  @Test
  void anAbandonedJoinLeavesNoGhostAndCannotComeLate() {
    conference.phone("bob").joins();
    FocusHarness.Phone ada = conference.phone("ada");
    ada.joins();
    TestProbe<FocusProtocol.Abandoned> confirmed = kit.createTestProbe();

    conference.focus.tell(new FocusProtocol.Abandon(ada.request("INVITE"), confirmed.getRef()));

    confirmed.expectMessageClass(FocusProtocol.Abandoned.class);
    ada.replies.expectMessageClass(FocusProtocol.Acknowledged.class);
    ada.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());
    assertThat(ada.replies.expectMessageClass(FocusProtocol.Refused.class).rejection().reason())
        .isEqualTo(Rejection.Reason.ABANDONED);
    assertThat(conference.view().legs()).hasSize(1);
  }

  @Test
  void aCallWithoutAckIsEndedWithBye() {
    LegTag tag = conference.phone("ada").joins();

    conference.focus.tell(new FocusProtocol.NotAcknowledged(tag, 1));

    EdgeProtocol.Send bye = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    assertThat(bye.method()).isEqualTo(EdgeProtocol.Method.BYE);
    assertThat(bye.dialog().localTag()).isEqualTo(tag);
  }

  @Test
  void theAckStopsTheRepetitionOfTheAnswer() {
    FocusHarness.Phone ada = conference.phone("ada");
    LegTag tag = ada.joins();

    conference.focus.tell(
        new FocusProtocol.Acknowledge(tag, "call-ada", "tag-ada", 1, Optional.empty()));

    ada.replies.expectMessageClass(FocusProtocol.Acknowledged.class);
  }

  @Test
  void anOfferlessInviteIsConnectedByTheAnswerInItsAck() {
    FocusHarness.Phone ada = conference.phone("ada");
    ada.invite(Optional.empty(), Optional.empty());
    LegTag tag = ada.replies.expectMessageClass(FocusProtocol.Established.class).tag();
    conference.mcu.expectNoMessage();

    conference.focus.tell(
        new FocusProtocol.Acknowledge(
            tag, "call-ada", "tag-ada", 1, Optional.of(FocusHarness.offer(4002))));

    assertThat(conference.mcu.expectMessageClass(McuProtocol.Connect.class).remote())
        .isEqualTo(FocusHarness.offer(4002));
  }

  @Test
  void anOfferlessInviteWithoutAnswerEnds() {
    FocusHarness.Phone ada = conference.phone("ada");
    ada.invite(Optional.empty(), Optional.empty());
    LegTag tag = ada.replies.expectMessageClass(FocusProtocol.Established.class).tag();

    conference.focus.tell(
        new FocusProtocol.Acknowledge(tag, "call-ada", "tag-ada", 1, Optional.empty()));

    assertThat(conference.edge.expectMessageClass(EdgeProtocol.Send.class).method())
        .isEqualTo(EdgeProtocol.Method.BYE);
  }

  @Test
  void anUnchangedOfferIsAnsweredWithoutARowInTheJournal() {
    FocusHarness.Phone ada = conference.phone("ada");
    LegTag tag = ada.joins();
    int rows = conference.journal(persistence).size();

    ada.offers(tag, FocusHarness.offer(4000));

    ada.replies.expectMessageClass(FocusProtocol.Established.class);
    assertThat(conference.journal(persistence)).hasSize(rows);
  }

  @Test
  void aChangedOfferIsStoredAndConnected() {
    FocusHarness.Phone ada = conference.phone("ada");
    LegTag tag = ada.joins();
    conference.mcu.expectMessageClass(McuProtocol.Connect.class);

    ada.offers(tag, FocusHarness.offer(5000));

    ada.replies.expectMessageClass(FocusProtocol.Established.class);
    assertThat(conference.mcu.expectMessageClass(McuProtocol.Connect.class).remote())
        .isEqualTo(FocusHarness.offer(5000));
  }

  @Test
  void aRefusedChangeLeavesTheSessionAsItWas() {
    FocusHarness.Phone ada = conference.phone("ada");
    LegTag tag = ada.joins();

    ada.offers(tag, FocusHarness.uselessOffer());

    assertThat(ada.replies.expectMessageClass(FocusProtocol.Refused.class).rejection().reason())
        .isEqualTo(Rejection.Reason.MEDIA_NOT_ACCEPTABLE);
    assertThat(conference.view().legs()).hasSize(1);
  }

  @Test
  void endingSaysByeToEverybody() {
    conference.phone("ada").joins();
    conference.phone("bob").joins();
    TestProbe<FocusProtocol.Ended> ended = kit.createTestProbe();

    conference.focus.tell(new FocusProtocol.End(EndReason.ENDED_BY_OPERATOR, ended.getRef()));

    assertThat(ended.receiveMessage().legs()).isEqualTo(2);
    assertThat(conference.edge.receiveSeveralMessages(2))
        .allMatch(m -> ((EdgeProtocol.Send) m).method() == EdgeProtocol.Method.BYE);
    assertThat(conference.view().legs()).isEmpty();
  }

  @Test
  void afterACrashTheLegsAreThereWithAHigherEpochAndAreAsked() {
    LegTag tag = conference.phone("ada").joins();
    conference.mcu.expectMessageClass(McuProtocol.Connect.class);
    long before = conference.view().incarnation();

    conference.crash();

    assertThat(conference.view().incarnation()).isGreaterThan(before);
    assertThat(conference.mcu.expectMessageClass(McuProtocol.Revive.class).place())
        .isEqualTo(FocusHarness.place(tag.leg()));
    assertThat(conference.edge.expectMessageClass(EdgeProtocol.Send.class).method())
        .isEqualTo(EdgeProtocol.Method.OPTIONS);
  }

  @Test
  void aLegThatHadToMoveGetsANewOffer() {
    LegTag tag = conference.phone("ada").joins();
    conference.movedLeg = tag.leg();

    conference.crash();

    EdgeProtocol.Send send = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    assertThat(send.method()).isEqualTo(EdgeProtocol.Method.INVITE);
    assertThat(send.session().orElseThrow().description()).isEqualTo(FocusHarness.local(77));
    assertThat(send.session().orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void aPeerThatLostTheDialogIsRemoved() {
    LegTag tag = conference.phone("ada").joins();
    conference.crash();
    EdgeProtocol.Send probe = conference.edge.expectMessageClass(EdgeProtocol.Send.class);

    probe
        .replyTo()
        .tell(
            new EdgeProtocol.Result(
                tag.leg(),
                probe.method(),
                probe.cseq(),
                EdgeProtocol.Outcome.GONE,
                Optional.empty(),
                481,
                "481"));

    conference.shard.expectMessageClass(ClusterSharding.Passivate.class);
    assertThat(conference.view().legs()).isEmpty();
  }

  @Test
  void aFocusThatIsFencedHearsNothingForAWhileAndEndsWithoutAnotherWord() {
    conference.phone("ada").joins();
    TestProbe<FocusProtocol.View> probe = kit.createTestProbe();

    conference.focus.tell(new FocusMouth.FromMcu(new McuProtocol.Fenced(Long.MAX_VALUE)));
    conference.focus.tell(new FocusProtocol.Show(probe.getRef()));

    probe.expectTerminated(conference.focus);
    probe.expectNoMessage();
    conference.edge.expectNoMessage();
  }

  @Test
  void aFocusThatFindsAnotherStartInTheJournalDoesNotTakeTheConferenceBack() {
    conference.phone("ada").joins();
    TestProbe<FocusProtocol.View> probe = kit.createTestProbe();
    FocusProtocol.View view = conference.view();
    persistence.persistForRecovery(
        "Focus|" + view.key().value(),
        List.of(
            new ConferenceEvent.FocusStarted(
                Instant.EPOCH, view.activation(), view.incarnation() + 1)));
    persistence.failNextPersisted();

    conference.phone("bob").invite(Optional.of(FocusHarness.offer(4002)), Optional.empty());

    probe.expectTerminated(conference.focus);
    assertThat(conference.journal(persistence))
        .filteredOn(ConferenceEvent.FocusStarted.class::isInstance)
        .hasSize(2);
  }

  @Test
  void afterAFailureOfTheJournalEverythingIsAsAfterACrash() {
    FocusHarness.Phone ada = conference.phone("ada");
    LegTag tag = ada.joins();
    conference.mcu.expectMessageClass(McuProtocol.Connect.class);
    long before = conference.view().incarnation();
    persistence.failNextPersisted();
    FocusHarness.Phone bob = conference.phone("bob");

    bob.invite(Optional.of(FocusHarness.offer(4002)), Optional.empty());

    assertThat(conference.mcu.expectMessageClass(McuProtocol.Revive.class).leg())
        .isEqualTo(tag.leg());
    assertThat(conference.edge.expectMessageClass(EdgeProtocol.Send.class).method())
        .isEqualTo(EdgeProtocol.Method.OPTIONS);
    bob.joins();
    assertThat(conference.view().incarnation()).isEqualTo(before + 1);
    assertThat(conference.view().legs()).hasSize(2);
  }

  @Test
  void whoWaitedForMediaWhenTheJournalFailedGetsItWhenHeAsksAgain() {
    FocusHarness.Phone ada = conference.phone("ada");
    LegTag tag = ada.joins();
    conference.mcu.expectMessageClass(McuProtocol.Connect.class);
    conference.holdsBack = true;
    FocusHarness.Phone bob = conference.phone("bob");
    bob.invite(Optional.of(FocusHarness.offer(4002)), Optional.empty());
    conference.mcu.expectMessageClass(McuProtocol.Negotiate.class);
    conference.holdsBack = false;
    persistence.failNextPersisted();

    ada.refreshes(tag, "sip:ada@192.0.2.99", Optional.empty());

    conference.mcu.expectMessageClass(McuProtocol.Revive.class);
    bob.joins();
    assertThat(conference.view().legs()).hasSize(2);
  }
}
