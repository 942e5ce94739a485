package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.FocusDialog;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What strangers send to break things: they get an answer, and nobody else loses anything. */
class HostileInputIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(NodeConfig.onFreePorts().with("confocal.sip.domain", C3pUser.DOMAIN));

  private static final String BOMB =
      "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
          + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>"
          + "<request>&d;</request>";

  private C3pUser dana;
  private FocusDialog control;
  private final SipPeer phone = SipPeer.udp("ada", NODE.sip());
  private final SipCall call = phone.call(NODE.room());

  @BeforeEach
  void aConferenceAndACallAreThere() {
    dana = C3pUser.on(NODE, "dana");
    control = dana.joins(dana.schedules("7F3A9C20B1D84E6F", ""));
    call.join(Sdp.audio(40_000).text());
  }

  @AfterEach
  void nobodyHasLostAnything() {
    assertThat(control.outcome(control.setLock(false))).isEqualTo("success");
    assertThat(call.request("OPTIONS").send().answer().status()).isEqualTo(200);
    assertThat(call.bye().status()).isEqualTo(200);
    dana.close();
    phone.close();
  }

  static Stream<String> bodies() {
    return Stream.of(
        BOMB,
        "<!DOCTYPE r SYSTEM \"file:///etc/passwd\"><request/>",
        "<a>".repeat(5000),
        "<request>" + "<x/>".repeat(12_000) + "</request>",
        "<request xmlns=\"urn:ietf:params:xml:ns:cccp\"/>",
        "\u0000\u0001\u0002",
        "");
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aHostileBodyOfAnOrderIsRefused(String body) {
    SipMessage answer = control.infoWith(body);

    assertThat(answer.status()).isBetween(200, 499);
    assertThat(answer.body()).doesNotContain("code=\"success\"");
  }

  @Test
  void aHostileBodyOfASchedulingIsRefused() {
    for (String body : bodies().toList()) {
      SipMessage answer = dana.service(dana.factory(), body);

      assertThat(answer.status()).as(body).isBetween(400, 499);
    }
  }

  @Test
  void tenMegabytesCostTheirSenderHisConnectionAndNobodyElseAnything() {
    SipPeer stranger = SipPeer.tcp("stranger", NODE.sip());
    String head = "SERVICE " + dana.factory() + " SIP/2.0\r\nContent-Length: 10000000\r\n\r\n";

    stranger.send(head);

    stranger.awaitEnd(SipPeer.SOON);
    stranger.close();
  }

  @Test
  void aRequestLineThatNobodyCanReadIsAnswered() {
    SipPeer stranger = SipPeer.tcp("stranger", NODE.sip());
    String request =
        String.join(
            "\r\n",
            "SERVICE (null) SIP/2.0",
            "Via: SIP/2.0/TCP " + stranger.hostPort() + ";branch=z9hG4bKx",
            "From: <sip:x@example.test>;tag=1",
            "To: <sip:x@example.test>",
            "Call-ID: hostile",
            "CSeq: 1 SERVICE",
            "Content-Length: 0",
            "",
            "");

    stranger.send(request);

    SipMessage answer = stranger.await("an answer", SipPeer.SOON, m -> !m.isRequest());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("ms-diagnostics")).startsWith("3012;");
    stranger.close();
  }

  @Test
  void noiseIsNoHarm() {
    Random random = new Random(20_261_122);
    SipPeer stranger = SipPeer.udp("stranger", NODE.sip());
    List<String> real =
        List.of(
            call.invite(Sdp.audio(40_002).text()).text(),
            dana.peer().call(control.conference()).request("SUBSCRIBE").text());

    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder(real.get(i % 2).replace(call.callId(), "noise" + i));
      for (int n = 0; n < 5; n++) {
        text.setCharAt(random.nextInt(text.length()), (char) (1 + random.nextInt(126)));
      }
      stranger.send(text.toString());
    }

    assertThat(call.request("OPTIONS").send().answer().status()).isEqualTo(200);
    stranger.close();
  }
}
