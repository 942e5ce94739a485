package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.EdgeProtocol.Outcome;
import org.confocal.engine.edge.EdgeProtocol.SubscriptionEnd;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterUser;
import org.confocal.engine.roster.SubscriptionStyle;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.kit.SipTexts;
import org.confocal.sip.message.SipRequest;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.confinfo.ConferenceInfo;
import org.confocal.wire.confinfo.ConferenceInfoReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RosterNoticesTest {
  private static final SubscriptionStyle OCS = new SubscriptionStyle(true, true, true);

  private static EdgeHarness edge;
  private SipPeer peer;
  private TestProbe<EdgeProtocol.Result> results;

  @BeforeAll
  static void start() {
    edge = new EdgeHarness("subscriptions.datagram-limit-bytes = 3000");
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @BeforeEach
  void connect() {
    peer = edge.udp();
    results = edge.probe(EdgeProtocol.Result.class);
  }

  @AfterEach
  void disconnect() {
    peer.close();
  }

  private Dialog dialog() {
    return EdgeHarness.dialog(peer, "udp", EdgeHarness.TAG);
  }

  private EdgeProtocol.Notice notice(SubscriptionStyle style, long version) {
    return Rosters.notice(dialog(), style, version);
  }

  private void notify(RosterDocument document, EdgeProtocol.Notice... notices) {
    edge.tell(
        new EdgeProtocol.Notify(65_537, Optional.of(document), List.of(notices), results.ref()));
  }

  private static ConferenceInfo roster(SipRequest notify) {
    try {
      return ConferenceInfoReader.read(notify.body().bytes());
    } catch (WireFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> users(SipRequest notify) {
    return roster(notify).users().stream().map(ConferenceInfo.User::entity).toList();
  }

  private void assertResult(Outcome outcome, int status) {
    EdgeProtocol.Result result = results.receiveMessage(Duration.ofSeconds(5));

    assertThat(result.leg()).isEqualTo(EdgeHarness.TAG.leg());
    assertThat(result.method()).isEqualTo(EdgeProtocol.Method.NOTIFY);
    assertThat(result.cseq()).isEqualTo(8);
    assertThat(result.outcome()).isEqualTo(outcome);
    assertThat(result.status()).isEqualTo(status);
  }

  @Test
  void aPlainSubscriberIsNotifiedInTheWordsOfTheStandard() {
    notify(Rosters.full(Rosters.DANA), notice(SubscriptionStyle.PLAIN, 5));

    SipRequest notify = peer.expect("NOTIFY");
    peer.send(notify.response(200, "OK"));

    assertThat(
            Rosters.headers(notify, "Via")
                .replace(Integer.toString(peer.port()), "PORT")
                .replace(":" + edge.port("udp"), ":5060"))
        .isEqualTo(
            """
            NOTIFY sip:ravi@127.0.0.1:PORT SIP/2.0
            Max-Forwards: 70
            From: <sip:9000@example.test>;tag=TAG
            To: "Ravi" <sip:ravi@example.test>;tag=r1
            Call-ID: call-3
            CSeq: 8 NOTIFY
            ALLOWED
            Supported: timer
            Contact: <sip:c-KEY@127.0.0.1:5060>;isfocus
            Event: conference
            Subscription-State: active;expires=3600
            Content-Type: application/conference-info+xml
            """
                .replace("TAG", EdgeHarness.TAG.text())
                .replace("ALLOWED", "Allow: " + SipDialogs.ALLOW.replace(", ", "\nAllow: "))
                .replace("KEY", EdgeHarness.KEY.value()));
    assertThat(notify.body().text())
        .isEqualTo(
            """
            <conference-info xmlns="urn:ietf:params:xml:ns:conference-info"
             entity="sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F"
             state="full" version="5">
            <conference-description><subject>Budget</subject><conf-uris><entry>
            <uri>sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F</uri>
            <purpose>participation</purpose></entry></conf-uris></conference-description>
            <conference-state><user-count>1</user-count><active>true</active><locked>false</locked>
            </conference-state><users state="full">
            <user entity="sip:dana@example.test" state="full"><display-text>Dana</display-text>
            <roles><entry>presenter</entry></roles>
            <endpoint entity="urn:uuid:2337a5b1-bb6a-6757-68bb-b3727aab331b">
            <status>connected</status><joining-method>dialed-in</joining-method>
            <joining-info><when>2026-11-22T12:00:03Z</when></joining-info></endpoint></user>
            </users></conference-info>"""
                .replace("\n", ""));
    assertResult(Outcome.OK, 200);
  }

  @Test
  void aSubscriberOfOcsIsNotifiedWithItsExtensions() {
    notify(Rosters.full(Rosters.DANA), notice(OCS, 6));

    SipRequest notify = peer.expect("BENOTIFY");

    assertThat(
            Rosters.headers(notify, "Via", "Allow", "Max-Forwards")
                .replace(":" + edge.port("udp"), ":5060"))
        .isEqualTo(
            """
            BENOTIFY sip:ravi@127.0.0.1:PORT SIP/2.0
            From: <sip:9000@example.test>;tag=TAG
            To: "Ravi" <sip:ravi@example.test>;tag=r1
            Call-ID: call-3
            CSeq: 8 BENOTIFY
            Supported: timer
            Contact: <sip:c-KEY@127.0.0.1:5060>;isfocus
            Event: conference
            Subscription-State: active;expires=3600
            Content-Type: application/conference-info+xml
            """
                .replace("TAG", EdgeHarness.TAG.text())
                .replace("PORT", Integer.toString(peer.port()))
                .replace("KEY", EdgeHarness.KEY.value()));
    assertThat(notify.body().text())
        .isEqualTo(
            """
            <conference-info xmlns="urn:ietf:params:xml:ns:conference-info"
             xmlns:ci="urn:ietf:params:xml:ns:conference-info"
             xmlns:msci="http://schemas.microsoft.com/rtc/2005/08/confinfoextensions"
             entity="sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F"
             state="full" version="6">
            <conference-description><subject>Budget</subject><conf-uris><entry>
            <uri>sip:dana@example.test;gruu;opaque=app:conf:chat:id:7F3A9C20B1D84E6F</uri>
            <display-text>chat</display-text><purpose>chat</purpose></entry></conf-uris>
            <msci:conference-id>7F3A9C20B1D84E6F</msci:conference-id>
            <msci:admission-policy>openAuthenticated</msci:admission-policy>
            <msci:organizer><msci:display-name>dana</msci:display-name>
            <msci:uri>sip:dana@example.test</msci:uri></msci:organizer>
            <msci:pstn-access><msci:id>9000</msci:id></msci:pstn-access></conference-description>
            <conference-state><user-count>1</user-count><active>true</active><locked>false</locked>
            </conference-state><users state="full">
            <user entity="sip:dana@example.test" state="full"><display-text>Dana</display-text>
            <roles><entry>presenter</entry></roles>
            <endpoint entity="{2337A5B1-BB6A-6757-68BB-B3727AAB331B}" msci:session-type="chat">
            <status>connected</status><joining-method>dialed-in</joining-method>
            <joining-info><when>2026-11-22T12:00:03Z</when></joining-info></endpoint></user>
            </users><msci:conference-view><msci:entity-view
             entity="sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F">
            <msci:entity-state><msci:locked>false</msci:locked></msci:entity-state>
            </msci:entity-view><msci:entity-view
             entity="sip:dana@example.test;gruu;opaque=app:conf:chat:id:7F3A9C20B1D84E6F">
            <msci:entity-state><msci:locked>false</msci:locked><msci:media>
            <entry label="chat"><type>chat</type></entry></msci:media></msci:entity-state>
            </msci:entity-view></msci:conference-view></conference-info>"""
                .replace("\n", ""));
  }

  @Test
  void nobodyWaitsForTheAnswerToABenotify() {
    int before = edge.stack().clientTransactions();

    notify(Rosters.full(Rosters.DANA), notice(OCS, 1));

    assertResult(Outcome.OK, 200);
    assertThat(edge.stack().clientTransactions()).isLessThanOrEqualTo(before);
    peer.expect("BENOTIFY");
  }

  @Test
  void aBenotifyThatCannotBeSentIsToldAsSuch() {
    try (SipPeer gone = edge.tcp()) {
      Dialog dialog = EdgeHarness.dialog(gone, "tcp", EdgeHarness.TAG);
      Dialog closed =
          dialog.refreshed(
              "sip:ravi@host.invalid;transport=tcp", dialog.peer(), dialog.remoteCseq());

      notify(Rosters.full(Rosters.DANA), Rosters.notice(closed, OCS, 1));

      assertResult(Outcome.UNREACHED, 0);
    }
  }

  @Test
  void aNotifyGoesOverTheConnectionOfItsSubscriber() {
    try (SipPeer ocs = edge.tcp()) {
      ocs.send(SipTexts.request("OPTIONS", "o1", 1, SipTexts.viaTcp(ocs.port(), "o1"), ""));
      ocs.expect(200);

      notify(
          Rosters.full(Rosters.DANA),
          Rosters.notice(EdgeHarness.dialog(ocs, "tcp", EdgeHarness.TAG), OCS, 1));

      assertThat(ocs.expect("BENOTIFY").topVia().orElseThrow().transport()).isEqualTo("TCP");
      assertResult(Outcome.OK, 200);
    }
  }

  @Test
  void aSubscriberWhoKnowsNoSubscriptionIsGone() {
    notify(Rosters.full(Rosters.DANA), notice(SubscriptionStyle.PLAIN, 1));

    peer.send(peer.expect("NOTIFY").response(481, "Subscription does not exist"));

    assertResult(Outcome.GONE, 481);
  }

  @Test
  void aSubscriberWhoDoesNotAnswerIsGone() {
    notify(Rosters.full(Rosters.DANA), notice(SubscriptionStyle.PLAIN, 1));

    peer.expect("NOTIFY");

    assertResult(Outcome.GONE, 408);
  }

  @Test
  void aSubscriberWhoRefusesKeepsHisSubscription() {
    notify(Rosters.full(Rosters.DANA), notice(SubscriptionStyle.PLAIN, 1));

    peer.send(peer.expect("NOTIFY").response(500, "Busy"));

    assertResult(Outcome.REFUSED, 500);
  }

  @Test
  void everySubscriberHasHisOwnVersionAndResult() {
    try (SipPeer other = edge.udp()) {
      LegTag second = new LegTag(EdgeHarness.KEY, 4, "0badcafe");
      Dialog dialog = EdgeHarness.dialog(other, "udp", second);
      notify(
          Rosters.full(Rosters.DANA),
          notice(SubscriptionStyle.PLAIN, 41),
          Rosters.notice(dialog, SubscriptionStyle.PLAIN, 7));

      SipRequest first = peer.expect("NOTIFY");
      SipRequest another = other.expect("NOTIFY");
      other.send(another.response(200, "OK"));

      assertThat(roster(first).version()).isEqualTo(41);
      assertThat(roster(another).version()).isEqualTo(7);
      assertThat(results.receiveMessage().leg()).isEqualTo(4);
      peer.send(first.response(200, "OK"));
      assertThat(results.receiveMessage().leg()).isEqualTo(3);
    }
  }

  @Test
  void theEndOfASubscriptionIsToldWithItsReason() {
    for (SubscriptionEnd end : SubscriptionEnd.values()) {
      EdgeProtocol.Notice last =
          new EdgeProtocol.Notice(
              dialog(), 8, 1, SubscriptionStyle.PLAIN, 0, Optional.empty(), Optional.of(end));
      edge.tell(new EdgeProtocol.Notify(65_537, Optional.empty(), List.of(last), results.ref()));

      SipRequest notify = peer.expect("NOTIFY");
      peer.send(notify.response(200, "OK"));

      assertThat(notify.header("Subscription-State"))
          .contains("terminated;reason=" + end.name().toLowerCase(Locale.ROOT));
      assertThat(notify.body().isEmpty()).isTrue();
      assertResult(Outcome.OK, 200);
    }
  }

  @Test
  void whoIsNotInTheDocumentOfALargeMeetingIsAddedForHimself() {
    EdgeProtocol.Notice own =
        new EdgeProtocol.Notice(
            dialog(), 8, 1, OCS, 3600, Optional.of(Rosters.RAVI), Optional.empty());

    notify(Rosters.full(Rosters.DANA), own, notice(OCS, 1));

    assertThat(users(peer.expect("BENOTIFY")))
        .containsExactly("sip:dana@example.test", "sip:ravi@example.test");
    assertThat(users(peer.expect("BENOTIFY"))).containsExactly("sip:dana@example.test");
  }

  private static RosterDocument crowd(int attendees) {
    List<RosterUser> users = new ArrayList<>();
    for (int i = 0; i < attendees; i++) {
      users.add(Rosters.user("user" + i, "User " + i, false));
    }
    users.add(Rosters.RAVI);
    users.add(Rosters.DANA);
    return Rosters.full(users.toArray(RosterUser[]::new));
  }

  @Test
  void whatFitsNoDatagramIsToldAsInALargeMeeting() {
    notify(crowd(100), notice(OCS, 1));

    SipRequest notify = peer.expect("BENOTIFY");

    assertThat(users(notify)).containsExactly("sip:dana@example.test", "sip:ravi@example.test");
    assertThat(roster(notify).conferenceState().orElseThrow().userCount()).contains(102L);
  }

  @Test
  void overAConnectionEverybodyIsTold() {
    try (SipPeer ocs = edge.tcp()) {
      ocs.send(SipTexts.request("OPTIONS", "o2", 1, SipTexts.viaTcp(ocs.port(), "o2"), ""));
      ocs.expect(200);

      notify(crowd(100), Rosters.notice(EdgeHarness.dialog(ocs, "tcp", EdgeHarness.TAG), OCS, 1));

      assertThat(users(ocs.expect("BENOTIFY"))).hasSize(102);
    }
  }
}
