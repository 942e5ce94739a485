package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of a session, through the focus. */
class SessionChangesTest {
  private static ActorTestKit kit;
  private static PersistenceTestKit persistence;
  private FocusHarness conference;
  private FocusHarness.Phone ada;

  @BeforeAll
  static void startSystem() {
    kit =
        ActorTestKit.create(
            "changes-test",
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
  void newConference() {
    persistence.clearAll();
    conference = new FocusHarness(kit, 10);
    ada = conference.phone("ada");
  }

  /** A leg that had to move: our offer is on its way to the phone. */
  private EdgeProtocol.Send weOffer(LegTag tag) {
    conference.movedLeg = tag.leg();
    conference.crash();
    EdgeProtocol.Send offer = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    assertThat(offer.method()).isEqualTo(EdgeProtocol.Method.INVITE);
    return offer;
  }

  private static void ends(
      EdgeProtocol.Send send, int leg, EdgeProtocol.Outcome outcome, int answerPort) {
    send.replyTo()
        .tell(
            new EdgeProtocol.Result(
                leg,
                send.method(),
                send.cseq(),
                outcome,
                answerPort == 0 ? Optional.empty() : Optional.of(FocusHarness.offer(answerPort)),
                0,
                ""));
  }

  @Test
  void anOfferOfThePeerIsRefusedWhileOursIsOnItsWay() {
    LegTag tag = ada.joins();
    weOffer(tag);

    ada.offers(tag, FocusHarness.offer(5000));

    assertThat(ada.refused()).isEqualTo(Rejection.Reason.OFFER_PENDING);
  }

  @Test
  void anOfferOfThePeerIsTakenAfterOursWasAnswered() {
    LegTag tag = ada.joins();
    ends(weOffer(tag), tag.leg(), EdgeProtocol.Outcome.OK, 4000);

    ada.offers(tag, FocusHarness.offer(5000));

    ada.replies.expectMessageClass(FocusProtocol.Established.class);
  }

  @Test
  void anOfferOfThePeerIsTakenWhenNothingWasHeardOfOursForTooLong() {
    LegTag tag = ada.joins();
    weOffer(tag);
    conference.now = conference.now.plus(conference.settings.requestTimeout());

    ada.offers(tag, FocusHarness.offer(5000));

    ada.replies.expectMessageClass(FocusProtocol.Established.class);
  }

  @Test
  void aChangeBringsNoMediaThatTheMeetingMayNotUse() {
    conference.allows(Set.of(McuType.AUDIO_VIDEO));
    LegTag tag = ada.joins();

    ada.offers(
        tag,
        new SessionOffer(
            List.of(
                FocusHarness.offer(4000).streams().get(0), FocusHarness.messages("192.0.2.7"))));

    assertThat(
            ada.replies
                .expectMessageClass(FocusProtocol.Established.class)
                .session()
                .orElseThrow()
                .description()
                .streams())
        .extracting(StreamDescriptor::port)
        .containsExactly(20_002, 0);
    assertThat(conference.asked).containsExactly(McuType.AUDIO_VIDEO);
  }

  @Test
  void aChangeAfterWhichNothingWouldBeLeftIsRefused() {
    conference.allows(Set.of(McuType.AUDIO_VIDEO));
    LegTag tag = ada.joins();

    ada.offers(tag, new SessionOffer(List.of(FocusHarness.messages("192.0.2.7"))));

    assertThat(ada.refused()).isEqualTo(Rejection.Reason.MEDIA_NOT_ACCEPTABLE);
    assertThat(conference.asked).containsExactly(McuType.AUDIO_VIDEO);
  }

  @Test
  void aRefreshIsTakenWhileOurOfferIsOnItsWay() {
    LegTag tag = ada.joins();
    weOffer(tag);

    ada.refreshes(tag, "sip:ada@192.0.2.7:5070", Optional.empty());

    assertThat(ada.replies.expectMessageClass(FocusProtocol.Established.class).session()).isEmpty();
  }

  @Test
  void anOfferThatMetThePeersIsMadeAgainLater() {
    LegTag tag = ada.joins();
    EdgeProtocol.Send first = weOffer(tag);

    ends(first, tag.leg(), EdgeProtocol.Outcome.GLARE, 0);

    EdgeProtocol.Send second = nextInvite();
    assertThat(second.cseq()).isGreaterThan(first.cseq());
    assertThat(second.session()).isEqualTo(first.session());
  }

  /** Probes of the leg may come in between. */
  private EdgeProtocol.Send nextInvite() {
    EdgeProtocol.Send send = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    while (send.method() != EdgeProtocol.Method.INVITE) {
      send = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    }
    return send;
  }

  @Test
  void aSecondOfferIsRefusedWhileTheFirstIsBeingPrepared() {
    LegTag tag = ada.joins();
    conference.mcu.expectMessageClass(McuProtocol.Connect.class);
    conference.holdsBack = true;
    ada.offers(tag, FocusHarness.offer(5000));
    McuProtocol.Negotiate first = conference.mcu.expectMessageClass(McuProtocol.Negotiate.class);

    ada.offers(tag, FocusHarness.offer(5002));

    assertThat(ada.refused()).isEqualTo(Rejection.Reason.OFFER_PENDING);
    first
        .replyTo()
        .tell(
            new McuProtocol.Negotiated(
                McuType.AUDIO_VIDEO,
                tag.leg(),
                FocusHarness.local(tag.leg()),
                FocusHarness.place(tag.leg())));
    ada.replies.expectMessageClass(FocusProtocol.Established.class);
    assertThat(conference.mcu.expectMessageClass(McuProtocol.Connect.class).remote())
        .isEqualTo(FocusHarness.offer(5000));
  }

  @Test
  void aRepeatedOfferThatIsBeingPreparedIsPreparedOnce() {
    LegTag tag = ada.joins();
    conference.mcu.expectMessageClass(McuProtocol.Connect.class);
    conference.holdsBack = true;
    ada.offers(tag, FocusHarness.offer(5000));
    conference.mcu.expectMessageClass(McuProtocol.Negotiate.class);
    ada.cseq--;

    ada.offers(tag, FocusHarness.offer(5000));

    assertThat(conference.view().legs()).hasSize(1);
    conference.mcu.expectNoMessage(Duration.ZERO);
  }

  @Test
  void ourOfferWaitsWhileThePeersIsBeingPrepared() {
    LegTag tag = ada.joins();
    conference.mcu.expectMessageClass(McuProtocol.Connect.class);
    conference.holdsBack = true;
    ada.offers(tag, FocusHarness.offer(5000));
    McuProtocol.Negotiate theirs = conference.mcu.expectMessageClass(McuProtocol.Negotiate.class);
    ada.acknowledges(tag, 1);

    conference.focus.tell(
        new ParticipantProtocol.WantsRequest(tag.leg(), EdgeProtocol.Method.INVITE));

    assertThat(conference.view().legs()).hasSize(1);
    conference.edge.expectNoMessage(Duration.ZERO);
    theirs
        .replyTo()
        .tell(
            new McuProtocol.Negotiated(
                McuType.AUDIO_VIDEO,
                tag.leg(),
                FocusHarness.local(tag.leg()),
                FocusHarness.place(tag.leg())));
    ada.acknowledges(tag);
    assertThat(nextInvite().dialog().localTag()).isEqualTo(tag);
  }

  @Test
  void aRequestWithALowerNumberIsOutOfOrder() {
    LegTag tag = ada.joins();
    ada.cseq = 10;
    ada.offers(tag, FocusHarness.offer(5000));
    ada.replies.expectMessageClass(FocusProtocol.Established.class);
    ada.cseq = 4;

    ada.offers(tag, FocusHarness.offer(5002));

    assertThat(ada.refused()).isEqualTo(Rejection.Reason.OUT_OF_ORDER);
  }

  @Test
  void theNumberOfTheLastStoredChangeCountsAfterACrash() {
    LegTag tag = ada.joins();
    ada.cseq = 10;
    ada.offers(tag, FocusHarness.offer(5000));
    ada.replies.expectMessageClass(FocusProtocol.Established.class);
    conference.crash();
    ada.cseq = 4;

    ada.offers(tag, FocusHarness.offer(5002));

    assertThat(ada.refused()).isEqualTo(Rejection.Reason.OUT_OF_ORDER);
  }

  @Test
  void aRefreshWithANewTargetIsStoredAndUsedForWhatWeSend() {
    LegTag tag = ada.joins();
    int rows = conference.journal(persistence).size();

    ada.refreshes(tag, "sip:ada@192.0.2.99:5099", Optional.empty());

    ada.replies.expectMessageClass(FocusProtocol.Established.class);
    assertThat(conference.journal(persistence)).hasSize(rows + 1);
    conference.crash();
    EdgeProtocol.Send probe = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    assertThat(probe.dialog().remoteTarget()).isEqualTo("sip:ada@192.0.2.99:5099");
    assertThat(probe.dialog().remoteCseq()).isEqualTo(2);
  }

  @Test
  void aRefreshThatChangesNothingIsNotStored() {
    LegTag tag = ada.joins();
    int rows = conference.journal(persistence).size();

    ada.refreshes(tag, "sip:ada@192.0.2.7:5070", Optional.empty());

    ada.replies.expectMessageClass(FocusProtocol.Established.class);
    assertThat(conference.journal(persistence)).hasSize(rows);
  }

  @Test
  void aNewTimerIsStoredWithoutANewVersionOfOurDescription() {
    LegTag tag = ada.joins();
    SessionTimer timer = new SessionTimer(1800, false);

    ada.refreshes(tag, "sip:ada@192.0.2.7:5070", Optional.of(timer));

    assertThat(ada.replies.expectMessageClass(FocusProtocol.Established.class).timer())
        .contains(timer);
    Object last = conference.journal(persistence).get(conference.journal(persistence).size() - 1);
    assertThat(last)
        .isInstanceOfSatisfying(
            ConferenceEvent.SessionChanged.class,
            c -> {
              assertThat(c.timer()).contains(timer);
              assertThat(c.version()).isEqualTo(1);
            });
  }

  @Test
  void aChangeInADialogThatIsGoneIsRefused() {
    conference.phone("bob").joins();
    LegTag tag = ada.joins();
    ada.hangsUp(tag);
    conference.leaves.expectMessageClass(FocusProtocol.Yes.class);
    ada.replies.expectMessageClass(FocusProtocol.Acknowledged.class);

    ada.offers(tag, FocusHarness.offer(5000));

    assertThat(ada.refused()).isEqualTo(Rejection.Reason.UNKNOWN_DIALOG);
  }
}
