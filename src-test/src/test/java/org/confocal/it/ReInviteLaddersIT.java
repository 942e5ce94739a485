package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Reception;
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

/** How a call changes while it lasts: RFC 3261 section 14, RFC 3264 section 8, RFC 3311. */
class ReInviteLaddersIT {
  @RegisterExtension static final OneNode NODE = OneNode.shared();

  private static final int ADA = ToneMap.TONES_HZ.get(0);
  private static final int BEN = ToneMap.TONES_HZ.get(1);
  private static final Duration A_WHILE = Duration.ofMillis(1200);
  private static final Duration LAST = Duration.ofMillis(800);

  private final String room = NODE.room();
  private final SipPeer ada = SipPeer.udp("ada", NODE.sip());
  private final SipPeer ben = SipPeer.udp("ben", NODE.sip());
  private final RtpStream adas = RtpStream.open(G711.PCMU, ADA);
  private final RtpStream bens = RtpStream.open(G711.PCMU, BEN);
  private final SipCall call = ada.call(room);
  private final SipCall bensCall = ben.call(room);
  private final Sdp offer = Sdp.audio(adas.localPort()).formats("0 101");
  private SipMessage joined = call.join(offer.text());

  @BeforeEach
  void benJoinsToo() {
    bens.speakTo(bensCall.join(Sdp.audio(bens.localPort()).formats("0 101").text()));
    adas.speakTo(joined);
  }

  @AfterEach
  void everybodyLeaves() {
    assertThat(call.bye().status()).isEqualTo(200);
    assertThat(bensCall.bye().status()).isEqualTo(200);
    List.of(ada, ben).forEach(SipPeer::close);
    List.of(adas, bens).forEach(RtpStream::close);
  }

  @Test
  void holdInAllItsFormsAndResumeCountTheVersion() {
    Sdp held = offer.direction("sendonly");
    Sdp off = held.direction("inactive");
    Sdp zeros = off.direction("").at("0.0.0.0");
    Sdp back = offer.direction("sendrecv");

    List<String> answers =
        List.of(held, off, zeros, back).stream()
            .map(sdp -> call.reinvite(sdp.text()).body())
            .toList();

    long first = Sdp.version(joined.body());
    assertThat(answers.stream().map(Sdp::directionIn))
        .containsExactly("recvonly", "inactive", "recvonly", "sendrecv");
    assertThat(answers.stream().map(Sdp::version))
        .containsExactly(first + 1, first + 2, first + 3, first + 4);
    assertThat(answers).allSatisfy(sdp -> assertThat(sdp).doesNotContain("0.0.0.0"));
    assertThat(answers.stream().map(Sdp::sessionId).distinct())
        .containsExactly(Sdp.sessionId(joined.body()));
  }

  @Test
  void whoHoldsHearsNothingAndIsHeardOnlyIfHeSendsOn() {
    call.reinvite(offer.direction("sendonly").text());
    Eventually.pass(Duration.ofMillis(200));
    long held = System.nanoTime();
    Eventually.pass(A_WHILE);
    assertThat(adas.reception().since(held).packets()).isEmpty();
    assertThat(heard(bens)).containsExactly(ADA);

    call.reinvite(offer.direction("inactive").text());
    Eventually.pass(A_WHILE);
    assertThat(heard(bens)).isEmpty();

    call.reinvite(offer.direction("sendrecv").text());
    Eventually.pass(A_WHILE);
    assertThat(heard(bens)).containsExactly(ADA);
    assertThat(heard(adas)).containsExactly(BEN);
  }

  @Test
  void anUnchangedReInviteKeepsTheVersion() {
    SipMessage answer = call.reinvite(offer.text());

    assertThat(answer.body()).isEqualTo(joined.body());
    assertThat(answer.toTag()).isEqualTo(joined.toTag());
    assertThat(answer.header("Contact")).contains("isfocus");
  }

