package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.EdgeProtocol.Method;
import org.confocal.engine.edge.EdgeProtocol.Outcome;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new media type is introduced: everybody who can take it gets it. */
class MediaIntroductionTest {
  private static ActorTestKit kit;
  private static PersistenceTestKit persistence;
  private FocusHarness conference;

  @BeforeAll
  static void startSystem() {
    kit =
        ActorTestKit.create(
            "introduction-test",
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
  }

  private LegTag joinsAndAcknowledges(FocusHarness.Phone phone) {
    LegTag tag = phone.joins();
    conference.focus.tell(
        new FocusProtocol.Acknowledge(
            tag, "call-" + phone.name, "tag-" + phone.name, 1, Optional.empty()));
    phone.replies.expectMessageClass(FocusProtocol.Acknowledged.class);
    return tag;
  }

  private EdgeProtocol.Send offered() {
    EdgeProtocol.Send send = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    assertThat(send.method()).isEqualTo(Method.INVITE);
    return send;
  }

  private static List<StreamDescriptor> streams(EdgeProtocol.Send send) {
    return send.session().orElseThrow().description().streams();
  }

  private void answers(EdgeProtocol.Send send, Outcome outcome, Optional<SessionOffer> answer) {
    send.replyTo()
        .tell(
            new EdgeProtocol.Result(
                send.dialog().localTag().leg(),
                Method.INVITE,
                send.cseq(),
                outcome,
                answer,
                outcome == Outcome.OK ? 200 : 488,
                ""));
  }

  private static SessionOffer withText(StreamDescriptor text) {
    return new SessionOffer(List.of(FocusHarness.offer(4000).streams().get(0), text));
  }

  @Test
  void theFactoryIsAskedOnceForEachTypeAndNobodyIsAskedBeforeItIsNeeded() {
    FocusHarness.Controller dana = conference.controller("dana").joins();
    FocusHarness.Controller ravi = conference.controller("ravi").joins();
    assertThat(conference.asked).isEmpty();

    dana.comesTo(McuType.CHAT);
    ravi.comesTo(McuType.CHAT);
    ravi.comesTo(McuType.AUDIO_VIDEO);
    dana.comesTo(McuType.AUDIO_VIDEO);

    assertThat(conference.asked).containsExactly(McuType.CHAT, McuType.AUDIO_VIDEO);
    assertThat(conference.journal(persistence))
        .filteredOn(ConferenceEvent.MediaIntroduced.class::isInstance)
        .hasSize(2);
  }

  @Test
  void aPhoneIsOfferedTheChatWhenSomebodyBringsIt() {
    joinsAndAcknowledges(conference.phone("ada"));
    FocusHarness.Controller dana = conference.controller("dana").joins();

    dana.comesTo(McuType.CHAT);

    EdgeProtocol.Send offer = offered();
    assertThat(streams(offer))
        .extracting(StreamDescriptor::type)
        .containsExactly("audio", "message");
    answers(offer, Outcome.OK, Optional.of(withText(FocusHarness.messages("192.0.2.7"))));
    assertThat(conference.chat.expectMessageClass(McuProtocol.Connect.class).user())
        .isEqualTo(dana.user);
    assertThat(conference.chat.expectMessageClass(McuProtocol.Connect.class).user().name())
        .startsWith("guest-");
  }

  @Test
  void aPhoneThatDoesNotWantItStaysAsItWasAndIsNotAskedAgain() {
    FocusHarness.Phone ada = conference.phone("ada");
    LegTag tag = joinsAndAcknowledges(ada);
    FocusHarness.Controller dana = conference.controller("dana").joins();
    dana.comesTo(McuType.CHAT);

    answers(offered(), Outcome.OK, Optional.of(withText(FocusHarness.messages("").refused())));
    ada.offers(tag, FocusHarness.offer(4002));

    ada.replies.expectMessageClass(FocusProtocol.Established.class);
    assertThat(conference.view().legs()).hasSize(3);
    assertThat(conference.chat.expectMessageClass(McuProtocol.Connect.class).user())
        .isEqualTo(dana.user);
    assertThat(conference.chat.expectMessageClass(McuProtocol.Release.class).leg())
        .isEqualTo(tag.leg());
    conference.chat.expectNoMessage();
  }

  @Test
  void aPhoneThatRefusesTheOfferKeepsItsCall() {
    joinsAndAcknowledges(conference.phone("ada"));
    conference.controller("dana").joins().comesTo(McuType.CHAT);

    answers(offered(), Outcome.REFUSED, Optional.empty());

    assertThat(conference.view().legs()).hasSize(3);
  }

  /** The leg has answered an OPTIONS. */
  private void isAlive(LegTag tag) {
    conference.focus.tell(
        new FocusMouth.FromEdge(
            new EdgeProtocol.Result(
                tag.leg(), Method.OPTIONS, 1, Outcome.OK, Optional.empty(), 200, "200")));
  }

  @Test
  void anOfferThatReachedNobodyIsMadeOnceMoreWhenThePhoneIsHeardOf() {
    LegTag ada = joinsAndAcknowledges(conference.phone("ada"));
    conference.controller("dana").joins().comesTo(McuType.CHAT);
    answers(offered(), Outcome.UNREACHED, Optional.empty());
    conference.view();
    conference.edge.expectNoMessage(java.time.Duration.ZERO);

    isAlive(ada);

    EdgeProtocol.Send again = offered();
    assertThat(streams(again)).hasSize(2);
    answers(again, Outcome.UNREACHED, Optional.empty());
    isAlive(ada);
    conference.view();
    conference.edge.expectNoMessage(java.time.Duration.ZERO);
  }

  @Test
  void anOfferThatReachedNobodyIsMadeOnceMoreWhenThePhoneComesByAnotherWay() {
    FocusHarness.Phone ada = conference.phone("ada");
    LegTag tag = joinsAndAcknowledges(ada);
    conference.controller("dana").joins().comesTo(McuType.CHAT);
    answers(offered(), Outcome.UNREACHED, Optional.empty());

    ada.refreshes(tag, "sip:ada@192.0.2.7:5999", Optional.empty());

    assertThat(streams(offered())).hasSize(2);
  }

  @Test
  void aPhoneThatComesBackWithItsOldOfferIsOfferedAnewWhatItNeverHeardOf() {
    FocusHarness.Phone ada = conference.phone("ada");
    LegTag tag = joinsAndAcknowledges(ada);
    conference.controller("dana").joins().comesTo(McuType.CHAT);
    answers(offered(), Outcome.UNREACHED, Optional.empty());

    ada.offers(tag, FocusHarness.offer(4000));
    ada.replies.expectMessageClass(FocusProtocol.Established.class);
    ada.acknowledges(tag);

    assertThat(streams(offered()))
        .extracting(StreamDescriptor::type)
        .containsExactly("audio", "message");
  }

  @Test
  void anOfferThatWasOutWhenTheFocusDiedIsMadeOnceMoreWhenThePhoneIsHeardOf() {
    LegTag ada = joinsAndAcknowledges(conference.phone("ada"));
    conference.controller("dana").joins().comesTo(McuType.CHAT);
    offered();
    conference.crash();

    isAlive(ada);

    EdgeProtocol.Command next = conference.edge.receiveMessage();
    while (!(next instanceof EdgeProtocol.Send s && s.method() == Method.INVITE)) {
      next = conference.edge.receiveMessage();
    }
    assertThat(((EdgeProtocol.Send) next).dialog().localTag()).isEqualTo(ada);
    assertThat(streams((EdgeProtocol.Send) next)).hasSize(2);
  }

  @Test
  void whoeverComesLaterIsOfferedWhatIsInUse() {
    conference.controller("dana").joins().comesTo(McuType.CHAT);

    joinsAndAcknowledges(conference.phone("ada"));

    assertThat(streams(offered())).hasSize(2);
  }

  @Test
  void aCallerWithBothIsServedByBothInOneDescription() {
    FocusHarness.Phone ada = conference.phone("ada");

    ada.invite(Optional.of(withText(FocusHarness.messages("192.0.2.7"))), Optional.empty());

    FocusProtocol.Established e = ada.replies.expectMessageClass(FocusProtocol.Established.class);
    assertThat(e.session().orElseThrow().description().streams())
        .extracting(StreamDescriptor::type, StreamDescriptor::port)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("audio", 20002),
            org.assertj.core.groups.Tuple.tuple("message", 5060));
    conference.chat.expectMessageClass(McuProtocol.Connect.class);
    conference.mcu.expectMessageClass(McuProtocol.Connect.class);
  }

  @Test
  void whatOneMcuCannotServeCostsItsStreamAndNotTheCall() {
    FocusHarness.Phone ada = conference.phone("ada");
    StreamDescriptor video =
        new StreamDescriptor(
            "audio",
            "RTP/AVP",
            "192.0.2.7",
            4000,
            0,
            false,
            org.confocal.engine.mcu.Direction.SENDRECV,
            List.of("99"),
            List.of(),
            20);

    ada.invite(
        Optional.of(new SessionOffer(List.of(video, FocusHarness.messages("192.0.2.7")))),
        Optional.empty());

    FocusProtocol.Established e = ada.replies.expectMessageClass(FocusProtocol.Established.class);
    assertThat(e.session().orElseThrow().description().streams())
        .extracting(StreamDescriptor::port)
        .containsExactly(0, 5060);
  }
}
