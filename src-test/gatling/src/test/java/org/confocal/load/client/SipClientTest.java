package org.confocal.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.confocal.load.message.Header;
import org.confocal.load.message.SipMessage;
import org.junit.jupiter.api.Test;

class SipClientTest {
  private static final Header CHALLENGE =
      new Header("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"");

  private final Bench bench = new Bench();

  private String failure() {
    assertThat(bench.outcomes).hasSize(1);
    return ((Outcome.Missed) bench.outcomes.get(0)).why();
  }

  private int status() {
    assertThat(bench.outcomes).hasSize(1);
    return ((Outcome.Came) bench.outcomes.get(0)).message().status();
  }

  @Test
  void anUnansweredRequestIsRepeatedWithGrowingPausesAndGivenUp() {
    bench.sends("OPTIONS", "sip:192.0.2.1", "");

    bench.passes(Duration.ofMillis(490));
    assertThat(bench.sent).hasSize(1);
    bench.passes(Duration.ofMillis(20));
    assertThat(bench.sent).hasSize(2);
    bench.passes(Duration.ofMillis(31_510));

    // RFC 3261 17.1.2.2: after 0.5, 1.5, 3.5, 7.5 s and then every 4 s, until 32 s
    assertThat(bench.sent).hasSize(11);
    assertThat(bench.client.counters().repeated()).isEqualTo(10);
    assertThat(failure()).isEqualTo("no final answer to OPTIONS after 32000 ms");
  }

  @Test
  void anInviteIsRepeatedSevenTimesInAll() {
    bench.sends("INVITE", "sip:1000@192.0.2.1", "call");

    bench.passes(Duration.ofSeconds(33));

    assertThat(bench.sent).hasSize(7).allMatch(m -> m.method().equals("INVITE"));
  }

  @Test
  void overTcpNothingIsRepeated() {
    bench.tcp = true;
    bench.sends("OPTIONS", "sip:192.0.2.1", "");

    bench.passes(Duration.ofSeconds(33));

    assertThat(bench.sent).hasSize(1);
    assertThat(failure()).contains("no final answer");
  }

  @Test
  void aProvisionalAnswerEndsTheRepetitionsOfAnInvite() {
    bench.sends("INVITE", "sip:1000@192.0.2.1", "call");

    bench.answers(bench.last("INVITE"), 100);
    bench.passes(Duration.ofSeconds(20));

    assertThat(bench.sent).hasSize(1);
  }

  @Test
  void aTakenCallIsAcknowledgedAndSoIsItsRepetition() {
    bench.sends("INVITE", "sip:1000@192.0.2.1", "call");
    SipMessage invite = bench.last("INVITE");

    bench.answers(invite, 200);
    SipMessage ack = bench.last("ACK sip:focus@192.0.2.1");
    bench.answers(invite, 200);

    assertThat(bench.sent).hasSize(3).endsWith(ack);
    assertThat(ack.sequence()).isEqualTo(invite.sequence());
    assertThat(ack.branch()).isNotEqualTo(invite.branch());
    assertThat(bench.client.counters().repeatedByServer()).isEqualTo(1);
    assertThat(status()).isEqualTo(200);
  }

  @Test
  void aRefusedCallIsAcknowledgedInItsTransaction() {
    bench.sends("INVITE", "sip:1000@192.0.2.1", "call");
    SipMessage invite = bench.last("INVITE");

    bench.answers(invite, 404);

    assertThat(bench.last("ACK").branch()).isEqualTo(invite.branch());
    assertThat(status()).isEqualTo(404);
  }

  @Test
  void aCallThatIsTakenTooLateIsEnded() {
    bench.sends("INVITE", "sip:1000@192.0.2.1", "call");
    SipMessage invite = bench.last("INVITE");
    bench.answers(invite, 180);
    bench.passes(Duration.ofSeconds(33));
    bench.last("CANCEL");

    bench.answers(invite, 200);

    assertThat(bench.sent.get(bench.sent.size() - 2).method()).isEqualTo("ACK");
    assertThat(bench.last("BYE").toTag()).isEqualTo("their");
    assertThat(failure()).contains("no final answer to INVITE");
  }

  @Test
  void aChallengeIsAnsweredOnceWithTheNextNumber() {
    bench.sends("SERVICE", "sip:ada@example.test", "");
    SipMessage first = bench.last("SERVICE");

    bench.answers(first, 401, CHALLENGE);
    SipMessage second = bench.last("SERVICE");
    bench.answers(second, 200);

    assertThat(second.header("Authorization")).get().asString().contains("username=\"ada\"");
    assertThat(second.sequence()).isEqualTo(first.sequence() + 1);
    assertThat(second.callId()).isEqualTo(first.callId());
    assertThat(status()).isEqualTo(200);
  }

  @Test
  void aWrongPasswordIsToldAndNotTriedForEver() {
    bench.sends("SERVICE", "sip:ada@example.test", "");

    for (int i = 0; i < 3; i++) {
      bench.answers(bench.last("SERVICE"), 401, CHALLENGE);
    }

    assertThat(bench.sent).hasSize(3);
    assertThat(status()).isEqualTo(401);
  }

  @Test
  void withoutADialogNothingIsSent() {
    bench.sends("BYE", "", "call");

    assertThat(bench.sent).isEmpty();
    assertThat(failure()).isEqualTo("there is no dialog call");
  }

  @Test
  void aLostConnectionFailsWhatWaitsOnIt() {
    bench.sends("OPTIONS", "sip:192.0.2.1", "");

    bench.client.lost(bench, "connection lost");

    assertThat(failure()).isEqualTo("connection lost");
  }

  @Test
  void whoLeavesHangsUp() {
    SipMessage invite = bench.inCall();

    bench.ada.leave();

    SipMessage bye = bench.last("BYE sip:focus@192.0.2.1");
    assertThat(bye.callId()).isEqualTo(invite.callId());
    assertThat(List.of(bye.toTag(), bye.fromTag())).containsExactly("their", invite.fromTag());
  }
}
