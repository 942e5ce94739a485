package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.confocal.engine.Rejection;
import org.confocal.engine.cluster.EngineDoors;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.Role;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.control.ControlResult;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.directory.DialNames;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.jain.SipBindException;
import org.confocal.sip.jain.SipStackSettings;
import org.confocal.sip.kit.C3pTexts;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conference control over a real socket; the engine is played by the test. */
class ConferenceControlTest {
  private static final ConferenceUri CONFERENCE = ConferenceUri.parse(C3pTexts.FOCUS).orElseThrow();
  private static final LegTag TAG = new LegTag(FocusKey.of(CONFERENCE), 1, "0000abcd");
  private static final UserUri RAVI = new UserUri(C3pTexts.RAVI);
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String TYPE = "Content-Type: application/cccp+xml";

  private final ActorTestKit kit = ActorTestKit.create(TestSettings.config());
  private final TestProbe<FocusFactoryProtocol.Command> factory = kit.createTestProbe();
  private final TestProbe<FocusProtocol.Command> focus = kit.createTestProbe();
  private final AtomicInteger number = new AtomicInteger();
  private SipGateway gateway = bind();
  private ActorRef<EdgeProtocol.Command> edge = kit.system().ignoreRef();
  private SipPeer peer = SipPeer.udp("127.0.0.1", port());

  private static SipGateway bind() {
    try {
      return SipGateway.bind(SipStackSettings.from(TestSettings.config()));
    } catch (SipBindException e) {
      throw new AssertionError(e);
    }
  }

  private int port() {
    return gateway.listening().stream()
        .filter(l -> l.startsWith("udp:"))
        .map(l -> Integer.parseInt(l.substring(l.lastIndexOf(':') + 1)))
        .findFirst()
        .orElseThrow();
  }

  @BeforeEach
  void start() {
    Config config = TestSettings.config();
    edge =
        kit.spawn(
            gateway.edge(
                new SipGateway.Doors(
                    new Doors(),
                    new NoNumbers(),
                    new Users(),
                    EdgeHarness.policies(),
                    digits -> String.format("%0" + digits + "x", number.incrementAndGet()),
                    () -> NOW),
                SipSettings.from(config)));
    awaitEdge();
  }

  /** What comes before the edge is there is dropped, and this peer sends nothing twice. */
  private void awaitEdge() {
    TestProbe<Receptionist.Listing> listings = kit.createTestProbe();
    kit.system().receptionist().tell(Receptionist.subscribe(EdgeProtocol.KEY, listings.ref()));
    boolean there = false;
    while (!there) {
      there = !listings.receiveMessage().getServiceInstances(EdgeProtocol.KEY).isEmpty();
    }
  }

  @AfterEach
  void stop() {
    peer.close();
    kit.shutdownTestKit();
    gateway.close();
  }

  // What the test sends

  private void send(String method, String uri, String user, String headers, String body) {
    int n = number.incrementAndGet();
    String text =
        """
        %s %s SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%d;rport;branch=z9hG4bK%d
        Max-Forwards: 70
        From: <sip:%s@example.test>;tag=f1
        To: <%s>%s
        Call-ID: c1
        CSeq: %d %s
        Contact: <sip:%s@127.0.0.1:%d>
        %s
        Content-Length: %d

        """
            .formatted(
                method,
                uri,
                peer.port(),
                n,
                user,
                uri,
                headers.contains("in-dialog") ? ";tag=" + TAG.text() : "",
                n,
                method,
                user,
                peer.port(),
                headers,
                body.getBytes(StandardCharsets.UTF_8).length);
    peer.send((text.replace("\n", "\r\n") + body).getBytes(StandardCharsets.UTF_8));
  }

  /** The same with the password of {@code user}. */
  private void sendProved(String method, String uri, String user, String type, String body) {
    send(method, uri, user, type, body);
    SipResponse challenge = peer.expect(401);
    if (method.equals("INVITE")) {
      send("ACK", uri, user, "Subject: none", "");
    }
    send(method, uri, user, type + "\n" + proof(challenge, method, user), body);
  }

