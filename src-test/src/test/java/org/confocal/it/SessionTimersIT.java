package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipOutgoing;
import org.confocal.it.kit.SipPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Session timers (RFC 4028), and requests that the server sends by itself. The tests wait most of
 * the time, so they do it together.
 */
class SessionTimersIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(
          NodeConfig.onFreePorts()
              .with("confocal.sip.session-timers.least-seconds", "2")
              .with("confocal.engine.focus.glare-delay", "500ms")
              .with("confocal.sip.stack.t1", "50ms"));

  private static final Sdp OFFER = Sdp.audio(40_000);
  private static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS";

  private final SipPeer ada = SipPeer.udp("ada", NODE.sip());
  private final SipCall call = ada.call(NODE.room());

  @BeforeEach
  void nothingCameYet() {
    assertThat(ada.arrivals()).isEmpty();
  }

  @AfterEach
  void close() {
    ada.close();
  }

  private SipMessage join(String expires, String allow) {
    SipOutgoing invite = call.invite(OFFER.text()).header("Supported", "timer");
    invite.header("Session-Expires", expires).header("Allow", allow).send();
    SipMessage answer = invite.expect(200);
    call.established(answer);
    call.ack(invite, "");
    return answer;
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoNeverRefreshesIsSentAwayWhenTheIntervalEnds() {
    long start = System.nanoTime();
    SipMessage answer = join("3", ALLOW);

    SipMessage bye = call.awaitRequest("BYE", Duration.ofSeconds(5));
    Duration lasted = Duration.ofNanos(System.nanoTime() - start);
    ada.answer(bye, 200, "");

    assertThat(answer.header("Session-Expires")).isEqualTo("3;refresher=uac");
    assertThat(answer.header("Require")).isEqualTo("timer");
    assertThat(lasted).isBetween(Duration.ofMillis(1900), Duration.ofMillis(3500));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoRefreshesInTimeStays() {
    join("4", ALLOW);

    for (int i = 0; i < 3; i++) {
      Eventually.pass(Duration.ofSeconds(1));
      SipOutgoing refresh = call.request(i % 2 == 0 ? "UPDATE" : "INVITE");
      refresh.header("Supported", "timer").header("Session-Expires", "4;refresher=uac");
      if (i % 2 == 1) {
        refresh.body("application/sdp", OFFER.text());
      }
      SipMessage answer = refresh.send().expect(200);
      if (i % 2 == 1) {
        call.ack(refresh, "");
      }
      assertThat(answer.header("Session-Expires")).isEqualTo("4;refresher=uac");
      assertThat(answer.header("Require")).isEqualTo("timer");
    }

    assertThat(call.requests("BYE")).isZero();
    assertThat(call.bye().status()).isEqualTo(200);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void tooShortAnIntervalIsRefusedWithOurLeast() {
    SipOutgoing invite = call.invite(OFFER.text()).header("Supported", "timer");

    SipMessage answer = invite.header("Session-Expires", "1").send().expect(422);

    assertThat(answer.header("Min-SE")).isEqualTo("2");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoKnowsNoTimersHasNone() {
    SipMessage answer = call.join(OFFER.text());

    assertThat(answer.find("Session-Expires")).isEmpty();
    assertThat(answer.find("Require")).isEmpty();
    call.bye();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void weRefreshByUpdateWhenAskedTo() {
    SipMessage joined = join("4;refresher=uas", ALLOW + ", UPDATE");

    SipMessage update = call.awaitRequest("UPDATE", SipPeer.SOON);
    ada.answer(update, 200, "", "Session-Expires: 4;refresher=uac", "Require: timer");
    Eventually.eventually(
        "the next UPDATE", SipPeer.SOON, () -> ada.arrivals(m -> isAnother(m, update)).size() > 0);

    assertThat(joined.header("Session-Expires")).isEqualTo("4;refresher=uas");
    assertThat(update.header("Session-Expires")).isEqualTo("4;refresher=uac");
    assertThat(update.header("Contact")).contains("isfocus");
    assertThat(update.header("From")).contains(joined.toTag());
    assertThat(update.body()).isEmpty();
    call.bye();
  }

  private static boolean isAnother(SipMessage m, SipMessage first) {
    return m.isRequest()
        && m.method().equals(first.method())
        && !m.header("CSeq").equals(first.header("CSeq"));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void weRefreshByReInviteWhereUpdateIsNotKnown() {
    SipMessage joined = join("4;refresher=uas", ALLOW);

    SipMessage invite = call.awaitRequest("INVITE", SipPeer.SOON);
    ada.answer(invite, 200, OFFER.text(), "Session-Expires: 4;refresher=uac", "Require: timer");
    SipMessage ack = call.awaitRequest("ACK", SipPeer.SOON);
    ada.answer(invite, 200, OFFER.text(), "Session-Expires: 4;refresher=uac", "Require: timer");
    Eventually.eventually("another ACK", SipPeer.SOON, () -> call.requests("ACK") > 1);

    assertThat(invite.body()).isEqualTo(joined.body());
    assertThat(invite.header("Session-Expires")).isEqualTo("4;refresher=uac");
    assertThat(ack.header("CSeq")).isEqualTo(invite.header("CSeq").replace("INVITE", "ACK"));
    Eventually.pass(Duration.ofMillis(500));
    assertThat(call.requests("BYE")).isZero();
    call.bye();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void ofTwoOffersAtOnceNeitherIsTaken() {
    join("6;refresher=uas", ALLOW);
    SipMessage theirs = call.awaitRequest("INVITE", SipPeer.SOON);

    call.invite(OFFER.direction("sendonly").text()).send().expect(491);
    ada.answer(theirs, 491, "");

    ada.await("the offer again", SipPeer.SOON, m -> isAnother(m, theirs));
    assertThat(ada.arrivals(m -> m.method().equals("ACK"))).isNotEmpty();
    call.bye();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aRefreshThatNobodyAnswersEndsTheCall() {
    join("3;refresher=uas", ALLOW + ", UPDATE");

    call.awaitRequest("UPDATE", SipPeer.SOON);

    ada.answer(call.awaitRequest("BYE", Duration.ofSeconds(8)), 200, "");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aRefreshOfACallThatThePeerHasForgottenEndsIt() {
    join("3;refresher=uas", ALLOW + ", UPDATE");

    ada.answer(call.awaitRequest("UPDATE", SipPeer.SOON), 481, "");

    Eventually.eventually(
        "the leg is gone",
        SipPeer.SOON,
        () -> NODE.process().log().lines().anyMatch(this::tellsThatItLeft));
  }

  private boolean tellsThatItLeft(String line) {
    return line.contains("leg left") && line.contains("LOST") && line.contains(call.callId());
  }
}
