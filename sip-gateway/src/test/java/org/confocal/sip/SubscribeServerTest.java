package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.roster.SubscriptionStyle;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.message.SipResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribeServerTest {
  private static final String PLAIN =
      """
      Event: conference
      Accept: application/conference-info+xml
      """;
  private static final String OCS =
      """
      Event: conference
      Accept: application/conference-info+xml
      Supported: com.microsoft.autoextend
      Supported: ms-benotify
      Proxy-Require: ms-benotify
      Supported: ms-piggyback-first-notify
      """;

  private static EdgeHarness edge;
  private SipPeer peer;
  private static int calls;

  @BeforeAll
  static void start() {
    edge = new EdgeHarness();
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @BeforeEach
  void connect() {
    peer = edge.udp();
  }

  @AfterEach
  void disconnect() {
    peer.close();
  }

  private static String subscribe(
      String uri, String toTag, String transport, int port, String more) {
    calls++;
    return """
    SUBSCRIBE %s SIP/2.0
    Via: SIP/2.0/%s 127.0.0.1:%d;rport;branch=z9hG4bKs%d
    Max-Forwards: 70
    From: "Ravi" <sip:ravi@example.test>;tag=f1;epid=01
    To: <%s>%s
    Call-ID: s-%d
    CSeq: 1 SUBSCRIBE
    Contact: <sip:ravi@127.0.0.1:%d>
    %sContent-Length: 0

    """
        .formatted(uri, transport, port, calls, uri, toTag, calls, port, more);
  }

  private void send(String uri, String more) {
    peer.send(subscribe(uri, "", "UDP", peer.port(), more));
  }

  private static FocusProtocol.Subscribed granted(FocusProtocol.Subscribe s, int seconds) {
    return new FocusProtocol.Subscribed(
        s.key(), EdgeHarness.TAG, s.seed().contact(), seconds, Optional.empty());
  }

  @Test
  void aPlainSubscriptionIsRoutedByTheFactoryAndGranted() {
    send(EdgeHarness.FOCUS_URI, PLAIN);

    FocusProtocol.Subscribe s = edge.routed(FocusProtocol.Subscribe.class);
    s.replyTo().tell(granted(s, 1800));
    SipResponse ok = peer.expect(200);

    assertThat(s.tag()).isEmpty();
    assertThat(s.style()).isEqualTo(SubscriptionStyle.PLAIN);
    assertThat(s.inAnswer()).isFalse();
    assertThat(s.from()).isEqualTo("sip:ravi@example.test");
    assertThat(s.caller().displayName()).isEqualTo("Ravi");
    assertThat(s.seed().remoteTarget()).isEqualTo("sip:ravi@127.0.0.1:" + peer.port());
    assertThat(ok.to().tag()).contains(EdgeHarness.TAG.text());
    assertThat(ok.header("Expires")).contains("1800");
    assertThat(ok.header("Contact").orElseThrow())
        .startsWith("<sip:c-" + EdgeHarness.KEY + "@127.0.0.1:")
        .endsWith(">;isfocus");
    assertThat(ok.headers().has("Supported")).isFalse();
    assertThat(ok.body().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', -1",
    "'Expires: 90\n', 90",
    "'Expires: 0\n', 0",
    "'Expires: 4294967295\n', 2147483647"
  })
  void theWishIsPassedOnAndSoIsThatThereIsNone(String expires, int passed) {
    send(EdgeHarness.FOCUS_URI, PLAIN + expires);

    FocusProtocol.Subscribe s = edge.routed(FocusProtocol.Subscribe.class);
    s.replyTo().tell(granted(s, 60));

    assertThat(s.expiresSeconds()).isEqualTo(passed);
    assertThat(peer.expect(200).header("Expires")).contains("60");
  }

  @Test
  void theNumberOfAMeetingIsSubscribedToAsWell() {
    send("sip:9000@127.0.0.1", PLAIN);

    FocusProtocol.Subscribe s = edge.routed(FocusProtocol.Subscribe.class);
    s.replyTo().tell(granted(s, 60));

    peer.expect(200);
  }

  @Test
  void ourContactIsSubscribedToAsWell() {
    send("sip:c-" + EdgeHarness.KEY + "@127.0.0.1", PLAIN);

    FocusProtocol.Show show = edge.said(FocusProtocol.Show.class);
    show.replyTo()
        .tell(
            new FocusProtocol.View(
                EdgeHarness.KEY,
                Optional.of(EdgeHarness.CONFERENCE),
                Optional.empty(),
                1,
                1,
                1,
                List.of()));
    FocusProtocol.Subscribe s = edge.routed(FocusProtocol.Subscribe.class);
    s.replyTo().tell(granted(s, 60));

    peer.expect(200);
  }

  @Test
  void inADialogTheFocusIsAskedItself() {
    peer.send(
        subscribe(
            "sip:c-" + EdgeHarness.KEY + "@127.0.0.1",
            ";tag=" + EdgeHarness.TAG,
            "UDP",
            peer.port(),
            PLAIN + "Expires: 0\n"));

    EdgeHarness.Word word = edge.word(FocusProtocol.Subscribe.class);
    FocusProtocol.Subscribe s = (FocusProtocol.Subscribe) word.command();
    s.replyTo().tell(granted(s, 0));

    assertThat(word.to()).isEqualTo(EdgeHarness.KEY);
    assertThat(s.tag()).contains(EdgeHarness.TAG);
    assertThat(s.seed().localUri()).doesNotContain("tag");
    assertThat(peer.expect(200).header("Expires")).contains("0");
  }

  @Test
  void aTagThatIsNotOursIsNoDialog() {
    peer.send(subscribe("sip:9000@127.0.0.1", ";tag=strange", "UDP", peer.port(), PLAIN));

    peer.expect(481);
    assertThat(edge.isQuiet()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Event: presence\n", "", "Event: vnd-microsoft-roaming-self\n"})
  void anotherEventIsNotKnown(String event) {
    send(EdgeHarness.FOCUS_URI, event);

    assertThat(peer.expect(489).header("Allow-Events")).contains("conference");
  }

  @Test
  void whoeverTakesNoRosterGetsNone() {
    send(EdgeHarness.FOCUS_URI, "Event: conference\nAccept: application/pidf+xml, text/plain\n");

    assertThat(peer.expect(406).header("Accept")).contains("application/conference-info+xml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Accept: */*\n", "Accept: text/plain, application/*;q=0.5\n"})
  void whoeverTakesAnythingGetsARoster(String accept) {
    send(EdgeHarness.FOCUS_URI, "Event: conference;id=7\n" + accept);

    FocusProtocol.Subscribe s = edge.routed(FocusProtocol.Subscribe.class);
    s.replyTo().tell(granted(s, 60));

    peer.expect(200);
  }

  @Test
  void tooBriefAWishIsToldTheLeast() {
    send(EdgeHarness.FOCUS_URI, PLAIN + "Expires: 29\n");

    FocusProtocol.Subscribe s = edge.routed(FocusProtocol.Subscribe.class);
    s.refuse(Rejection.tooShort("Expires: 29", Duration.ofSeconds(45)));

    assertThat(peer.expect(423).header("Min-Expires")).contains("45");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Expires: soon\n", "Expires: -1\n", "Expires: 99999999999\n"})
  void anExpiresThatIsNoNumberIsBad(String expires) {
    send(EdgeHarness.FOCUS_URI, PLAIN + expires);

    assertThat(peer.expect(400).reason()).contains("expected: seconds");
  }

  @Test
  void theFocusMayWantToKnowWhoAsks() {
    send(EdgeHarness.FOCUS_URI, PLAIN);

    FocusProtocol.Subscribe s = edge.routed(FocusProtocol.Subscribe.class);
    s.refuse(Rejection.of(Rejection.Reason.AUTHENTICATION_REQUIRED, "Who are you?"));

    assertThat(s.caller().user()).isEmpty();
    assertThat(peer.expect(407).header("Proxy-Authenticate").orElseThrow()).startsWith("Digest ");
  }

  @Test
  void theRefusalOfTheFocusIsTold() {
    send(EdgeHarness.FOCUS_URI, PLAIN);

    FocusProtocol.Subscribe s = edge.routed(FocusProtocol.Subscribe.class);
    s.refuse(Rejection.of(Rejection.Reason.NOT_INVITED, "Join first"));

    assertThat(peer.expect(403).reason()).isEqualTo("Join first");
  }

  @Test
  void aClientOfOcsGetsTheDocumentInTheAnswer() {
    try (SipPeer ocs = edge.tcp()) {
      ocs.send(subscribe(EdgeHarness.FOCUS_URI, "", "tcp", ocs.port(), OCS));

      FocusProtocol.Subscribe s = edge.routed(FocusProtocol.Subscribe.class);
      EdgeProtocol.Notice notice =
          Rosters.notice(EdgeHarness.dialog(ocs, "tcp", EdgeHarness.TAG), s.style(), 1);
      EdgeProtocol.Notify first =
          new EdgeProtocol.Notify(
              65_537,
              Optional.of(Rosters.full(Rosters.DANA)),
              List.of(notice),
              edge.probe(EdgeProtocol.Result.class).ref());
      s.replyTo()
          .tell(
              new FocusProtocol.Subscribed(
                  s.key(), EdgeHarness.TAG, s.seed().contact(), 3600, Optional.of(first)));
      SipResponse ok = ocs.expect(200);

      assertThat(s.style()).isEqualTo(new SubscriptionStyle(true, true, true));
      assertThat(s.inAnswer()).isTrue();
      assertThat(Rosters.headers(ok, "Via", "Call-ID"))
          .isEqualTo(
              """
              SIP/2.0 200 OK
              From: "Ravi" <sip:ravi@example.test>;tag=f1;epid=01
              To: <sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F>;tag=TAG
              CSeq: 1 SUBSCRIBE
              Expires: 3600
              Contact: <sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F>;isfocus
              Event: conference
              subscription-state: active;expires=3600
              Supported: ms-benotify
              Supported: ms-piggyback-first-notify
              Supported: com.microsoft.autoextend
              ms-piggyback-cseq: 8
              Content-Type: application/conference-info+xml
              """
                  .replace("TAG", EdgeHarness.TAG.text()));
      assertThat(ok.body().text()).contains("state=\"full\" version=\"1\"", "msci:");
    }
  }

  @Test
  void aClientOfOcsThatEndsItIsToldSo() {
    send(EdgeHarness.FOCUS_URI, OCS + "Expires: 0\n");

    FocusProtocol.Subscribe s = edge.routed(FocusProtocol.Subscribe.class);
    s.replyTo().tell(granted(s, 0));

    assertThat(peer.expect(200).header("subscription-state")).contains("terminated");
  }

  @Test
  void proxyRequireIsNoneOfOursAndByDatagramsEverythingIsAnswered() {
    send(EdgeHarness.FOCUS_URI, PLAIN + "Proxy-Require: ms-benotify, other\n");

    FocusProtocol.Subscribe s = edge.routed(FocusProtocol.Subscribe.class);
    s.replyTo().tell(granted(s, 60));

    assertThat(s.style()).isEqualTo(new SubscriptionStyle(true, false, false));
    peer.expect(200);
  }

  @Test
  void whatWeDoNotHaveMayNotBeRequired() {
    send(EdgeHarness.FOCUS_URI, PLAIN + "Require: eventlist\n");

    assertThat(peer.expect(420).header("Unsupported")).contains("eventlist");
  }

  @Test
  void aRepeatedRequestGetsTheSameAnswerAndAsksNobody() {
    String request = subscribe(EdgeHarness.FOCUS_URI, "", "UDP", peer.port(), PLAIN);
    peer.send(request);
    FocusProtocol.Subscribe s = edge.routed(FocusProtocol.Subscribe.class);
    s.replyTo().tell(granted(s, 60));
    SipResponse first = peer.expect(200);

    SipResponse second = peer.repeat(request, 200);

    assertThat(second).isEqualTo(first);
    assertThat(edge.isQuiet()).isTrue();
  }

  @Test
  void aSilentFocusIsAskedAgainAndGivenUp() {
    try (EdgeHarness hasty = new EdgeHarness("patience.repeat = 100 ms", "patience.give-up = 1 s");
        SipPeer ravi = hasty.udp()) {
      ravi.send(subscribe(EdgeHarness.FOCUS_URI, "", "UDP", ravi.port(), PLAIN));

      FocusProtocol.Subscribe once = hasty.routed(FocusProtocol.Subscribe.class);
      FocusProtocol.Subscribe twice = hasty.routed(FocusProtocol.Subscribe.class);

      assertThat(twice).isEqualTo(once);
      assertThat(ravi.expect(503).header("Retry-After")).contains("5");
    }
  }

  @Test
  void optionsTellOfTheEvent() {
    peer.send(
        subscribe("sip:9000@127.0.0.1", "", "UDP", peer.port(), "")
            .replace("SUBSCRIBE", "OPTIONS"));

    SipResponse ok = peer.expect(200);

    assertThat(ok.header("Allow-Events")).contains("conference");
    assertThat(ok.headers().values("Allow"))
        .contains("SUBSCRIBE", "NOTIFY", "MESSAGE", "INFO", "SERVICE");
  }
}