  private static String proof(SipResponse challenge, String method, String user) {
    AuthParams asked =
        AuthParams.parse(challenge.headers().first("WWW-Authenticate").orElseThrow()).orElseThrow();
    DigestAlgorithm md5 = DigestAlgorithm.MD5;
    String response =
        md5.hash(
            String.join(
                ":",
                md5.hash(user + ":confocal:secret"),
                asked.get("nonce"),
                "00000001",
                "0a4f113b",
                "auth",
                md5.hash(method + ":sip:x")));
    return "Authorization: Digest username=\"%s\", realm=\"confocal\", nonce=\"%s\", uri=\"sip:x\","
            .formatted(user, asked.get("nonce"))
        + " algorithm=MD5, qop=auth, nc=00000001, cnonce=\"0a4f113b\", response=\""
        + response
        + "\"";
  }

  private static String toFactory(String command) {
    return C3pTexts.request(C3pTexts.DANA, C3pTexts.FACTORY, command);
  }

  private static String toFocus(String command) {
    return C3pTexts.request(C3pTexts.RAVI, C3pTexts.FOCUS, command);
  }

  private void serve(String command) {
    sendProved("SERVICE", C3pTexts.FACTORY, "dana", TYPE, toFactory(command));
  }

  private void inform(String body) {
    send("INFO", C3pTexts.FOCUS, "ravi", TYPE + "\nX-Test: in-dialog", body);
  }

  private static String diagnostics(SipResponse response) {
    return response.headers().first("ms-diagnostics").orElse("");
  }

  private static Meeting meeting() {
    return new Meeting(
        CONFERENCE, new MeetingNumber("40812"), "Budget", Admission.AUTHENTICATED, NOW, 3);
  }

  // The focus factory

  @Test
  void nobodySchedulesWithoutHavingProvedWhoHeIs() {
    send("SERVICE", C3pTexts.FACTORY, "dana", TYPE, toFactory("<getConferences/>"));

    SipResponse answer = peer.expect(401);

    assertThat(answer.headers().first("WWW-Authenticate").orElse("")).startsWith("Digest ");
    factory.expectNoMessage();
  }

  @Test
  void aMeetingIsScheduledOnceAndAnswered() {
    serve(
        C3pTexts.add(
            "<ci:subject>Budget</ci:subject>"
                + "<msci:conference-id>7F3A9C20B1D84E6F</msci:conference-id>",
            ""));

    FocusFactoryProtocol.Schedule s =
        factory.expectMessageClass(FocusFactoryProtocol.Schedule.class);
    s.replyTo().tell(new FocusFactoryProtocol.Done(meeting()));

    assertThat(s.id()).contains(new ConferenceId("7F3A9C20B1D84E6F"));
    SipResponse answer = peer.expect(200);
    assertThat(answer.body().contentType()).isEqualTo("application/cccp+xml");
    assertThat(answer.body().text())
        .contains("from=\"" + C3pTexts.FACTORY + "\" to=\"" + C3pTexts.DANA + "\" code=\"success\"")
        .contains("<addConference><ci:conference-info entity=\"" + C3pTexts.FOCUS + "\"");
  }

  @Test
  void anIdThatIsTakenIsAFailureOfC3p() {
    serve(C3pTexts.add("<msci:conference-id>7F3A9C20B1D84E6F</msci:conference-id>", ""));

    factory
        .expectMessageClass(FocusFactoryProtocol.Schedule.class)
        .replyTo()
        .tell(
            new FocusFactoryProtocol.NotDone(
                Rejection.of(Rejection.Reason.ALREADY_EXISTS, "taken")));

    assertThat(peer.expect(200).body().text())
        .contains("code=\"failure\"><addConference reason=\"conferenceExistsAlready\"/>");
  }

