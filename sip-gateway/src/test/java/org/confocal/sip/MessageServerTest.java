package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.confocal.engine.Rejection;
import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.chat.Content;
import org.confocal.engine.chat.Undelivered;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageServerTest {
  private static final String TYPE = "text/plain; charset=UTF-8;msgr=WAAtAE0ATQBT";
  private static final String CPIM =
      """
      From: <sip:ravi@example.test>
      %sDateTime: 2026-11-22T12:00:00Z

      Content-Type: text/html; charset=utf-8

      <b>psst</b>""";

  private static EdgeHarness edge;
  private static int calls;
  private SipPeer peer;

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

  private void send(String method, String uri, String toTag, String type, String body) {
    calls++;
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        """
        %s %s SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%d;rport;branch=z9hG4bKm%d
        Max-Forwards: 70
        From: <sip:ravi@example.test:5070;transport=udp>;tag=f1
        To: <%s>%s
        Call-ID: m-%d
        CSeq: 2 %s
        %sContent-Length: %d

        """
            .formatted(
                method,
                uri,
                peer.port(),
                calls,
                uri,
                toTag,
                calls,
                method,
                type.isEmpty() ? "" : "Content-Type: " + type + "\n",
                bytes.length);
    peer.send((head.replace("\n", "\r\n") + body).getBytes(StandardCharsets.UTF_8));
  }

  private void say(String type, String body) {
    send("MESSAGE", EdgeHarness.FOCUS_URI, "", type, body);
  }

  private void sayInDialog(String type, String body) {
    send("MESSAGE", "sip:9000@127.0.0.1", ";tag=" + EdgeHarness.TAG, type, body);
  }

  private static void heard(FocusProtocol.Say say, long line) {
    say.replyTo().tell(new FocusProtocol.Said(say.key(), line));
  }

  @Test
  void whatIsSaidInADialogGoesToItsFocusByteForByte() {
    sayInDialog(TYPE, "Grüße,\n alle");

    EdgeHarness.Word word = edge.word(FocusProtocol.Say.class);
    FocusProtocol.Say say = (FocusProtocol.Say) word.command();
    heard(say, 17);

    assertThat(word.to()).isEqualTo(EdgeHarness.KEY);
    assertThat(say.tag()).contains(EdgeHarness.TAG);
    assertThat(say.to()).isEmpty();
    assertThat(say.from()).isEqualTo("sip:ravi@example.test:5070");
    assertThat(say.peer().port()).isEqualTo(peer.port());
    assertThat(say.content())
        .isEqualTo(new Content(TYPE, "Grüße,\n alle".getBytes(StandardCharsets.UTF_8)));
    assertThat(peer.expect(200).header("Message-Id")).contains("17");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sip:9000@127.0.0.1", "sip:9000@example.test"})
  void whatIsSaidToTheNumberIsRoutedByTheFactory(String uri) {
    send("MESSAGE", uri, "", "text/plain", "hello");

    FocusProtocol.Say say = edge.routed(FocusProtocol.Say.class);
    heard(say, 1);

    assertThat(say.tag()).isEmpty();
    peer.expect(200);
  }

  @Test
  void whatHasNoNumberGetsNone() {
    say("application/im-iscomposing+xml", "<isComposing/>");

    FocusProtocol.Say say = edge.routed(FocusProtocol.Say.class);
    heard(say, 0);

    assertThat(say.content().mediaType()).isEqualTo("application/im-iscomposing+xml");
    assertThat(peer.expect(200).header("Message-Id")).isEmpty();
  }

  @Test
  void aRefusalIsToldWithItsStatus() {
    say("image/png", "...");

    edge.routed(FocusProtocol.Say.class)
        .refuse(Rejection.of(Rejection.Reason.CONTENT_NOT_ACCEPTABLE, "No pictures"));

    assertThat(peer.expect(415).reason()).isEqualTo("No pictures");
  }

  @Test
  void aStrangerMayBeAskedWhoHeIs() {
    say("text/plain", "hello");

    edge.routed(FocusProtocol.Say.class)
        .refuse(Rejection.of(Rejection.Reason.AUTHENTICATION_REQUIRED, "Who are you?"));

    assertThat(peer.expect(401).headers().has("WWW-Authenticate")).isTrue();
  }

  @Test
  void anEnvelopeForOneUserIsPrivateAndIsOpened() {
    sayInDialog("message/cpim", CPIM.formatted("To: Mei <sip:Mei@example.test>\n"));

    FocusProtocol.Say say = edge.said(FocusProtocol.Say.class);
    heard(say, 2);

    assertThat(say.to().orElseThrow().value()).isEqualTo("sip:mei@example.test");
    assertThat(say.content())
        .isEqualTo(
            new Content(
                "text/html; charset=utf-8", "<b>psst</b>".getBytes(StandardCharsets.UTF_8)));
    peer.expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "To: <sip:9000@127.0.0.1>\n", "To: <FOCUS>\n"})
  void anEnvelopeForTheConferenceIsForEverybody(String to) {
    sayInDialog("message/cpim", CPIM.formatted(to.replace("FOCUS", EdgeHarness.FOCUS_URI)));

    FocusProtocol.Say say = edge.said(FocusProtocol.Say.class);
    heard(say, 2);

    assertThat(say.to()).isEmpty();
    peer.expect(200);
  }

  @Test
  void anEnvelopeForTwoIsBad() {
    sayInDialog("message/cpim", CPIM.formatted("To: <sip:a@x>\nTo: <sip:b@x>\n"));

    assertThat(peer.expect(400).reason()).contains("one to at most");
  }

  @Test
  void aMessageWithoutATypeIsBad() {
    say("", "");

    assertThat(peer.expect(400).reason()).contains("Content-Type");
  }

  @Test
  void anUnknownConferenceHearsNothing() {
    send("MESSAGE", "sip:4711@example.test", "", "text/plain", "hello");

    peer.expect(404);
    assertThat(edge.isQuiet()).isTrue();
  }

  @Test
  void keyboardActivityIsTakenNoteOf() {
    send(
        "INFO",
        "sip:9000@127.0.0.1",
        ";tag=" + EdgeHarness.TAG,
        "application/xml",
        "<KeyboardActivity><status status=\"type\"/></KeyboardActivity>");

    FocusProtocol.Ask ask = edge.said(FocusProtocol.Ask.class);
    ask.replyTo().tell(new FocusProtocol.Yes(ask.key()));

    peer.expect(200);
  }

  // What others hear

  private static ChatLine line(Optional<UserUri> to) {
    return new ChatLine(
        5,
        EdgeHarness.NOW,
        EdgeHarness.DANA,
        to,
        new Content(TYPE, "hello".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aLineGoesToEveryAddresseeInHisDialog() {
    TestProbe<EdgeProtocol.Result> results = edge.probe(EdgeProtocol.Result.class);
    try (SipPeer mei = edge.udp()) {
      LegTag other = new LegTag(EdgeHarness.KEY, 4, "0badcafe");
      edge.tell(
          new EdgeProtocol.Deliver(
              65_537,
              line(Optional.empty()),
              List.of(
                  new EdgeProtocol.Addressee(EdgeHarness.dialog(peer, "udp", EdgeHarness.TAG), 21),
                  new EdgeProtocol.Addressee(EdgeHarness.dialog(mei, "udp", other), 22)),
              results.ref()));

      SipRequest first = peer.expect("MESSAGE");
      SipRequest second = mei.expect("MESSAGE");
      mei.send(second.response(480, "Away"));

      assertThat(Rosters.headers(first, "Via", "Allow", "Max-Forwards"))
          .isEqualTo(
              """
              MESSAGE sip:ravi@127.0.0.1:PORT SIP/2.0
              From: <sip:9000@example.test>;tag=TAG
              To: "Ravi" <sip:ravi@example.test>;tag=r1
              Call-ID: call-3
              CSeq: 21 MESSAGE
              Supported: timer
              Ms-Sender: <sip:dana@example.test>
              Content-Type: text/plain; charset=UTF-8;msgr=WAAtAE0ATQBT
              """
                  .replace("TAG", EdgeHarness.TAG.text())
                  .replace("PORT", Integer.toString(peer.port())));
      assertThat(first.body().text()).isEqualTo("hello");
      EdgeProtocol.Result away = results.receiveMessage();
      assertThat(away.leg()).isEqualTo(4);
      assertThat(away.method()).isEqualTo(EdgeProtocol.Method.MESSAGE);
      assertThat(away.status()).isEqualTo(480);
      assertThat(away.outcome()).isEqualTo(EdgeProtocol.Outcome.REFUSED);
      peer.send(first.response(200, "OK"));
      assertThat(results.receiveMessage().outcome()).isEqualTo(EdgeProtocol.Outcome.OK);
    }
  }

  @Test
  void whatIsPrivateIsMarked() {
    edge.tell(
        new EdgeProtocol.Deliver(
            65_537,
            line(Optional.of(EdgeHarness.RAVI)),
            List.of(
                new EdgeProtocol.Addressee(EdgeHarness.dialog(peer, "udp", EdgeHarness.TAG), 21)),
            edge.probe(EdgeProtocol.Result.class).ref()));

    SipRequest message = peer.expect("MESSAGE");
    peer.send(message.response(200, "OK"));

    assertThat(message.header("Ms-Private")).contains("true");
  }

  @Test
  void aSenderIsToldWhomHeDidNotReachAndHisAnswerIsHeard() {
    TestProbe<EdgeProtocol.Result> results = edge.probe(EdgeProtocol.Result.class);
    edge.tell(
        new EdgeProtocol.Report(
            65_537,
            EdgeHarness.dialog(peer, "udp", EdgeHarness.TAG),
            23,
            5,
            List.of(new Undelivered(EdgeHarness.DANA, 408)),
            results.ref()));

    SipRequest message = peer.expect("MESSAGE");
    SipResponse ok = message.response(200, "OK");
    peer.send(ok);

    assertThat(message.body().contentType()).isEqualTo("application/ms-imdn+xml");
    assertThat(message.body().text())
        .isEqualTo(
            "<imdn><message-id>5</message-id><recipient uri=\"sip:dana@example.test\">"
                + "<status>408</status></recipient></imdn>");
    EdgeProtocol.Result heard = results.receiveMessage();
    assertThat(heard.cseq()).isEqualTo(23);
    assertThat(heard.outcome()).isEqualTo(EdgeProtocol.Outcome.OK);
  }
}
