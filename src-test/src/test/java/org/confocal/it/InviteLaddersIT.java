package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.RtpStream;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipOutgoing;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a call begins and ends, message by message: RFC 3261 sections 9, 13 and 15, RFC 4579. */
class InviteLaddersIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(
          NodeConfig.onFreePorts()
              .with("confocal.sip.patience.ack-t1", "100ms")
              .with("confocal.sip.patience.ack-t2", "400ms")
              .with("confocal.sip.patience.ack-timeout", "2s"));

  private static final Duration QUIET = Duration.ofMillis(600);
  private static final Sdp OFFER = Sdp.audio(40_000);

  private final String room = NODE.room();
  private SipPeer ada = SipPeer.udp("ada", NODE.sip());

  @BeforeEach
  void nothingCameYet() {
    assertThat(ada.arrivals()).isEmpty();
  }

  @AfterEach
  void close() {
    ada.close();
  }

  @Test
  void theAnswerIsThatOfAFocusAtAnAddressThatCanBeReached() {
    SipCall call = ada.call(room);

    SipMessage answer = call.join(OFFER.text());

    assertThat(answer.header("Contact")).containsPattern(";isfocus");
    assertThat(answer.uriIn("Contact"))
        .startsWith("sip:c-")
        .contains("@127.0.0.1:" + NODE.config().sipPort())
        .contains("transport=udp");
    assertThat(answer.toTag()).matches("[a-z2-7]{20}-[0-9]+-[0-9a-f]{8}");
    assertThat(answer.header("Allow")).contains("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS");
    assertThat(answer.find("Record-Route")).isEmpty();
    assertThat(call.bye().status()).isEqualTo(200);
  }

  @Test
  void theAnswerDescribesOneAudioWithOneCodecAndKeys() {
    SipCall call = ada.call(room);

    String sdp = call.join(OFFER.text()).body();

    assertThat(Sdp.lines(sdp, 'v')).containsExactly("0");
    assertThat(Sdp.address(sdp)).isEqualTo("127.0.0.1");
    assertThat(Sdp.lines(sdp, 'o').get(0)).endsWith("IN IP4 127.0.0.1");
    assertThat(Sdp.lines(sdp, 'm')).hasSize(1);
    assertThat(Sdp.lines(sdp, 'm').get(0)).matches("audio \\d+ RTP/AVP 0 101");
    assertThat(Sdp.port(sdp)).isBetween(NODE.config().firstRtpPort(), 32_767).isEven();
    assertThat(Sdp.lines(sdp, 'a'))
        .contains("rtpmap:0 PCMU/8000", "rtpmap:101 telephone-event/8000", "ptime:20");
    assertThat(Sdp.directionIn(sdp)).isEqualTo("sendrecv");
    call.bye();
  }

  @Test
  void everyStreamOfTheOfferIsAnsweredAndVideoIsRefusedInItsPlace() {
    SipCall call = ada.call(room);
    String video = "m=video 40010 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n";
    String offer = OFFER.text().replace("m=audio", video + "m=audio");

    String sdp = call.join(offer + "m=application 40020 UDP/BFCP *\r\n").body();

    assertThat(Sdp.lines(sdp, 'm')).hasSize(3);
    assertThat(Sdp.lines(sdp, 'm').get(0)).startsWith("video 0 RTP/AVP");
    assertThat(Sdp.lines(sdp, 'm').get(1)).matches("audio [1-9]\\d+ RTP/AVP .*");
    assertThat(Sdp.lines(sdp, 'm').get(2)).startsWith("application 0 UDP/BFCP");
    call.bye();
  }

  @Test
  void theAnswerIsRepeatedEverMoreSlowlyUntilTheCallIsGivenUp() {
    SipCall call = ada.call(room);
    SipOutgoing invite = call.invite(OFFER.text()).send();
    SipMessage answer = invite.expect(200);
    call.established(answer);

    SipMessage bye = call.awaitRequest("BYE", Duration.ofSeconds(5));

    List<Long> pauses = pausesMs(invite.answers(m -> m.status() == 200));
    assertThat(pauses).hasSizeBetween(5, 6);
    assertThat(pauses.get(0)).isBetween(80L, 180L);
    assertThat(pauses.get(1)).isBetween(160L, 280L);
    assertThat(pauses.subList(2, pauses.size()))
        .allSatisfy(ms -> assertThat(ms).isBetween(330L, 500L));
    assertThat(bye.header("To")).contains(";tag=");
    assertThat(bye.header("Reason")).contains("ACK");
    ada.answer(bye, 200, "");
    assertThat(call.bye().status()).as("it has departed").isEqualTo(200);
  }

  private static List<Long> pausesMs(List<SipPeer.Arrival> arrivals) {
    List<Long> pauses = new ArrayList<>();
    for (int i = 1; i < arrivals.size(); i++) {
      pauses.add((arrivals.get(i).atNs() - arrivals.get(i - 1).atNs()) / 1_000_000);
    }
    return pauses;
  }

  @Test
  void afterTheAckTheAnswerIsRepeatedNoMore() {
    SipCall call = ada.call(room);
    SipOutgoing invite = call.invite(OFFER.text()).send();
    call.established(invite.expect(200));
    Eventually.pass(Duration.ofMillis(250));

    call.ack(invite, "");

    Eventually.pass(Duration.ofMillis(100));
    int repeated = invite.answers(m -> m.status() == 200).size();
    Eventually.pass(Duration.ofMillis(900));
    assertThat(repeated).isGreaterThan(1);
    assertThat(invite.answers(m -> m.status() == 200)).hasSize(repeated);
    assertThat(call.requests("BYE")).isZero();
    call.bye();
  }

  @Test
  void aRepeatedInviteGetsTheSameAnswerAndMakesNoSecondLeg() {
    SipCall call = ada.call(room);
    SipOutgoing invite = call.invite(OFFER.text()).send();
    SipMessage first = invite.expect(200);

    invite.send();
    invite.send();

    Eventually.pass(Duration.ofMillis(150));
    assertThat(invite.answers(m -> m.status() >= 200))
        .hasSizeGreaterThan(1)
        .allSatisfy(
            a -> {
              assertThat(a.message().toTag()).isEqualTo(first.toTag());
              assertThat(a.message().body()).isEqualTo(first.body());
            });
    call.established(first);
    call.ack(invite, "");
    assertThat(legsJoined(call)).isEqualTo(1);
    call.bye();
  }

  private static long legsJoined(SipCall call) {
    return NODE.process()
        .log()
        .lines()
        .filter(line -> line.contains("leg joined") && line.contains(call.callId()))
        .count();
  }

  @Test
  void aCallWithoutAnOfferGetsOursAndAnswersInItsAck() {
    try (RtpStream stream = RtpStream.open(G711.PCMA, ToneMap.TONES_HZ.get(0));
        RtpStream other = RtpStream.open(G711.PCMU, ToneMap.TONES_HZ.get(1))) {
      SipCall call = ada.call(room);
      SipOutgoing invite = call.invite("").send();
      SipMessage offer = invite.expect(200);
      call.established(offer);

      call.ack(invite, Sdp.audio(stream.localPort()).formats("8 101").text());
      stream.speakTo(offer);

      try (SipPeer ben = SipPeer.udp("ben", NODE.sip())) {
        SipCall bens = ben.call(room);
        other.speakTo(bens.join(Sdp.audio(other.localPort()).formats("0").text()));
        Eventually.pass(Duration.ofSeconds(2));
        assertThat(Sdp.lines(offer.body(), 'm').get(0))
            .matches("audio \\d+ RTP/AVP 107 9 0 8 101 102");
        assertHears(stream, 1);
        assertHears(other, 0);
        bens.bye();
      }
      call.bye();
    }
  }

  private static void assertHears(RtpStream stream, int tone) {
    assertThat(
            ToneMap.standard()
                .median(stream.reception().audio().last(Duration.ofSeconds(1)))
                .heard())
        .containsExactly(ToneMap.TONES_HZ.get(tone));
  }

  @Test
  void anAckWithoutTheAnswerThatIsDueEndsTheCall() {
    SipCall call = ada.call(room);
    SipOutgoing invite = call.invite("").send();
    call.established(invite.expect(200));

    call.ack(invite, "");

    ada.answer(call.awaitRequest("BYE", SipPeer.SOON), 200, "");
  }

  @Test
  void aCancelAfterTheAnswerIsGrantedAndChangesNothing() {
    SipCall call = ada.call(room);
    SipOutgoing invite = call.invite(OFFER.text()).send();
    SipMessage answer = invite.expect(200);

    SipOutgoing cancel = call.request("CANCEL", invite.cseq()).sameBranchAs(invite).send();

    assertThat(cancel.answer().status()).isIn(200, 481);
    call.established(answer);
    call.ack(invite, "");
    Eventually.pass(QUIET);
    assertThat(call.requests("BYE")).isZero();
    assertThat(call.request("OPTIONS").send().answer().status()).isEqualTo(200);
    call.bye();
  }

  @Test
  void aCancelThatComesAtOnceLeavesNobodyBehind() {
    SipCall call = ada.call(room);
    SipOutgoing invite = call.invite(OFFER.text());
    SipOutgoing cancel = call.request("CANCEL", invite.cseq()).sameBranchAs(invite);

    invite.send();
    cancel.send();

    SipMessage answer = invite.answer();
    assertThat(answer.status()).isIn(200, 487);
    assertThat(cancel.answer().status()).isIn(200, 481);
    if (answer.status() == 200) {
      call.established(answer);
      call.ack(invite, "");
      call.bye();
    } else {
      call.request("ACK", invite.cseq())
          .header("To", answer.header("To"))
          .sameBranchAs(invite)
          .send();
      Eventually.pass(QUIET);
      assertThat(invite.answers(m -> m.status() == 200)).isEmpty();
    }
  }

  @Test
  void aCancelForNothingIsRefused() {
    SipOutgoing cancel = ada.call(room).request("CANCEL").send();

    assertThat(cancel.answer().status()).isEqualTo(481);
  }

  @Test
  void byeIsGrantedTwice() {
    SipCall call = ada.call(room);
    call.join(OFFER.text());

    int first = call.bye().status();
    int second = call.bye().status();

    assertThat(List.of(first, second)).containsExactly(200, 200);
  }

  @Test
  void aByeToNobodyIsRefused() {
    SipCall call = ada.call(room);
    call.join(OFFER.text());
    String strange = call.remoteTag().replaceAll("-[0-9a-f]{8}$", "-00000000");

    SipOutgoing unknown = byeTo(call, strange);
    SipOutgoing nonsense = byeTo(call, "abc");
    SipOutgoing elsewhere = byeTo(call, "aaaaaaaaaaaaaaaaaaaa-1-12345678");

    assertThat(unknown.answer().status()).isEqualTo(481);
    assertThat(nonsense.answer().status()).isEqualTo(481);
    assertThat(elsewhere.answer().status()).isEqualTo(481);
    assertThat(call.bye().status()).isEqualTo(200);
  }

  private SipOutgoing byeTo(SipCall call, String tag) {
    return call.request("BYE").header("To", "<" + room + ">;tag=" + tag).send();
  }

  @Test
  void theRightTagWithAnotherCallIdIsNobody() {
    SipCall call = ada.call(room);
    call.join(OFFER.text());

    int bye = call.request("BYE").header("Call-ID", "another").send().answer().status();
    int options = call.request("OPTIONS").header("Call-ID", "another").send().answer().status();
    int invite = call.invite(OFFER.text()).header("Call-ID", "another").send().expect(481).status();

    assertThat(List.of(bye, options, invite)).containsOnly(481);
    assertThat(call.bye().status()).isEqualTo(200);
  }

  @Test
  void aStrayAckIsIgnored() {
    SipCall stray = ada.call(room);

    stray.request("ACK").send();
    stray.request("ACK").header("To", "<" + room + ">;tag=abc").send();
    stray.request("ACK").header("To", "<" + room + ">;tag=aaaaaaaaaaaaaaaaaaaa-1-12345678").send();

    Eventually.pass(QUIET);
    assertThat(ada.arrivals()).isEmpty();
  }

  @Test
  void anOldCSeqInTheDialogIsOutOfOrder() {
    SipCall call = ada.call(room);
    call.request("OPTIONS"); // the INVITE has number 2
    call.join(OFFER.text());

    int invite =
        call.request("INVITE", 1)
            .body("application/sdp", OFFER.direction("sendonly").text())
            .send()
            .expect(500)
            .status();
    int bye = call.request("BYE", 1).send().answer().status();

    assertThat(List.of(invite, bye)).containsExactly(500, 500);
    assertThat(call.bye().status()).isEqualTo(200);
  }

  @Test
  void optionsTellsWhatWeCanDoInsideAndOutsideOfACall() {
    SipMessage outside = ada.call(room).request("OPTIONS").send().expect(200);
    SipCall call = ada.call(room);
    call.join(OFFER.text());
    SipMessage inside = call.request("OPTIONS").send().expect(200);

    for (SipMessage answer : List.of(outside, inside)) {
      assertThat(answer.header("Allow")).contains("INVITE", "BYE", "UPDATE");
      assertThat(answer.header("Accept")).contains("application/sdp");
      assertThat(answer.header("Supported")).contains("timer");
    }
    call.bye();
  }

  @Test
  void anInfoInTheCallIsTaken() {
    SipCall call = ada.call(room);
    call.join(OFFER.text());

    SipOutgoing info =
        call.request("INFO").body("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n").send();

    assertThat(info.answer().status()).isEqualTo(200);
    call.bye();
  }
}