  @Test
  void aStaleChangeIsRefused() {
    serve(
        C3pTexts.modify(
            "version=\"2\"",
            "<ci:conference-description><ci:subject>Plans</ci:subject>"
                + "</ci:conference-description>"));

    factory
        .expectMessageClass(FocusFactoryProtocol.Find.class)
        .replyTo()
        .tell(new FocusFactoryProtocol.Done(meeting()));
    FocusFactoryProtocol.Change change =
        factory.expectMessageClass(FocusFactoryProtocol.Change.class);
    change
        .replyTo()
        .tell(
            new FocusFactoryProtocol.NotDone(
                Rejection.of(Rejection.Reason.VERSION_CONFLICT, "version: 2 (expected: 3)")));

    assertThat(change.version()).contains(2L);
    assertThat(change.subject()).isEqualTo("Plans");
    assertThat(peer.expect(200).body().text())
        .contains("<modifyConference reason=\"otherFailure\"/>");
  }

  @Test
  void meetingsAreReadListedAndDeleted() {
    serve("<getConference><conferenceKeys confEntity=\"" + C3pTexts.FOCUS + "\"/></getConference>");
    factory
        .expectMessageClass(FocusFactoryProtocol.Find.class)
        .replyTo()
        .tell(new FocusFactoryProtocol.Done(meeting()));
    assertThat(peer.expect(200).body().text()).contains("<msci:id>40812</msci:id>");

    serve("<getConferences/>");
    FocusFactoryProtocol.All first = factory.expectMessageClass(FocusFactoryProtocol.All.class);
    Optional<ConferenceId> last = Optional.of(meeting().uri().id());
    first.replyTo().tell(new FocusFactoryProtocol.AllMeetings(List.of(meeting()), last));
    FocusFactoryProtocol.All second = factory.expectMessageClass(FocusFactoryProtocol.All.class);
    second.replyTo().tell(new FocusFactoryProtocol.AllMeetings(List.of(), Optional.empty()));
    assertThat(first.after()).isEmpty();
    assertThat(second.after()).isEqualTo(last);
    assertThat(peer.expect(200).body().text()).contains("<getConferences><ci:conference-info ");

    serve(
        "<deleteConference><conferenceKeys confEntity=\""
            + C3pTexts.FOCUS
            + "\"/></deleteConference>");
    factory
        .expectMessageClass(FocusFactoryProtocol.Delete.class)
        .replyTo()
        .tell(new FocusFactoryProtocol.Done(meeting()));
    assertThat(peer.expect(200).body().text()).contains("<deleteConference><ci:conference-info ");
  }

  @Test
  void theFactoryOfAnotherIsForbidden() {
    String body = C3pTexts.request(C3pTexts.RAVI, C3pTexts.FACTORY, "<getConferences/>");
    sendProved("SERVICE", C3pTexts.FACTORY, "ravi", TYPE, body);

    SipResponse answer = peer.expect(403);

    assertThat(diagnostics(answer)).startsWith("3014;");
    assertThat(answer.body().isEmpty()).isTrue();
  }

  @Test
  void whoeverSpeaksAsSomebodyElseIsRefusedBySip() {
    String body = C3pTexts.request(C3pTexts.RAVI, C3pTexts.FACTORY, "<getConferences/>");
    sendProved("SERVICE", C3pTexts.FACTORY, "dana", TYPE, body);
    assertThat(diagnostics(peer.expect(400))).startsWith("3000;");

    body = C3pTexts.request(C3pTexts.DANA, C3pTexts.FOCUS, "<getConferences/>");
    sendProved("SERVICE", C3pTexts.FACTORY, "dana", TYPE, body);
    assertThat(diagnostics(peer.expect(400))).startsWith("3001;");
  }

