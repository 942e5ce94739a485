package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Rejection;
import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.chat.Content;
import org.confocal.engine.chat.Undelivered;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatMcuTest {
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
  private static final Instant AT = Instant.parse("2026-11-22T09:00:00Z");
  private static final long EPOCH = 65_537;
  private static final UserUri ADA = new UserUri("sip:ada@example.test");
  private static final UserUri BEN = new UserUri("sip:ben@example.test");
  private static final UserUri CLEO = new UserUri("sip:cleo@example.test");
  private static final AtomicInteger CONFERENCES = new AtomicInteger(20_000_000);
  private static final List<String> ALL_TYPES =
      List.of("text/plain", "text/html", "multipart/alternative", "application/im-iscomposing+xml");
  private static ActorTestKit kit;
  private static ManualTime time;
  private static PersistenceTestKit persistence;

  private final FocusKey conference =
      FocusKey.of(
          new ConferenceUri(
              new UserUri("sip:dana@example.test"),
              new ConferenceId(Integer.toString(CONFERENCES.incrementAndGet()))));
  private TestProbe<McuProtocol.Event> focus;
  private ActorRef<McuProtocol.Command> mcu;
  private ChatSettings settings;
  private long cseq;

  @BeforeAll
  static void startSystem() {
    kit = ActorTestKit.create("chat-test", CONFIG);
    time = ManualTime.get(kit.system());
    persistence = PersistenceTestKit.create(kit.system());
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void newChat() {
    persistence.clearAll();
    focus = kit.createTestProbe();
    settings = with("");
    mcu = start(EPOCH);
  }

  private static ChatSettings with(String keys) {
    String own =
        "confocal.mcu.chat { delivery-timeout = 4s, report-after = 1s, restart-after = 10ms\n";
    return ChatSettings.from(ConfigFactory.parseString(own + keys + "}").withFallback(CONFIG));
  }

  private ActorRef<McuProtocol.Command> start(long epoch) {
    return kit.spawn(
        ChatMcu.create(
            conference,
            epoch,
            focus.getRef(),
            new McuSettings(List.of(), List.of(), 7, settings, SrtpPolicy.OFF)));
  }

  private void restartWith(String keys) {
    kit.stop(mcu);
    settings = with(keys);
    mcu = start(EPOCH);
  }

  private void crash(long epoch) {
    kit.stop(mcu);
    mcu = start(epoch);
  }

  private static StreamDescriptor stream(List<String> types) {
    return StreamDescriptor.messages("127.0.0.1", 5060, types);
  }

  private static SessionOffer offer(List<String> types) {
    return new SessionOffer(List.of(stream(types)));
  }

  private static SessionAnswer answer() {
    return new SessionAnswer(List.of(stream(ALL_TYPES)));
  }

  private McuProtocol.Event negotiates(int leg, Optional<SessionOffer> offer) {
    mcu.tell(new McuProtocol.Negotiate(leg, offer, "127.0.0.1", focus.getRef()));
    return focus.receiveMessage();
  }

  private void connects(int leg, UserUri user) {
    connects(leg, user, ALL_TYPES);
  }

  private void connects(int leg, UserUri user, List<String> types) {
    mcu.tell(new McuProtocol.Connect(leg, user, offer(types), answer()));
  }

  private void revives(int leg, UserUri user) {
    mcu.tell(
        new McuProtocol.Revive(
            leg, user, MediaPlace.NONE, offer(ALL_TYPES), answer(), "127.0.0.1"));
  }

  private void three() {
    connects(1, ADA);
    connects(2, BEN);
    connects(3, CLEO);
  }

  private McuProtocol.Say line(int leg, UserUri sender, Optional<UserUri> to, Content content) {
    RequestKey key = new RequestKey("c" + leg, "f" + leg, ++cseq, "MESSAGE");
    return new McuProtocol.Say(key, leg, sender, to, content, AT);
  }

  private McuProtocol.Say says(int leg, UserUri sender, String text) {
    return says(line(leg, sender, Optional.empty(), Content.text(text)));
  }

  private McuProtocol.Say says(McuProtocol.Say say) {
    mcu.tell(say);
    return say;
  }

  private void said(McuProtocol.Say say, long line) {
    focus.expectMessage(new McuProtocol.Said(say.key(), line));
  }

  private Rejection refused(McuProtocol.Say say) {
    says(say);
    McuProtocol.NotSaid no = focus.expectMessageClass(McuProtocol.NotSaid.class);
    assertThat(no.key()).isEqualTo(say.key());
    return no.rejection();
  }

  private void goes(long line, String text, Integer... legs) {
    McuProtocol.Deliver d = focus.expectMessageClass(McuProtocol.Deliver.class);
    assertThat(text(d.line())).isEqualTo(text);
    assertThat(d.line().number()).isEqualTo(line);
    assertThat(d.legs()).containsExactly(legs);
  }

  private static String text(ChatLine line) {
    return new String(line.content().bytes(), StandardCharsets.UTF_8);
  }

  private void delivered(int leg, long line, int status) {
    mcu.tell(new McuProtocol.Delivered(leg, line, status));
  }

  private void told(int leg, long line, Undelivered... missed) {
    toldTo(ADA, leg, line, missed);
  }

  private void toldTo(UserUri sender, int leg, long line, Undelivered... missed) {
    time.timePasses(settings.reportAfter());
    focus.expectMessage(new McuProtocol.Report(leg, sender, line, List.of(missed)));
  }

  /** Whatever was said to the MCU before is done, and nothing has come of it. */
  private void nothing() {
    assertThat(negotiates(999, Optional.of(new SessionOffer(List.of()))))
        .isInstanceOf(McuProtocol.NotNegotiated.class);
  }

  private List<Object> journal() {
    return persistence.persistedInStorage("Chat|" + conference);
  }

  @Test
  void anOfferOfMessagesIsAnsweredWithOurTypesAndAllElseIsRefused() {
    SessionOffer offer =
        new SessionOffer(List.of(Sdp.video().line(), stream(List.of("text/plain"))));

    McuProtocol.Event event = negotiates(1, Optional.of(offer));

    assertThat(event).isInstanceOf(McuProtocol.Negotiated.class);
    McuProtocol.Negotiated n = (McuProtocol.Negotiated) event;
    assertThat(n.mcu()).isEqualTo(McuType.CHAT);
    assertThat(n.place()).isEqualTo(MediaPlace.NONE);
    assertThat(n.local().streams()).extracting(StreamDescriptor::port).containsExactly(0, 5060);
    StreamDescriptor own = n.local().streams().get(1);
    assertThat(own).isEqualTo(StreamDescriptor.messages("127.0.0.1", 5060, settings.acceptTypes()));
  }

  @Test
  void whoWantsAnOfferIsOfferedOneStreamOfMessages() {
    McuProtocol.Negotiated n = (McuProtocol.Negotiated) negotiates(1, Optional.empty());

    assertThat(n.local().streams())
        .containsExactly(StreamDescriptor.messages("127.0.0.1", 5060, settings.acceptTypes()));
  }

  @Test
  void aDialectThatWeDoNotSpeakIsRefused() {
    StreamDescriptor s = stream(List.of("text/plain"));
    StreamDescriptor msrp =
        new StreamDescriptor(
            s.type(),
            "TCP/MSRP",
            s.host(),
            2855,
            0,
            false,
            s.direction(),
            List.of("*"),
            List.of(),
            0,
            s.acceptTypes());

    McuProtocol.Event event = negotiates(1, Optional.of(new SessionOffer(List.of(msrp))));

    assertThat(((McuProtocol.NotNegotiated) event).rejection().reason())
        .isEqualTo(Rejection.Reason.MEDIA_NOT_ACCEPTABLE);
  }

  @Test
  void theParticipantWhoIsOneTooManyIsRefused() {
    restartWith("most-participants = 2");
    connects(1, ADA);
    assertThat(negotiates(2, Optional.of(offer(ALL_TYPES))))
        .isInstanceOf(McuProtocol.Negotiated.class);

    McuProtocol.Event event = negotiates(3, Optional.of(offer(ALL_TYPES)));

    assertThat(((McuProtocol.NotNegotiated) event).rejection().reason())
        .isEqualTo(Rejection.Reason.CAPACITY_EXCEEDED);
    mcu.tell(new McuProtocol.Release(2));
    assertThat(negotiates(3, Optional.of(offer(ALL_TYPES))))
        .isInstanceOf(McuProtocol.Negotiated.class);
  }

  @Test
  void aLineIsStoredBeforeItIsAnsweredAndGoesToAllOthers() {
    three();

    McuProtocol.Say say = says(1, ADA, "hello");

    said(say, 1);
    goes(1, "hello", 2, 3);
    assertThat(journal())
        .containsExactly(
            new ChatEvent.LineSaid(
                EPOCH, say.key(), 1, 3, new ChatLine(1, AT, ADA, Optional.empty(), say.content())));
  }

  @Test
  void noOtherLegOfTheSenderHearsHim() {
    three();
    connects(4, ADA);

    said(says(1, ADA, "hello"), 1);

    goes(1, "hello", 2, 3);
  }

  @Test
  void oneLineIsOnItsWayPerLegAndTheOthersWaitInTheirOrder() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);
    said(says(1, ADA, "two"), 2);
    said(says(2, BEN, "three"), 3);
    goes(3, "three", 1);

    delivered(3, 1, 200);
    goes(2, "two", 3);
    delivered(3, 2, 202);
    goes(3, "three", 3);
    delivered(2, 1, 200);
    goes(2, "two", 2);
    delivered(2, 2, 200);
    delivered(3, 3, 200);

    nothing();
  }

  @Test
  void whatIsNotOnItsWayCannotArrive() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);
    said(says(1, ADA, "two"), 2);

    delivered(2, 7, 200);
    delivered(9, 1, 200);
    nothing();

    delivered(2, 1, 200);
    goes(2, "two", 2);
    delivered(2, 1, 200);
    nothing();
  }

  @Test
  void theSenderIsToldOnceWhomHisLineDidNotReach() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);

    delivered(2, 1, 486);
    delivered(3, 1, 503);
    nothing();

    told(1, 1, new Undelivered(BEN, 486), new Undelivered(CLEO, 503));
    time.timePasses(Duration.ofSeconds(30));
    nothing();
  }

  @Test
  void aClientThatNeverAnswersHoldsUpNobodyAndIsToldOf() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);
    said(says(1, ADA, "two"), 2);
    delivered(3, 1, 200);
    goes(2, "two", 3);
    delivered(3, 2, 200);
    nothing();

    time.timePasses(Duration.ofSeconds(5));

    goes(2, "two", 2);
    focus.expectMessage(new McuProtocol.Report(1, ADA, 1, List.of(new Undelivered(BEN, 408))));
  }

  @Test
  void whatASlowClientCannotTakeIsTold() {
    restartWith("most-waiting = 1");
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);
    delivered(3, 1, 200);
    said(says(1, ADA, "two"), 2);
    goes(2, "two", 3);

    said(says(1, ADA, "three"), 3);
    nothing();

    told(1, 3, new Undelivered(BEN, 503));
    delivered(2, 1, 200);
    goes(2, "two", 2);
    delivered(3, 2, 200);
    goes(3, "three", 3);
  }

  @Test
  void whoLeavesBeforeALineReachedHimHasMissedIt() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);

    mcu.tell(new McuProtocol.Release(2));
    nothing();

    told(1, 1, new Undelivered(BEN, 480));
    said(says(1, ADA, "two"), 2);
    delivered(3, 1, 200);
    goes(2, "two", 3);
  }

  @Test
  void whoHasTwoLegsHasGotWhatOneOfThemGot() {
    three();
    connects(4, BEN);
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3, 4);

    delivered(2, 1, 486);
    delivered(4, 1, 200);
    delivered(3, 1, 486);
    nothing();

    told(1, 1, new Undelivered(CLEO, 486));
  }

  @Test
  void aPrivateLineGoesToOneOnly() {
    three();

    McuProtocol.Say say = says(line(1, ADA, Optional.of(CLEO), Content.text("psst")));

    said(say, 1);
    goes(1, "psst", 3);
    nothing();
  }

  @Test
  void aPrivateLineToSomebodyWithoutChatIsRefused() {
    three();

    Rejection no = refused(line(1, ADA, Optional.of(UserUri.of("mei", "a.b")), Content.text("x")));

    assertThat(no.reason()).isEqualTo(Rejection.Reason.UNKNOWN_USER);
    assertThat(journal()).isEmpty();
  }

  @Test
  void whoTakesNoMultipartGetsThePlainPartAndWhoTakesNeitherIsTold() {
    connects(1, ADA);
    connects(2, BEN);
    connects(3, CLEO, List.of("text/plain"));
    UserUri mei = UserUri.of("mei", "example.test");
    connects(4, mei, List.of("message/cpim"));
    McuProtocol.Say say =
        says(line(1, ADA, Optional.empty(), PlainPartTest.alternative(PlainPartTest.BOTH)));
    said(say, 1);

    goes(1, PlainPartTest.BOTH, 2);
    goes(1, "Grüße", 3);
    nothing();
    told(1, 1, new Undelivered(mei, 415));
  }

  @Test
  void aTypeThatNobodyMaySayIsRefused() {
    three();

    Rejection no = refused(line(1, ADA, Optional.empty(), new Content("image/gif", new byte[1])));

    assertThat(no.reason()).isEqualTo(Rejection.Reason.CONTENT_NOT_ACCEPTABLE);
    assertThat(no.text()).contains("image/gif").contains("text/plain");
  }

  @Test
  void aLineThatIsTooLongIsRefused() {
    restartWith("most-bytes = 256");
    three();

    Rejection no = refused(line(1, ADA, Optional.empty(), Content.text("x".repeat(257))));

    assertThat(no.reason()).isEqualTo(Rejection.Reason.MALFORMED);
    assertThat(no.text()).contains("expected: at most 256");
  }

  private static final String TYPING = "application/im-iscomposing+xml";

  private McuProtocol.Say types(int leg, UserUri user, String state) {
    Content content = new Content(TYPING, state.getBytes(StandardCharsets.UTF_8));
    return says(line(leg, user, Optional.empty(), content));
  }

  @Test
  void typingIsPassedOnAndNeverStored() {
    connects(1, ADA);
    connects(2, BEN);
    connects(3, CLEO, List.of("text/plain"));

    said(types(1, ADA, "active"), 0);

    goes(0, "active", 2);
    delivered(2, 0, 486);
    time.timePasses(Duration.ofSeconds(10));
    nothing();
    assertThat(journal()).isEmpty();
  }

  @Test
  void onlyTheNewestTypingOfASenderWaitsAndALineOvertakesIt() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);
    delivered(3, 1, 200);
    said(types(1, ADA, "active"), 0);
    goes(0, "active", 3);
    said(types(1, ADA, "idle"), 0);
    said(types(3, CLEO, "active"), 0);
    goes(0, "active", 1);

    delivered(2, 1, 200);

    goes(0, "idle", 2);
    delivered(2, 0, 200);
    goes(0, "active", 2);
    said(types(1, ADA, "active"), 0);
    said(says(1, ADA, "two"), 2);
    delivered(2, 0, 200);
    goes(2, "two", 2);
    delivered(2, 2, 200);
    delivered(3, 0, 200);
    goes(2, "two", 3);
    nothing();
  }

  @Test
  void aReceiptIsTakenAndNotPassedOn() {
    three();

    McuProtocol.Say receipt =
        says(line(1, ADA, Optional.empty(), new Content("application/ms-imdn+xml", new byte[4])));

    said(receipt, 0);
    nothing();
  }

  @Test
  void aRepeatedLineIsSaidOnce() {
    three();
    McuProtocol.Say say = says(1, ADA, "one");
    said(say, 1);
    goes(1, "one", 2, 3);

    says(say);

    said(say, 1);
    nothing();
  }

  @Test
  void aRepeatedLineIsKnownAfterACrash() {
    three();
    McuProtocol.Say say = says(1, ADA, "one");
    said(say, 1);
    goes(1, "one", 2, 3);

    crash(EPOCH + 1);
    says(say);

    said(say, 1);
    nothing();
    assertThat(journal()).hasSize(1);
  }

  @Test
  void numbersGoOnAfterACrashAndWhatMayNotHaveArrivedIsSentAgain() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);
    delivered(3, 1, 200);
    said(says(1, ADA, "two"), 2);
    goes(2, "two", 3);

    crash(EPOCH + 1);
    revives(1, ADA);
    revives(2, BEN);
    revives(3, CLEO);

    goes(1, "one", 2);
    goes(1, "one", 3);
    delivered(2, 1, 200);
    goes(2, "two", 2);
    said(says(2, BEN, "three"), 3);
    goes(3, "three", 1);
  }

  @Test
  void whatHasReachedEverybodyIsNotSentAgain() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);
    said(says(1, ADA, "two"), 2);
    delivered(3, 1, 200);
    goes(2, "two", 3);
    delivered(3, 2, 200);
    nothing();
    time.timePasses(settings.reportAfter());
    nothing();
    time.timePasses(settings.reportAfter());
    nothing();
    assertThat(journal())
        .endsWith(new ChatEvent.LinesReached(EPOCH, 2, java.util.Map.of(2, List.of(1L, 2L))));

    crash(EPOCH + 1);
    revives(1, ADA);
    revives(2, BEN);
    revives(3, CLEO);

    goes(1, "one", 2);
    delivered(2, 1, 200);
    goes(2, "two", 2);
    nothing();
  }

  @Test
  void whoCameAfterALineDoesNotGetItAfterACrash() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);
    connects(4, UserUri.of("mei", "example.test"));

    crash(EPOCH + 1);
    revives(4, UserUri.of("mei", "example.test"));

    nothing();
  }

  @Test
  void aChatOfWhichNothingIsOpenIsQuiet() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);
    delivered(2, 1, 200);
    delivered(3, 1, 200);
    for (int turn = 0; turn < 5; turn++) {
      nothing();
      time.timePasses(settings.reportAfter());
    }
    nothing();

    assertThat(journal())
        .hasSize(2)
        .endsWith(new ChatEvent.LinesReached(EPOCH, 1, java.util.Map.of()));
  }

  @Test
  void theNextLifeOfAConferenceIsANewConversation() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);
    TestProbe<Object> watcher = kit.createTestProbe();

    mcu.tell(new McuProtocol.Ended());
    watcher.expectTerminated(mcu);
    assertThat(journal()).endsWith(new ChatEvent.ChatEnded(EPOCH));
    mcu = start(131_073);
    three();

    said(says(1, ADA, "new"), 1);
    goes(1, "new", 2, 3);
  }

  @Test
  void aLifeThatCameToNoEndIsOverWithTheNext() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);

    crash(131_073);
    revives(2, BEN);
    connects(1, ADA);

    said(says(1, ADA, "new"), 1);
    goes(1, "new", 2);
  }

  @Test
  void anOlderFocusIsFenced() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);

    crash(EPOCH - 1);

    focus.expectMessage(new McuProtocol.Fenced(EPOCH));
  }

  @Test
  void whoComesLateGetsNothingUnlessThePolicySaysSo() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);

    connects(4, UserUri.of("mei", "example.test"));

    nothing();
  }

  @Test
  void byPolicyWhoComesLateGetsTheLastLinesThatWereForHim() {
    restartWith("history = 2");
    connects(1, ADA);
    connects(2, BEN);
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2);
    said(says(1, ADA, "two"), 2);
    said(says(line(1, ADA, Optional.of(BEN), Content.text("psst"))), 3);
    said(says(1, ADA, "four"), 4);

    connects(3, CLEO);

    goes(2, "two", 3);
    said(says(1, ADA, "five"), 5);
    delivered(3, 2, 200);
    goes(4, "four", 3);
    delivered(3, 4, 200);
    goes(5, "five", 3);
  }

  private void pages(int leg, UserUri user) {
    mcu.tell(
        new McuProtocol.Connect(
            leg, user, new SessionOffer(List.of()), new SessionAnswer(List.of())));
  }

  @Test
  void whoHasWrittenFromAPhoneWithoutChatGetsPlainTextInHisCallAlsoAfterACrash() {
    three();
    UserUri mei = UserUri.of("mei", "example.test");
    pages(4, mei);
    said(says(0, mei, "from my phone"), 1);
    goes(1, "from my phone", 1, 2, 3);
    said(says(1, ADA, "hi"), 2);
    goes(2, "hi", 4);
    delivered(4, 2, 200);

    crash(EPOCH + 1);
    goes(2, "hi", 4);
    delivered(4, 2, 200);
    connects(1, ADA);

    said(says(1, ADA, "again"), 3);
    goes(3, "again", 4);
    mcu.tell(new McuProtocol.Delivered(4, 3, 481));
    said(says(1, ADA, "gone"), 4);
    nothing();
  }

  @Test
  void theFailureOfALineFromOutsideOfADialogIsToldInTheCallOfItsSender() {
    three();
    UserUri mei = UserUri.of("mei", "example.test");
    pages(4, mei);
    said(says(0, mei, "from my phone"), 1);
    goes(1, "from my phone", 1, 2, 3);

    delivered(2, 1, 486);
    nothing();

    toldTo(mei, 4, 1, new Undelivered(BEN, 486));
  }

  @Test
  void anAnswerWithoutMessagesDoesNotConnect() {
    mcu.tell(new McuProtocol.Connect(1, ADA, Sdp.offer(Sdp.audio(Sdp.PCMU)), answer()));

    McuProtocol.NotConnected no = focus.expectMessageClass(McuProtocol.NotConnected.class);
    assertThat(no.rejection().reason()).isEqualTo(Rejection.Reason.MEDIA_NOT_ACCEPTABLE);
  }

  @Test
  void whoHasEndedHisStreamHearsNothingMore() {
    three();

    mcu.tell(new McuProtocol.Connect(2, BEN, Sdp.offer(Sdp.audio(Sdp.PCMU)), answer()));

    focus.expectMessageClass(McuProtocol.NotConnected.class);
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 3);
  }

  @Test
  void aLineThatCouldNotBeStoredIsNotAnsweredAndNothingElseIsLost() {
    three();
    said(says(1, ADA, "one"), 1);
    goes(1, "one", 2, 3);
    persistence.failNextPersisted("Chat|" + conference);

    McuProtocol.Say say = says(1, ADA, "two");
    time.timePasses(Duration.ofSeconds(5));
    says(say);

    McuProtocol.Event next = focus.receiveMessage();
    while (!(next instanceof McuProtocol.Said)) {
      assertThat(next).isInstanceOf(McuProtocol.Report.class);
      next = focus.receiveMessage();
    }
    assertThat(next).isEqualTo(new McuProtocol.Said(say.key(), 2));
  }

  @Test
  void fiveHundredHearEveryLineInItsOrder() {
    restartWith("most-participants = 500");
    IntStream.rangeClosed(1, 500)
        .forEach(leg -> connects(leg, UserUri.of("user-" + leg, "example.test")));
    List<Long> heard = new ArrayList<>();

    for (int n = 1; n <= 3; n++) {
      said(says(1, UserUri.of("user-1", "example.test"), "line " + n), n);
      McuProtocol.Deliver d = focus.expectMessageClass(McuProtocol.Deliver.class);
      heard.add(d.line().number());
      assertThat(d.legs()).hasSize(499).doesNotContain(1);
      d.legs().forEach(leg -> delivered(leg, d.line().number(), 200));
    }

    assertThat(heard).containsExactly(1L, 2L, 3L);
    nothing();
    UserUri late = UserUri.of("user-501", "example.test");
    connects(501, late);
    assertThat(focus.expectMessageClass(McuProtocol.NotConnected.class).rejection().reason())
        .isEqualTo(Rejection.Reason.CAPACITY_EXCEEDED);
  }
}