  @Test
  void audioGoesWhereTheReInviteSays() {
    try (RtpStream other = RtpStream.open(G711.PCMA, ADA)) {
      SipMessage answer = call.reinvite(offer.port(other.localPort()).formats("8 101").text());
      adas.mute();
      other.speakTo(answer);
      Eventually.pass(Duration.ofMillis(300));
      long moved = System.nanoTime();
      Eventually.pass(A_WHILE);

      assertThat(Sdp.lines(answer.body(), 'm').get(0)).endsWith("RTP/AVP 8 101");
      assertThat(Sdp.port(answer.body())).isEqualTo(Sdp.port(joined.body()));
      assertThat(heard(other)).containsExactly(BEN);
      assertThat(heard(bens)).containsExactly(ADA);
      assertThat(adas.reception().since(moved).packets()).isEmpty();
    }
  }

  @Test
  void aReInviteWithoutAnOfferGetsOursAndTheAckMovesTheAudio() {
    try (RtpStream other = RtpStream.open(G711.PCMA, ADA)) {
      SipOutgoing invite = call.invite("").send();
      SipMessage ours = invite.expect(200);
      call.ack(invite, offer.port(other.localPort()).formats("8 101").text());
      adas.mute();
      other.speakTo(ours);
      Eventually.pass(A_WHILE);

      assertThat(Sdp.lines(ours.body(), 'm').get(0)).endsWith("RTP/AVP 107 9 0 8 101 102");
      assertThat(Sdp.version(ours.body())).isEqualTo(Sdp.version(joined.body()) + 1);
      assertThat(heard(other)).containsExactly(BEN);
      assertThat(heard(bens)).containsExactly(ADA);
    }
  }

  @Test
  void aRefusedReInviteLeavesTheCallAsItWas() {
    SipOutgoing g729 = call.invite(offer.formats("18").text()).send();
    g729.expect(488);
    SipOutgoing broken = call.invite("v=0\r\nm=nonsense\r\n").send();
    broken.expect(400);
    Eventually.pass(A_WHILE);

    assertThat(heard(adas)).containsExactly(BEN);
    assertThat(heard(bens)).containsExactly(ADA);
  }

  @Test
  void anUpdateRefreshesTheCallOrChangesIt() {
    SipMessage refreshed = call.request("UPDATE").send().expect(200);
    SipMessage held =
        call.request("UPDATE")
            .body("application/sdp", offer.direction("sendonly").text())
            .send()
            .expect(200);

    assertThat(refreshed.body()).isEmpty();
    assertThat(Sdp.directionIn(held.body())).isEqualTo("recvonly");
    assertThat(call.requests("BYE")).isZero();
  }

  @Test
  void aRepeatedReInviteGetsTheSameAnswer() {
    SipOutgoing hold = call.invite(offer.direction("sendonly").text()).send();
    SipMessage first = hold.expect(200);

    hold.send();
    Eventually.eventually(
        "the answer again", SipPeer.SOON, () -> hold.answers(m -> m.status() >= 200).size() > 1);

    assertThat(hold.answers(m -> m.status() >= 200))
        .allSatisfy(a -> assertThat(a.message().body()).isEqualTo(first.body()));
    call.ack(hold, "");
  }

  @Test
  void requestsOfTheServerFollowTheCallToItsNewAddress() {
    try (SipPeer elsewhere = SipPeer.udp("ada", NODE.sip())) {
      call.movedTo(elsewhere).reinvite(offer.text());

      NODE.end(call);

      elsewhere.answer(call.awaitRequest("BYE", SipPeer.SOON), 200, "");
      assertThat(ada.arrivals(SipMessage::isRequest)).isEmpty();
      call.movedTo(ada);
    }
  }

  private static Set<Integer> heard(RtpStream stream) {
    Reception reception = stream.reception();
    long from = System.nanoTime() - LAST.toNanos();
    Reception recent = reception.since(from);
    return recent.packets().size() < 15
        ? Set.of()
        : ToneMap.standard().median(recent.audio()).heard();
  }
}
