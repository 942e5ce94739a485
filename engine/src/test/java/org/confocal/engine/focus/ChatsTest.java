package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Rejection;
import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.chat.Content;
import org.confocal.engine.chat.Undelivered;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said, through the focus. */
class ChatsTest {
  private static final Caller NOBODY = new Caller(Optional.empty(), "", false);
  private static final PeerAddress PHONE = new PeerAddress("udp", "192.0.2.7", 5070);
  private static final PeerAddress ELSEWHERE = new PeerAddress("udp", "192.0.2.99", 5070);
  private static final Content HELLO = Content.text("hello");
  private static ActorTestKit kit;
  private static PersistenceTestKit persistence;
  private FocusHarness conference;
  private FocusHarness.Controller dana;
  private LegTag chat;
  private TestProbe<FocusProtocol.SayReply> replies;
  private long cseq = 10;

  @BeforeAll
  static void startSystem() {
    kit =
        ActorTestKit.create(
            "chats-test",
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
    replies = kit.createTestProbe();
    dana = conference.controller("dana").joins();
    chat = dana.comesTo(McuType.CHAT).tag();
    conference.chat.expectMessageClass(McuProtocol.Connect.class);
  }

  private FocusProtocol.Say say(
      RequestKey key, Optional<LegTag> tag, Caller caller, String from, PeerAddress peer) {
    return new FocusProtocol.Say(
        key, tag, caller, from, peer, Optional.empty(), HELLO, replies.getRef());
  }

  /** Dana's MESSAGE in her dialog with the chat MCU. */
  private FocusProtocol.Say danaSays() {
    cseq++;
    return say(
        new RequestKey("chat-dana-2", "tag-dana", cseq, "MESSAGE"),
        Optional.of(chat),
        NOBODY,
        "sip:dana@example.test",
        PHONE);
  }

  private FocusProtocol.Say pages(Caller caller, String from, PeerAddress peer) {
    cseq++;
    return say(
        new RequestKey("page-" + cseq, "t", cseq, "MESSAGE"), Optional.empty(), caller, from, peer);
  }

  private Rejection.Reason refused(FocusProtocol.Say say) {
    conference.focus.tell(say);
    return replies.expectMessageClass(FocusProtocol.NotSaid.class).rejection().reason();
  }

  private McuProtocol.Say heard() {
    return conference.chat.expectMessageClass(McuProtocol.Say.class);
  }

  private static Caller proven(String name) {
    return new Caller(Optional.of(UserUri.of(name, "example.test")), name, false);
  }

  private ChatLine line(long number) {
    return new ChatLine(
        number, conference.now, UserUri.of("dana", "example.test"), Optional.empty(), HELLO);
  }

  @Test
  void aLineInTheChatDialogGoesToTheMcuAndItsNumberToTheSender() {
    FocusProtocol.Say say = danaSays();

    conference.focus.tell(say);

    assertThat(heard())
        .isEqualTo(
            new McuProtocol.Say(
                say.key(), chat.leg(), dana.user, Optional.empty(), HELLO, conference.now));
    conference.chatTells(new McuProtocol.Said(say.key(), 7));
    replies.expectMessage(new FocusProtocol.Said(say.key(), 7));
  }

  @Test
  void aRepeatedLineIsPassedOnUntilItIsAnsweredAndThenGetsTheSameAnswer() {
    FocusProtocol.Say say = danaSays();
    conference.focus.tell(say);
    McuProtocol.Say first = heard();

    conference.focus.tell(say);
    assertThat(heard()).isEqualTo(first);
    conference.chatTells(new McuProtocol.Said(say.key(), 7));
    replies.expectMessage(new FocusProtocol.Said(say.key(), 7));
    conference.focus.tell(say);

    replies.expectMessage(new FocusProtocol.Said(say.key(), 7));
    conference.view();
    conference.chat.expectNoMessage(java.time.Duration.ZERO);
  }

  @Test
  void whatTheMcuRefusesIsToldToTheSender() {
    FocusProtocol.Say say = danaSays();
    conference.focus.tell(say);
    heard();
    Rejection why = Rejection.of(Rejection.Reason.CONTENT_NOT_ACCEPTABLE, "no pictures");

    conference.chatTells(new McuProtocol.NotSaid(say.key(), why));

    replies.expectMessage(new FocusProtocol.NotSaid(say.key(), why));
  }

  @Test
  void aLineInAnUnknownDialogIsRefused() {
    FocusProtocol.Say say =
        say(
            new RequestKey("another", "tag-dana", 3, "MESSAGE"),
            Optional.of(chat),
            NOBODY,
            "sip:dana@example.test",
            PHONE);

    assertThat(refused(say)).isEqualTo(Rejection.Reason.UNKNOWN_DIALOG);
  }

  @Test
  void aLineThatALaterOneHasOvertakenIsRefused() {
    FocusProtocol.Say late = danaSays();
    conference.focus.tell(danaSays());
    heard();

    assertThat(refused(late)).isEqualTo(Rejection.Reason.OUT_OF_ORDER);
  }

  @Test
  void theDialogWithTheFocusCarriesNoChat() {
    FocusProtocol.Say say =
        say(
            new RequestKey("control-dana", "tag-dana", 50, "MESSAGE"),
            Optional.of(dana.tag()),
            NOBODY,
            "sip:dana@example.test",
            PHONE);

    assertThat(refused(say)).isEqualTo(Rejection.Reason.NOT_SUPPORTED);
  }

  @Test
  void aPrivateLineIsForParticipantsOnly() {
    FocusProtocol.Say toMei = privately(danaSays(), UserUri.of("mei", "example.test"));

    assertThat(refused(toMei)).isEqualTo(Rejection.Reason.UNKNOWN_USER);
  }

  @Test
  void whoHasProvedWhoHeIsMaySpeakOutsideOfADialog() {
    conference.focus.tell(pages(proven("dana"), "sip:dana@example.test", ELSEWHERE));

    McuProtocol.Say heard = heard();

    assertThat(heard.leg()).isZero();
    assertThat(heard.sender()).isEqualTo(dana.user);
  }

  @Test
  void whoIsNotInMayNotSpeak() {
    assertThat(refused(pages(proven("mei"), "sip:mei@example.test", PHONE)))
        .isEqualTo(Rejection.Reason.NOT_INVITED);
  }

  @Test
  void theFromHeaderProvesNothing() {
    conference.phone("ada").joins();

    assertThat(refused(pages(NOBODY, "sip:ada@example.test", ELSEWHERE)))
        .isEqualTo(Rejection.Reason.AUTHENTICATION_REQUIRED);
    assertThat(refused(pages(NOBODY, "sip:ad@example.test", PHONE)))
        .isEqualTo(Rejection.Reason.AUTHENTICATION_REQUIRED);
    assertThat(refused(pages(NOBODY, "ada", PHONE)))
        .isEqualTo(Rejection.Reason.AUTHENTICATION_REQUIRED);
  }

  @Test
  void aPhoneThatWritesFromWhereItCallsIsHeardAndReachedInItsCall() {
    LegTag ada = conference.phone("ada").joins();

    conference.focus.tell(pages(NOBODY, "sip:Ada@example.test;user=phone", PHONE));

    McuProtocol.Connect reached = conference.chat.expectMessageClass(McuProtocol.Connect.class);
    assertThat(reached.leg()).isEqualTo(ada.leg());
    assertThat(reached.remote()).isEqualTo(new SessionOffer(List.of()));
    assertThat(reached.local()).isEqualTo(new SessionAnswer(List.of()));
    assertThat(heard().sender()).isEqualTo(reached.user());
    conference.chatTells(new McuProtocol.Deliver(line(3), List.of(ada.leg())));
    assertThat(deliveredByEdge().to().get(0).dialog().localTag()).isEqualTo(ada);
  }

  @Test
  void aPhoneWithoutAChatStreamMayWriteInItsCall() {
    FocusHarness.Phone phone = conference.phone("ada");
    LegTag ada = phone.joins();
    phone.cseq++;

    conference.focus.tell(
        say(phone.request("MESSAGE"), Optional.of(ada), NOBODY, "sip:ada@example.test", PHONE));

    assertThat(conference.chat.expectMessageClass(McuProtocol.Connect.class).leg())
        .isEqualTo(ada.leg());
    assertThat(heard().leg()).isEqualTo(ada.leg());
  }

  private static List<Object> introduced(FocusHarness conference) {
    return conference.journal(persistence).stream()
        .filter(
            e -> e instanceof ConferenceEvent.MediaIntroduced m && m.type().equals(McuType.CHAT))
        .toList();
  }

  @Test
  void theFirstLineThatStandsBringsChatIntoUseBeforeItsSenderIsAnswered() {
    FocusHarness phones = new FocusHarness(kit, 10);
    phones.phone("ada").joins();
    assertThat(phones.asked).containsExactly(McuType.AUDIO_VIDEO);
    phones.focus.tell(pages(NOBODY, "sip:ada@example.test", PHONE));
    phones.chat.expectMessageClass(McuProtocol.Connect.class);
    McuProtocol.Say line = phones.chat.expectMessageClass(McuProtocol.Say.class);

    phones.chatTells(new McuProtocol.Said(line.key(), 1));

    replies.expectMessageClass(FocusProtocol.Said.class);
    assertThat(introduced(phones)).hasSize(1);
  }

  @Test
  void aFirstLineThatIsRefusedBringsNoChat() {
    FocusHarness phones = new FocusHarness(kit, 10);
    LegTag ada = phones.phone("ada").joins();
    phones.focus.tell(pages(NOBODY, "sip:ada@example.test", PHONE));
    phones.chat.expectMessageClass(McuProtocol.Connect.class);
    McuProtocol.Say line = phones.chat.expectMessageClass(McuProtocol.Say.class);

    phones.chatTells(
        new McuProtocol.NotSaid(
            line.key(), Rejection.of(Rejection.Reason.CONTENT_NOT_ACCEPTABLE, "no pictures")));

    replies.expectMessageClass(FocusProtocol.NotSaid.class);
    assertThat(introduced(phones)).isEmpty();
    assertThat(phones.chat.expectMessageClass(McuProtocol.Release.class).leg())
        .isEqualTo(ada.leg());
  }

  private FocusProtocol.Say privately(FocusProtocol.Say say, UserUri to) {
    return new FocusProtocol.Say(
        say.key(),
        say.tag(),
        say.caller(),
        say.from(),
        say.peer(),
        Optional.of(to),
        HELLO,
        replies.getRef());
  }

  @Test
  void aFirstPrivateLineToSomebodyWithoutChatBringsChatSoThatTheNextReachesHim() {
    FocusHarness phones = new FocusHarness(kit, 10);
    FocusHarness.Phone ravi = phones.phone("ravi");
    ravi.proved = Optional.of(UserUri.of("ravi", "example.test"));
    ravi.joins();
    phones.phone("ada").joins();
    phones.focus.tell(
        privately(pages(NOBODY, "sip:ada@example.test", PHONE), ravi.proved.orElseThrow()));
    phones.chat.expectMessageClass(McuProtocol.Connect.class);
    McuProtocol.Say line = phones.chat.expectMessageClass(McuProtocol.Say.class);
    assertThat(introduced(phones)).isEmpty();

    phones.chatTells(
        new McuProtocol.NotSaid(
            line.key(), Rejection.of(Rejection.Reason.UNKNOWN_USER, "ravi has no chat here")));

    replies.expectMessageClass(FocusProtocol.NotSaid.class);
    assertThat(introduced(phones)).hasSize(1);
  }

  @Test
  void aTypingNoticeBringsNoChat() {
    FocusHarness phones = new FocusHarness(kit, 10);
    phones.phone("ada").joins();
    phones.focus.tell(pages(NOBODY, "sip:ada@example.test", PHONE));
    phones.chat.expectMessageClass(McuProtocol.Connect.class);
    McuProtocol.Say typing = phones.chat.expectMessageClass(McuProtocol.Say.class);

    phones.chatTells(new McuProtocol.Said(typing.key(), 0));

    replies.expectMessage(new FocusProtocol.Said(typing.key(), 0));
    assertThat(introduced(phones)).isEmpty();
  }

  @Test
  void aPhoneOfWhichAnotherLineIsWithTheMcuStaysInTheChatWhenOneIsRefused() {
    FocusHarness phones = new FocusHarness(kit, 10);
    LegTag ada = phones.phone("ada").joins();
    Rejection why = Rejection.of(Rejection.Reason.CONTENT_NOT_ACCEPTABLE, "no pictures");
    RequestKey first = pagesTo(phones);
    RequestKey second = pagesTo(phones);

    phones.chatTells(new McuProtocol.NotSaid(first, why));

    replies.expectMessageClass(FocusProtocol.NotSaid.class);
    phones.view();
    phones.chat.expectNoMessage(java.time.Duration.ZERO);
    phones.chatTells(new McuProtocol.NotSaid(second, why));
    assertThat(phones.chat.expectMessageClass(McuProtocol.Release.class).leg())
        .isEqualTo(ada.leg());
  }

  /** Ada's phone writes, and the MCU has it. */
  private RequestKey pagesTo(FocusHarness phones) {
    phones.focus.tell(pages(NOBODY, "sip:ada@example.test", PHONE));
    phones.chat.expectMessageClass(McuProtocol.Connect.class);
    return phones.chat.expectMessageClass(McuProtocol.Say.class).key();
  }

  /** Passes over offers of the chat stream to phones. */
  private EdgeProtocol.Deliver deliveredByEdge() {
    EdgeProtocol.Command command = conference.edge.receiveMessage();
    while (!(command instanceof EdgeProtocol.Deliver)) {
      command = conference.edge.receiveMessage();
    }
    return (EdgeProtocol.Deliver) command;
  }

  private void ends(EdgeProtocol.Deliver d, EdgeProtocol.Outcome outcome, int status) {
    d.replyTo()
        .tell(
            new EdgeProtocol.Result(
                d.to().get(0).dialog().localTag().leg(),
                EdgeProtocol.Method.MESSAGE,
                d.to().get(0).cseq(),
                outcome,
                Optional.empty(),
                status,
                ""));
  }

  @Test
  void aLineGoesToAllLegsOfAnEdgeInOneMessageAndWhoIsGoneIsTold() {
    LegTag ada = conference.phone("ada").joins();

    conference.chatTells(new McuProtocol.Deliver(line(1), List.of(chat.leg(), ada.leg(), 99)));

    EdgeProtocol.Deliver d = deliveredByEdge();
    assertThat(d.line()).isEqualTo(line(1));
    assertThat(d.to()).extracting(a -> a.dialog().localTag()).containsExactly(chat, ada);
    assertThat(d.to().get(1).cseq()).isGreaterThan(d.to().get(0).cseq());
    conference.chat.expectMessage(new McuProtocol.Delivered(99, 1, 481));
  }

  @Test
  void theMcuIsToldHowADeliveryEnded() {
    conference.chatTells(new McuProtocol.Deliver(line(1), List.of(chat.leg())));
    ends(deliveredByEdge(), EdgeProtocol.Outcome.OK, 200);
    conference.chat.expectMessage(new McuProtocol.Delivered(chat.leg(), 1, 200));

    conference.chatTells(new McuProtocol.Deliver(line(2), List.of(chat.leg())));
    ends(deliveredByEdge(), EdgeProtocol.Outcome.UNREACHED, 0);

    conference.chat.expectMessage(new McuProtocol.Delivered(chat.leg(), 2, 503));
  }

  @Test
  void theResultOfAnEarlierDeliveryIsNotTakenForThatOfALaterOne() {
    conference.chatTells(new McuProtocol.Deliver(line(1), List.of(chat.leg())));
    EdgeProtocol.Deliver first = deliveredByEdge();
    conference.chatTells(new McuProtocol.Deliver(line(2), List.of(chat.leg())));
    EdgeProtocol.Deliver second = deliveredByEdge();

    ends(first, EdgeProtocol.Outcome.OK, 200);
    ends(second, EdgeProtocol.Outcome.REFUSED, 486);

    conference.chat.expectMessage(new McuProtocol.Delivered(chat.leg(), 2, 486));
  }

  @Test
  void aLegWithoutAudioThatDoesNotAnswerIsAskedWhetherItIsThere() {
    conference.chatTells(new McuProtocol.Deliver(line(1), List.of(chat.leg())));

    ends(deliveredByEdge(), EdgeProtocol.Outcome.GONE, 408);

    conference.chat.expectMessage(new McuProtocol.Delivered(chat.leg(), 1, 408));
    EdgeProtocol.Send probe = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    assertThat(probe.method()).isEqualTo(EdgeProtocol.Method.OPTIONS);
    assertThat(probe.dialog().localTag()).isEqualTo(chat);
  }

  @Test
  void theSenderIsToldInHisDialogWhomHisLineDidNotReach() {
    List<Undelivered> missed = List.of(new Undelivered(UserUri.of("mei", "example.test"), 408));

    conference.chatTells(new McuProtocol.Report(chat.leg(), dana.user, 7, missed));

    EdgeProtocol.Report report = conference.edge.expectMessageClass(EdgeProtocol.Report.class);
    assertThat(report.dialog().localTag()).isEqualTo(chat);
    assertThat(report.line()).isEqualTo(7);
    assertThat(report.missed()).isEqualTo(missed);
  }

  private LegTag toldOfMissed(int leg, UserUri sender) {
    conference.chatTells(
        new McuProtocol.Report(
            leg, sender, 7, List.of(new Undelivered(UserUri.of("mei", "example.test"), 408))));
    EdgeProtocol.Command command = conference.edge.receiveMessage();
    while (!(command instanceof EdgeProtocol.Report)) {
      command = conference.edge.receiveMessage();
    }
    return ((EdgeProtocol.Report) command).dialog().localTag();
  }

  @Test
  void whoeverWroteOutsideOfADialogIsToldInTheDialogForChatThatHeHas() {
    assertThat(toldOfMissed(0, dana.user)).isEqualTo(chat);
  }

  @Test
  void whoeverHasNoDialogForChatIsToldInTheOneWithTheFocus() {
    FocusHarness.Controller ravi = conference.controller("ravi").joins();

    assertThat(toldOfMissed(0, ravi.user)).isEqualTo(ravi.tag());
  }

  @Test
  void aPhoneThatWroteByALegThatIsGoneIsToldInItsOtherCall() {
    FocusHarness.Phone phone = conference.phone("ravi");
    phone.proved = Optional.of(UserUri.of("ravi", "example.test"));
    LegTag call = phone.joins();
    conference.controller("ravi").joins();

    assertThat(toldOfMissed(99, phone.proved.orElseThrow())).isEqualTo(call);
  }

  @Test
  void aReportThatNobodyCanBeToldIsCounted() {
    conference.chatTells(
        new McuProtocol.Report(
            0,
            UserUri.of("kim", "example.test"),
            7,
            List.of(new Undelivered(UserUri.of("mei", "example.test"), 408))));
    conference.view();

    assertThat(conference.unreported).hasValue(1);
  }

  private static void ends(EdgeProtocol.Report r, EdgeProtocol.Outcome outcome, int status) {
    r.replyTo()
        .tell(
            new EdgeProtocol.Result(
                r.dialog().localTag().leg(),
                EdgeProtocol.Method.MESSAGE,
                r.cseq(),
                outcome,
                Optional.empty(),
                status,
                ""));
  }

  @Test
  void aReportThatIsNotHeardInOneDialogIsToldInTheNextAndCountedAfterTheLast() {
    List<Undelivered> missed = List.of(new Undelivered(UserUri.of("mei", "example.test"), 408));
    conference.chatTells(new McuProtocol.Report(chat.leg(), dana.user, 7, missed));
    EdgeProtocol.Report first = conference.edge.expectMessageClass(EdgeProtocol.Report.class);

    ends(first, EdgeProtocol.Outcome.GONE, 408);
    EdgeProtocol.Report second = conference.edge.expectMessageClass(EdgeProtocol.Report.class);
    ends(second, EdgeProtocol.Outcome.UNREACHED, 0);
    conference.view();

    assertThat(first.dialog().localTag()).isEqualTo(chat);
    assertThat(second.dialog().localTag()).isEqualTo(dana.tag());
    assertThat(second.missed()).isEqualTo(missed);
    assertThat(conference.unreported).hasValue(1);
  }

  @Test
  void aReportThatIsHeardIsToldOnce() {
    List<Undelivered> missed = List.of(new Undelivered(UserUri.of("mei", "example.test"), 408));
    conference.chatTells(new McuProtocol.Report(chat.leg(), dana.user, 7, missed));

    ends(
        conference.edge.expectMessageClass(EdgeProtocol.Report.class),
        EdgeProtocol.Outcome.OK,
        200);
    conference.view();

    conference.edge.expectNoMessage(java.time.Duration.ZERO);
    assertThat(conference.unreported).hasValue(0);
  }
}