  @Test
  void whatCannotBeReadIsRefusedBySipAndWhatIsMalformedByC3p() {
    sendProved("SERVICE", C3pTexts.FACTORY, "dana", TYPE, "<request");
    SipResponse unreadable = peer.expect(400);
    serve("<deleteConference/>");
    SipResponse malformed = peer.expect(200);
    serve("<playRecording/>");
    SipResponse unknown = peer.expect(200);

    assertThat(diagnostics(unreadable)).startsWith("3006;");
    assertThat(unreadable.body().isEmpty()).isTrue();
    assertThat(malformed.body().text()).contains("<deleteConference reason=\"requestMalformed\"/>");
    assertThat(unknown.body().text()).contains("<playRecording reason=\"notSupported\"/>");
    assertThat(unknown.headers().first("ms-diagnostics-public").orElse("")).startsWith("3004;");
  }

  @Test
  void onlyFactoriesTakeAService() {
    send("SERVICE", C3pTexts.FACTORY, "dana", "Content-Type: text/plain", "hello");
    assertThat(peer.expect(415).headers().first("Accept")).contains("application/cccp+xml");

    send("SERVICE", C3pTexts.DANA, "dana", TYPE, toFactory("<getConferences/>"));
    peer.expect(404);

    send("SERVICE", C3pTexts.FOCUS, "dana", TYPE, toFactory("<getConferences/>"));
    peer.expect(405);
  }

  @Test
  void aFactoryThatDoesNotAnswerIsUnavailable() {
    serve("<getConferences/>");

    factory.expectMessageClass(FocusFactoryProtocol.All.class);

    assertThat(peer.expect(503).headers().first("Retry-After")).isPresent();
  }

  // Joins

  private FocusProtocol.Joining joining() {
    return factory.expectMessageClass(FocusFactoryProtocol.RouteJoin.class).joining();
  }

