package org.confocal.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.confocal.load.message.Sdp;
import org.confocal.load.message.SipMessage;
import org.junit.jupiter.api.Test;

class ServerSideTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Bench bench = new Bench();

  private String told(int index) {
    Outcome outcome = bench.outcomes.get(index);
    return outcome instanceof Outcome.Came came
        ? came.message().summary()
        : ((Outcome.Missed) outcome).why();
  }

  @Test
  void aReInviteIsAnsweredWithADescriptionUntilItsAckComes() {
    SipMessage call = bench.inCall();

    SipMessage invite = bench.asks(call, "INVITE", Sdp.audio("192.0.2.1", "20000"));
    SipMessage answer = bench.last("SIP/2.0 200");
    bench.passes(Duration.ofMillis(1600));
    bench.asks(call, "ACK", "");
    bench.passes(Duration.ofSeconds(10));

    assertThat(answer.body()).contains("m=audio 4000 RTP/AVP 0", "o=load 1 2 ");
    assertThat(answer.sequence()).isEqualTo(invite.sequence());
    assertThat(bench.sent).hasSize(3).containsOnly(answer);
  }

  @Test
  void aRequestThatComesAgainGetsTheSameAnswerAndIsSeenOnce() {
    SipMessage call = bench.inCall();

    SipMessage notify = bench.asks(call, "NOTIFY", "");
    bench.client.receive(notify, bench);
    bench.ada.await("call", "NOTIFY", LIMIT, bench.outcomes::add);
    bench.ada.await("call", "NOTIFY", LIMIT, bench.outcomes::add);
    bench.passes(Duration.ofSeconds(3));

    assertThat(bench.sent).hasSize(2).containsOnly(bench.sent.get(0));
    assertThat(bench.client.counters().repeatedByServer()).isEqualTo(1);
    assertThat(told(0)).startsWith("NOTIFY");
    assertThat(told(1)).isEqualTo("no NOTIFY within 2000 ms");
  }

  @Test
  void whoWaitsGetsWhatComesLater() {
    SipMessage call = bench.inCall();

    bench.ada.await("call", "MESSAGE", LIMIT, bench.outcomes::add);
    bench.asks(call, "INFO", "");
    bench.asks(call, "MESSAGE", "hello");

    assertThat(bench.outcomes).hasSize(1);
    assertThat(((Outcome.Came) bench.outcomes.get(0)).message().body()).isEqualTo("hello");
  }

  @Test
  void whoWaitsIsToldThatTheServerHasHungUp() {
    SipMessage call = bench.inCall();

    bench.ada.await("call", "MESSAGE", LIMIT, bench.outcomes::add);
    bench.asks(call, "BYE", "");
    bench.ada.await("call", "BYE", LIMIT, bench.outcomes::add);
    bench.sends("INFO", "", "call");

    bench.last("SIP/2.0 200");
    assertThat(told(0)).isEqualTo("the server has ended the dialog");
    assertThat(told(1)).startsWith("BYE");
    assertThat(told(2)).isEqualTo("ended is dialog call");
  }

  @Test
  void whatNobodyLooksAtIsBounded() {
    SipMessage call = bench.inCall();

    for (int i = 1; i <= 5; i++) {
      bench.asks(call, "MESSAGE", "line " + i);
    }
    bench.ada.await("call", "MESSAGE", LIMIT, bench.outcomes::add);

    assertThat(bench.client.counters().dropped()).isEqualTo(2);
    assertThat(((Outcome.Came) bench.outcomes.get(0)).message().body()).isEqualTo("line 3");
  }

  @Test
  void aStrangersRequestIsAnsweredAndCounted() {
    SipMessage call = bench.inCall();
    bench.sends("BYE", "", "call");
    bench.answers(bench.last("BYE"), 200);

    bench.asks(call, "NOTIFY", "");

    bench.last("SIP/2.0 481");
    assertThat(bench.client.counters().strays()).isEqualTo(1);
  }

  @Test
  void optionsAndUnknownMethodsAreAnswered() {
    SipMessage call = bench.inCall();

    bench.asks(call, "OPTIONS", "");
    bench.last("SIP/2.0 200");
    bench.asks(call, "PUBLISH", "");
    bench.last("SIP/2.0 405");

    assertThat(bench.sent).hasSize(2);
  }
}
