package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Rejection.Reason;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.Role;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.EdgeProtocol.Method;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What participants order, and what becomes of it. Dana is the organizer. */
class ControlsTest {
  private static final UserUri MEI = UserUri.of("mei", "example.test");
  private static ActorTestKit kit;
  private static PersistenceTestKit persistence;
  private FocusHarness conference;
  private FocusHarness.Controller dana;
  private FocusHarness.Controller ravi;

  @BeforeAll
  static void startSystem() {
    kit =
        ActorTestKit.create(
            "controls-test",
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
  void twoAreIn() {
    persistence.clearAll();
    conference = new FocusHarness(kit, 10);
    dana = conference.controller("dana").joins();
    ravi = conference.controller("ravi").joins();
  }

  private <T> T stored(Class<T> type) {
    return conference.journal(persistence).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private Role role(UserUri user) {
    return conference.view().legs().stream()
        .filter(l -> l.participant().equals(user.value()))
        .findFirst()
        .orElseThrow()
        .role();
  }

  /** Mei calls with audio and chat. */
  private LegTag meiCallsWithBoth() {
    FocusHarness.Phone phone = conference.phone("mei");
    phone.proved = Optional.of(MEI);
    phone.invite(
        Optional.of(
            new SessionOffer(
                List.of(
                    FocusHarness.offer(4000).streams().get(0),
                    FocusHarness.messages("192.0.2.7")))),
        Optional.empty());
    LegTag tag = phone.replies.expectMessageClass(FocusProtocol.Established.class).tag();
    conference.focus.tell(
        new FocusProtocol.Acknowledge(tag, "call-mei", "tag-mei", 1, Optional.empty()));
    phone.replies.expectMessageClass(FocusProtocol.Acknowledged.class);
    conference.chat.expectMessageClass(McuProtocol.Connect.class);
    conference.mcu.expectMessageClass(McuProtocol.Connect.class);
    return tag;
  }

  private List<Integer> portsOffered() {
    EdgeProtocol.Send offer = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    assertThat(offer.method()).isEqualTo(Method.INVITE);
    return offer.session().orElseThrow().description().streams().stream()
        .map(StreamDescriptor::port)
        .toList();
  }

  @Test
  void aPhoneThatIsTakenOffTheChatKeepsItsAudio() {
    LegTag mei = meiCallsWithBoth();

    dana.gets(new ControlOrder.Eject(MEI, Optional.of(McuType.CHAT)));

    assertThat(portsOffered()).containsExactly(20_000 + 2 * mei.leg(), 0);
    assertThat(conference.chat.expectMessageClass(McuProtocol.Release.class).leg())
        .isEqualTo(mei.leg());
    assertThat(conference.view().legs()).hasSize(3);
  }

  @Test
  void anOfferThatIsBeingPreparedDoesNotBringAPhoneBackToTheChatThatItIsTakenOff() {
    LegTag mei = meiCallsWithBoth();
    FocusHarness.Phone phone = conference.phone("mei");
    conference.holdsBack = true;
    phone.offers(
        mei,
        new SessionOffer(
            List.of(
                FocusHarness.offer(5000).streams().get(0), FocusHarness.messages("192.0.2.7"))));
    McuProtocol.Negotiate held = conference.mcu.expectMessageClass(McuProtocol.Negotiate.class);

    dana.gets(new ControlOrder.Eject(MEI, Optional.of(McuType.CHAT)));
    held.replyTo()
        .tell(
            new McuProtocol.Negotiated(
                McuType.AUDIO_VIDEO,
                mei.leg(),
                FocusHarness.local(mei.leg()),
                FocusHarness.place(mei.leg())));

    assertThat(phone.refused()).isEqualTo(Reason.OFFER_PENDING);
    assertThat(portsOffered()).containsExactly(20_000 + 2 * mei.leg(), 0);
    conference.view();
    assertThat(stored(ConferenceEvent.SessionChanged.class).local().streams())
        .extracting(StreamDescriptor::port)
        .containsExactly(20_000 + 2 * mei.leg(), 0);
  }

  @Test
  void aPhoneThatIsTakenOffTheAudioKeepsItsChatAndIsHungUpWithThat() {
    LegTag mei = meiCallsWithBoth();
    dana.gets(new ControlOrder.Eject(MEI, Optional.of(McuType.AUDIO_VIDEO)));
    assertThat(portsOffered()).containsExactly(0, 5060);
    assertThat(conference.mcu.expectMessageClass(McuProtocol.Release.class).leg())
        .isEqualTo(mei.leg());

    dana.gets(new ControlOrder.Eject(MEI, Optional.of(McuType.CHAT)));

    assertThat(conference.edge.expectMessageClass(EdgeProtocol.Send.class).method())
        .isEqualTo(Method.BYE);
    assertThat(conference.view().legs()).hasSize(2);
  }

  @Test
  void theOrganizerIsPresenterAndWhoeverComesWithoutBeingListedIsAttendee() {
    assertThat(role(dana.user)).isEqualTo(Role.ORGANIZER);
    assertThat(role(ravi.user)).isEqualTo(Role.ATTENDEE);
  }

  @Test
  void noMcuIsAskedForByControlAlone() {
    assertThat(conference.asked).isEmpty();
  }

  @Test
  void aPresenterMakesAnAttendeePresenterAndBack() {
    assertThat(dana.gets(new ControlOrder.SetRole(ravi.user, true)).refusal()).isEmpty();
    assertThat(ravi.gets(new ControlOrder.SetLock(true)).refusal()).isEmpty();
    assertThat(dana.gets(new ControlOrder.SetRole(ravi.user, false)).refusal()).isEmpty();

    assertThat(ravi.isDenied(new ControlOrder.SetLock(false))).isEqualTo(Reason.NOT_AUTHORIZED);
    assertThat(stored(ConferenceEvent.RoleChanged.class).by()).isEqualTo(dana.user);
  }

  @Test
  void anAttendeeSteersNobodyButHimself() {
    dana.comesTo(McuType.AUDIO_VIDEO);
    List<ControlOrder> forbidden =
        List.of(
            new ControlOrder.SetRole(ravi.user, true),
            new ControlOrder.Eject(dana.user, Optional.empty()),
            new ControlOrder.SetLock(true),
            new ControlOrder.Mute(dana.user, "{x}", 1, true),
            new ControlOrder.MuteRole(false, true),
            new ControlOrder.SetSubject("Mine"),
            new ControlOrder.DialIn(dana.user, McuType.CHAT, "{x}"),
            new ControlOrder.DialOut(MEI, "Mei", false, McuType.CHAT, "{x}", MEI.value()),
            new ControlOrder.EndConference());
    long before = conference.view().revision();

    for (ControlOrder order : forbidden) {
      assertThat(ravi.isDenied(order)).as("%s", order).isEqualTo(Reason.NOT_AUTHORIZED);
    }

    assertThat(conference.view().revision()).isEqualTo(before);
  }

  @Test
  void ordersAboutWhoIsNotThereChangeNothing() {
    assertThat(dana.isDenied(new ControlOrder.SetRole(MEI, true))).isEqualTo(Reason.UNKNOWN_USER);
    assertThat(dana.isDenied(new ControlOrder.Eject(MEI, Optional.empty())))
        .isEqualTo(Reason.UNKNOWN_USER);
    assertThat(dana.isDenied(new ControlOrder.Mute(MEI, "{x}", 1, true)))
        .isEqualTo(Reason.UNKNOWN_USER);
    assertThat(dana.isDenied(new ControlOrder.Mute(ravi.user, "{x}", 1, true)))
        .isEqualTo(Reason.UNKNOWN_ENDPOINT);
    assertThat(dana.isDenied(new ControlOrder.Eject(ravi.user, Optional.of(McuType.CHAT))))
        .isEqualTo(Reason.UNKNOWN_ENDPOINT);
  }

  @Test
  void theOrganizerIsNeitherDemotedNorRemoved() {
    dana.gets(new ControlOrder.SetRole(ravi.user, true));

    assertThat(ravi.isDenied(new ControlOrder.SetRole(dana.user, false)))
        .isEqualTo(Reason.NOT_AUTHORIZED);
    assertThat(ravi.isDenied(new ControlOrder.Eject(dana.user, Optional.empty())))
        .isEqualTo(Reason.NOT_AUTHORIZED);
  }

  @Test
  void nobodyIsCalledElsewhereUnderTheNameOfSomebodyWhoIsThere() {
    dana.gets(new ControlOrder.SetRole(ravi.user, true));
    String phone = "sip:ravi@192.0.2.66";

    assertThat(
            ravi.isDenied(
                new ControlOrder.DialOut(
                    dana.user, "Dana", true, McuType.AUDIO_VIDEO, "{x}", phone)))
        .isEqualTo(Reason.NOT_AUTHORIZED);
  }

  @Test
  void theLastPresenterStaysOne() {
    dana.gets(new ControlOrder.SetRole(ravi.user, true));
    dana.leaves();

    assertThat(ravi.isDenied(new ControlOrder.SetRole(ravi.user, false)))
        .isEqualTo(Reason.NOT_AUTHORIZED);
  }

  @Test
  void aLockIsToldToEveryMcuAndKeepsStrangersOut() {
    dana.comesTo(McuType.AUDIO_VIDEO);
    conference.mcu.expectMessageClass(McuProtocol.Connect.class);

    dana.gets(new ControlOrder.SetLock(true));

    assertThat(conference.mcu.expectMessageClass(McuProtocol.Locked.class).locked()).isTrue();
    FocusHarness.Phone stranger = conference.phone("mei");
    stranger.invite(Optional.of(FocusHarness.offer(4000)), Optional.empty());
    assertThat(stranger.refused()).isEqualTo(Reason.CONFERENCE_LOCKED);
    assertThat(ravi.comesTo(McuType.CHAT).participant()).isEqualTo(ravi.user);
    conference.chat.expectMessageClass(McuProtocol.Locked.class);
  }

  @Test
  void aMuteReachesTheMcuAndIsStored() {
    String endpoint = ravi.comesTo(McuType.AUDIO_VIDEO).endpoint();
    int leg = conference.mcu.expectMessageClass(McuProtocol.Connect.class).leg();

    assertThat(dana.gets(new ControlOrder.Mute(ravi.user, endpoint, 1, true)).refusal()).isEmpty();

    assertThat(conference.mcu.expectMessageClass(McuProtocol.Muted.class))
        .isEqualTo(new McuProtocol.Muted(leg, true));
    assertThat(dana.isDenied(new ControlOrder.Mute(ravi.user, endpoint, 2, true)))
        .isEqualTo(Reason.UNKNOWN_MEDIA);
    ravi.gets(new ControlOrder.Mute(ravi.user, endpoint, 1, false));
    assertThat(conference.mcu.expectMessageClass(McuProtocol.Muted.class).muted()).isFalse();
  }

  @Test
  void aMuteIsThereAfterARestart() {
    String endpoint = ravi.comesTo(McuType.AUDIO_VIDEO).endpoint();
    dana.gets(new ControlOrder.Mute(ravi.user, endpoint, 1, true));
    conference.mcu.receiveSeveralMessages(2);

    conference.crash();
    conference.view();

    conference.mcu.expectMessageClass(McuProtocol.Revive.class);
    assertThat(conference.mcu.expectMessageClass(McuProtocol.Muted.class).muted()).isTrue();
  }

  @Test
  void allAttendeesAreMutedAtOnceAndWhoeverComesLaterToo() {
    ravi.comesTo(McuType.AUDIO_VIDEO);
    conference.mcu.expectMessageClass(McuProtocol.Connect.class);

    dana.gets(new ControlOrder.MuteRole(false, true));

    assertThat(conference.mcu.expectMessageClass(McuProtocol.Muted.class).muted()).isTrue();
    conference.phone("mei").joins();
    conference.mcu.expectMessageClass(McuProtocol.Connect.class);
    assertThat(conference.mcu.expectMessageClass(McuProtocol.Muted.class).muted()).isTrue();
  }

  @Test
  void whoeverIsRemovedLosesHisMediaBeforeHisControl() {
    int chat = ravi.comesTo(McuType.CHAT).tag().leg();

    assertThat(dana.gets(new ControlOrder.Eject(ravi.user, Optional.empty())).refusal()).isEmpty();

    assertThat(bye().dialog().localTag().leg()).isEqualTo(chat);
    assertThat(bye().dialog().localTag()).isEqualTo(ravi.tag());
    assertThat(stored(ConferenceEvent.LegLeft.class).why()).isEqualTo(Departure.EJECTED);
    assertThat(conference.view().legs()).hasSize(1);
  }

  private EdgeProtocol.Send bye() {
    EdgeProtocol.Send send = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    assertThat(send.method()).isEqualTo(Method.BYE);
    return send;
  }

  @Test
  void removalFromOneMcuLeavesTheRest() {
    ravi.comesTo(McuType.CHAT);

    dana.gets(new ControlOrder.Eject(ravi.user, Optional.of(McuType.CHAT)));

    bye();
    assertThat(conference.view().legs()).hasSize(2);
  }

  @Test
  void withTheLastControlDialogGoTheOnesWithMcus() {
    int chat = ravi.comesTo(McuType.CHAT).tag().leg();

    ravi.leaves();

    assertThat(bye().dialog().localTag().leg()).isEqualTo(chat);
    assertThat(conference.view().legs()).hasSize(1);
  }

  @Test
  void aSecondControlDialogKeepsThem() {
    FocusHarness.Controller elsewhere = conference.controller("ravi", "-tablet").joins();
    ravi.comesTo(McuType.CHAT);

    elsewhere.leaves();
    conference.leaves.expectMessageClass(FocusProtocol.Yes.class);

    assertThat(conference.view().legs()).hasSize(3);
  }

  @Test
  void aSecondDialogWithTheChatTakesThePlaceOfTheFirst() {
    int first = ravi.comesTo(McuType.CHAT).tag().leg();

    int second = ravi.comesTo(McuType.CHAT).tag().leg();

    assertThat(bye().dialog().localTag().leg()).isEqualTo(first);
    assertThat(conference.view().legs()).extracting(l -> l.leg()).contains(second);
  }

  @Test
  void nobodyComesToAnMcuWhoIsNotInTheConference() {
    FocusHarness.Controller mei = conference.controller("mei");

    mei.invitesTo(McuType.CHAT);

    assertThat(mei.replies.expectMessageClass(FocusProtocol.Refused.class).rejection().reason())
        .isEqualTo(Reason.NOT_INVITED);
  }

  @Test
  void whoeverWillComeHimselfIsToldWhere() {
    ravi.orders(new ControlOrder.DialIn(ravi.user, McuType.CHAT, "{x}"));

    ravi.results.expectMessageClass(FocusProtocol.ControlPending.class);
    EdgeProtocol.Inform inform = conference.edge.expectMessageClass(EdgeProtocol.Inform.class);
    assertThat(inform.dialog().localTag()).isEqualTo(ravi.tag());
    assertThat(inform.result().connection())
        .containsEntry("Mcu-Conference-Uri", conference.uri.mcu("chat"));
    assertThat(stored(ConferenceEvent.MediaIntroduced.class).type()).isEqualTo(McuType.CHAT);
  }

  @Test
  void anOrderThatIsRepeatedIsCarriedOutOnce() {
    ControlOrder order = new ControlOrder.SetSubject("Plans");
    dana.gets(order);
    long revision = conference.view().revision();

    dana.repeats(order);

    dana.results.expectMessageClass(FocusProtocol.Controlled.class);
    assertThat(conference.view().revision()).isEqualTo(revision);
    assertThat(conference.view().meeting().orElseThrow().subject()).isEqualTo("Plans");
  }

  @Test
  void whatIsSoAlreadyIsGrantedWithoutAnEvent() {
    long revision = conference.view().revision();

    assertThat(dana.gets(new ControlOrder.SetLock(false)).refusal()).isEmpty();

    assertThat(conference.view().revision()).isEqualTo(revision);
  }

  @Test
  void theEndOfTheConferenceIsAnsweredBeforeTheByes() {
    dana.gets(new ControlOrder.EndConference());

    bye();
    bye();
    assertThat(conference.view().legs()).isEmpty();
  }

  @Test
  void whoeverHasNoDialogOrdersNothing() {
    ravi.leaves();
    conference.leaves.expectMessageClass(FocusProtocol.Yes.class);

    ravi.orders(new ControlOrder.Describe());

    assertThat(
            ravi.results
                .expectMessageClass(FocusProtocol.ControlUnheard.class)
                .rejection()
                .reason())
        .isEqualTo(Reason.UNKNOWN_DIALOG);
  }
}