  private static FocusProtocol.Established established(FocusProtocol.Joining j, Role role) {
    return new FocusProtocol.Established(
        j.key(),
        TAG,
        RAVI,
        role,
        C3pTexts.GUID,
        j.seed().contact(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void aJoinOfTheFocusIsAnsweredWithTheGrantedRole() {
    sendProved("INVITE", C3pTexts.FOCUS, "ravi", TYPE, toFocus(C3pTexts.join(C3pTexts.RAVI)));

    FocusProtocol.Joining j = joining();
    j.replyTo().tell(established(j, Role.PRESENTER));

    assertThat(j.entry().kind()).isEqualTo(LegKind.FOCUS);
    assertThat(j.entry().endpoint()).contains(C3pTexts.GUID);
    assertThat(j.caller().user()).contains(RAVI);
    assertThat(j.offer()).isEmpty();
    SipResponse answer = peer.expect(200);
    assertThat(answer.to().tag()).contains(TAG.text());
    assertThat(answer.headers().first("Contact").orElse("")).endsWith(">;isfocus");
    assertThat(answer.body().text())
        .contains("code=\"success\"")
        .contains("<ci:entry>presenter</ci:entry>")
        .contains(C3pTexts.GUID);
  }

  @Test
  void aJoinInAMultipartBodyIsAJoin() {
    String body =
        "--b\r\nContent-Type: application/cccp+xml\r\n\r\n"
            + toFocus(C3pTexts.join(C3pTexts.RAVI))
            + "\r\n--b--\r\n";
    sendProved("INVITE", C3pTexts.FOCUS, "ravi", "Content-Type: multipart/mixed;boundary=b", body);

    assertThat(joining().entry().kind()).isEqualTo(LegKind.FOCUS);
  }

  @Test
  void aRefusedJoinSaysWhyInAWayThatClientsShow() {
    sendProved("INVITE", C3pTexts.FOCUS, "ravi", TYPE, toFocus(C3pTexts.join(C3pTexts.RAVI)));

    FocusProtocol.Joining j = joining();
    j.replyTo()
        .tell(
            new FocusProtocol.Refused(
                j.key(), Rejection.of(Rejection.Reason.CONFERENCE_LOCKED, "Conference is locked")));

    SipResponse answer = peer.expect(403);
    assertThat(diagnostics(answer))
        .isEqualTo("3014;reason=\"Conference is locked\";source=\"example.test\"");
  }

  @Test
  void aJoinOfSomebodyElseNeverReachesTheEngine() {
    String ravis = toFocus(C3pTexts.join(C3pTexts.RAVI));
    send("INVITE", C3pTexts.FOCUS, "dana", TYPE, ravis);
    SipResponse named = peer.expect(400);
    send("ACK", C3pTexts.FOCUS, "dana", "Subject: none", "");

    send("INVITE", C3pTexts.FOCUS, "ravi", TYPE, ravis);
    SipResponse challenge = peer.expect(401);
    send("ACK", C3pTexts.FOCUS, "ravi", "Subject: none", "");
    send("INVITE", C3pTexts.FOCUS, "ravi", TYPE + "\n" + proof(challenge, "INVITE", "dana"), ravis);
    SipResponse proved = peer.expect(403);

    assertThat(diagnostics(named)).startsWith("3000;");
    assertThat(diagnostics(proved)).startsWith("3014;");
    factory.expectNoMessage();
  }

  @Test
  void aUserWithAKeyIsAskedWhoHeIsAndAStrangerWithAKeyIsAGuest() {
    String gus = "sip:gus@example.test";
    String keyed = C3pTexts.FOCUS + ";conf-key=0123456789abcdef";
    send("INVITE", keyed, "ravi", TYPE, toFocus(C3pTexts.join(C3pTexts.RAVI)));
    peer.expect(401);
    send("ACK", keyed, "ravi", "Subject: none", "");
    factory.expectNoMessage();

    send("INVITE", keyed, "gus", TYPE, C3pTexts.request(gus, C3pTexts.FOCUS, C3pTexts.join(gus)));

    FocusProtocol.Joining j = joining();
    assertThat(j.caller().user()).isEmpty();
    assertThat(j.caller().source().map(PeerAddress::port)).contains(peer.port());
  }

  @Test
  void aCallToAnMcuIsALegOfItsMedia() {
    String offer =
        """
        v=0
        o=- 0 0 IN IP4 127.0.0.1
        s=session
        c=IN IP4 127.0.0.1
        t=0 0
        m=message 5060 sip null
        a=accept-types:text/plain
        """;
    send("INVITE", C3pTexts.CHAT, "ravi", "Content-Type: application/sdp", offer);

    FocusProtocol.Joining j = joining();

    assertThat(j.entry().kind()).isEqualTo(LegKind.MEDIA);
    assertThat(j.entry().mcu()).contains(McuType.CHAT);
    assertThat(j.seed().contact()).endsWith(";mcu=chat");
    assertThat(j.offer().orElseThrow().streams().get(0).acceptTypes())
        .containsExactly("text/plain");
  }

  @Test
  void aCallToAnMcuThatWeDoNotHaveIsNotFound() {
    send("INVITE", C3pTexts.mcu("meeting"), "ravi", "Subject: none", "");

    assertThat(diagnostics(peer.expect(404))).startsWith("3013;");
  }

  @Test
  void anotherBodyIsRefusedWithAllThatWeTake() {
    send("INVITE", C3pTexts.FOCUS, "ravi", "Content-Type: text/plain", "hello");

    assertThat(peer.expect(415).headers().values("Accept"))
        .containsExactly("application/sdp", "application/cccp+xml");
  }

  // Orders

  @Test
  void anOrderIsRepeatedUntilItIsAnsweredAndTheAnswerIsFinal() {
    inform(toFocus(C3pTexts.lock("true")));

    FocusProtocol.Control first = focus.expectMessageClass(FocusProtocol.Control.class);
    FocusProtocol.Control again = focus.expectMessageClass(FocusProtocol.Control.class);
    again
        .replyTo()
        .tell(
            new FocusProtocol.Controlled(
                again.key(), ControlResult.done("41", again.order(), RAVI)));

    assertThat(again).isEqualTo(first);
    assertThat(first.tag()).isEqualTo(TAG);
    assertThat(first.requestId()).isEqualTo("41");
    assertThat(first.order()).isEqualTo(new ControlOrder.SetLock(true));
    assertThat(peer.expect(200).body().text()).contains("code=\"success\"><modifyConferenceLock/>");
  }

  @Test
  void aRefusedOrderIsAFailureOfC3p() {
    inform(toFocus(C3pTexts.lock("true")));

    FocusProtocol.Control c = focus.expectMessageClass(FocusProtocol.Control.class);
    c.replyTo()
        .tell(
            new FocusProtocol.Controlled(
                c.key(),
                ControlResult.refused(
                    "41",
                    c.order(),
                    RAVI,
                    Rejection.of(Rejection.Reason.NOT_AUTHORIZED, "attendees may not"))));

    SipResponse answer = peer.expect(200);
    assertThat(answer.body().text()).contains("<modifyConferenceLock reason=\"unauthorized\"/>");
    assertThat(diagnostics(answer)).startsWith("3014;");
  }

  @Test
  void anOrderThatTakesItsTimeIsPending() {
    inform(
        toFocus(
            C3pTexts.addUser(
                C3pTexts.mcuUri(C3pTexts.CHAT),
                C3pTexts.RAVI,
                C3pTexts.endpoint("", "dialed-in"))));

    FocusProtocol.Control c = focus.expectMessageClass(FocusProtocol.Control.class);
    c.replyTo().tell(new FocusProtocol.ControlPending(c.key()));

    assertThat(peer.expect(202).body().text()).contains("code=\"pending\"><addUser/>");
  }

  @Test
  void anOrderInADialogThatIsNotThereIsAnsweredBySip() {
    inform(toFocus(C3pTexts.lock("true")));

    FocusProtocol.Control c = focus.expectMessageClass(FocusProtocol.Control.class);
    c.replyTo()
        .tell(
            new FocusProtocol.ControlUnheard(
                c.key(), Rejection.of(Rejection.Reason.UNKNOWN_DIALOG, "No such dialog")));

    assertThat(peer.expect(481).body().isEmpty()).isTrue();
  }

  @Test
  void whatIsWrongWithAnOrderIsToldWithoutAskingTheFocus() {
    inform("<request/>");
    assertThat(diagnostics(peer.expect(400))).startsWith("3006;");

    inform(toFocus(C3pTexts.lock("true")).replace("id:7F", "id:8F"));
    assertThat(diagnostics(peer.expect(400))).startsWith("3001;");

    inform(toFocus(C3pTexts.lock("true")).replace("confEntity=\"sip:dana", "confEntity=\"sip:mei"));
    assertThat(diagnostics(peer.expect(400))).startsWith("3003;");

    inform(toFocus(C3pTexts.lock("true")).replace("from=\"sip:ravi", "from=\"sip:mei"));
    assertThat(diagnostics(peer.expect(400))).startsWith("3000;");

    inform(toFocus(C3pTexts.lock("maybe")));
    SipResponse malformed = peer.expect(200);
    assertThat(malformed.body().text()).contains("reason=\"requestMalformed\"");

    inform(toFocus(C3pTexts.role(C3pTexts.RAVI, "boss")));
    assertThat(diagnostics(peer.expect(200))).startsWith("3016;");

    inform(toFocus("<playRecording/>"));
    assertThat(peer.expect(200).body().text()).contains("reason=\"notSupported\"");
    focus.expectNoMessage();
  }

  @Test
  void anInfoAboutSomethingElseAsksOnlyWhetherTheDialogIsThere() {
    send(
        "INFO",
        C3pTexts.FOCUS,
        "ravi",
        "Content-Type: application/dtmf-relay\nX-Test: in-dialog",
        "Signal=5");

    FocusProtocol.Ask ask = focus.expectMessageClass(FocusProtocol.Ask.class);
    ask.replyTo().tell(new FocusProtocol.Yes(ask.key()));

    peer.expect(200);
  }

  @Test
  void aLateResultComesByInfoAndNobodyWaitsForAnAnswer() {
    ControlOrder order =
        new ControlOrder.DialOut(
            new UserUri("sip:mei@example.test"),
            "Mei",
            false,
            McuType.AUDIO_VIDEO,
            C3pTexts.GUID,
            "tel:+15550123");
    ControlResult failed =
        ControlResult.refused(
            "13", order, RAVI, Rejection.of(Rejection.Reason.CALL_FAILED, "busy"));

    edge.tell(new EdgeProtocol.Inform(65_537, dialog(), 7, CONFERENCE, failed));

    SipRequest info = peer.expect("INFO");
    assertThat(info.cseq().number()).isEqualTo(7);
    assertThat(info.from().tag()).contains(TAG.text());
    assertThat(info.body().text())
        .contains("requestId=\"13\"")
        .contains("code=\"failure\"><addUser reason=\"otherFailure\"/>");
    focus.expectNoMessage();
  }

  private Dialog dialog() {
    return new Dialog(
        "c1",
        TAG,
        "f1",
        "<" + C3pTexts.FOCUS + ">",
        "<" + C3pTexts.RAVI + ">",
        "sip:ravi@127.0.0.1:" + peer.port(),
        "sip:c@127.0.0.1",
        List.of(),
        1,
        new PeerAddress("udp", "127.0.0.1", peer.port()),
        false);
  }

  // The engine and the directories, as the test plays them

  private final class Doors implements EngineDoors {
    @Override
    public void tell(UserUri organizer, FocusFactoryProtocol.Command command) {
      factory.ref().tell(command);
    }

    @Override
    public void tell(UserUri user, UserProtocol.Command command) {
      throw new AssertionError(command);
    }

    @Override
    public void tell(FocusKey conference, FocusProtocol.Command command) {
      focus.ref().tell(command);
    }
  }

  private static final class Users implements UserDirectory {
    private static final Map<String, Credentials> KNOWN =
        Map.of("dana", credentials("dana"), "ravi", credentials("ravi"));

    private static Credentials credentials(String name) {
      String secret = name + ":confocal:secret";
      return new Credentials(
          name, "confocal", DigestAlgorithm.MD5.hash(secret), DigestAlgorithm.SHA_256.hash(secret));
    }

    @Override
    public CompletionStage<Optional<Credentials>> find(String name) {
      return CompletableFuture.completedFuture(Optional.ofNullable(KNOWN.get(name)));
    }

    @Override
    public CompletionStage<Boolean> put(Credentials user) {
      throw new AssertionError(user);
    }

    @Override
    public CompletionStage<Standing> standing(String name) {
      throw new AssertionError(name);
    }

    @Override
    public CompletionStage<Boolean> disable(String name, boolean disabled) {
      throw new AssertionError(name);
    }

    @Override
    public CompletionStage<Boolean> remove(String name) {
      throw new AssertionError(name);
    }

    @Override
    public CompletionStage<List<UserDirectory.Entry>> list(int limit) {
      throw new AssertionError(limit);
    }
  }

  private static final class NoNumbers implements DialNames {
    @Override
    public CompletionStage<Boolean> claim(MeetingNumber wanted, ConferenceUri conference) {
      throw new AssertionError(wanted);
    }

    @Override
    public CompletionStage<Void> release(ConferenceUri conference) {
      throw new AssertionError(conference);
    }

    @Override
    public CompletionStage<Void> releaseOthers(UserUri organizer, Set<ConferenceId> known) {
      throw new AssertionError(organizer);
    }

    @Override
    public CompletionStage<Optional<ConferenceUri>> find(MeetingNumber dialled) {
      return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<List<DialNames.Entry>> list(int limit) {
      throw new AssertionError(limit);
    }
  }
}
