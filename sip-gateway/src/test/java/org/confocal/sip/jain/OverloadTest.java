package org.confocal.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.sip.kit.SipTexts.request;
import static org.confocal.sip.kit.SipTexts.viaUdp;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten times as many new requests as are answered, as fast as one thread can send. */
class OverloadTest {
  private static final int MOST_IN_FLIGHT = 100;
  private static final int WITH_RESERVE = 125;
  private static final int SHORT = 20_000;
  private static final int LONG = 500_000;

  @Test
  void aFloodIsRefusedWhileCallsGoOnAndIsOverWhenItEnds() throws SipBindException {
    SlowServer server = new SlowServer();
    String settings =
        "workers = 2, queue = 256, admission { max-in-flight = 100, max-server-transactions = 50000 }";
    try (JainSipStack stack = JainSipStack.start(StackSettings.loopback(settings), server);
        Flood flood = new Flood(StackSettings.port(stack, "udp"));
        Flood caller = new Flood(StackSettings.port(stack, "udp"))) {
      server.attach(stack);

      flood.begin(SHORT, server::serveOne);
      flood.awaitRefusals(100);
      int passed = 0;
      for (int i = 0; i < 20; i++) {
        passed += caller.status(withinCall(caller.port(), "bye" + i)) == 200 ? 1 : 0;
      }
      flood.awaitSent();
      server.answerFromNowOn();
      server.answerHeld();
      int after = caller.statusOfFirstServed("after");

      Map<Integer, Integer> answers = flood.answers();
      SipStackCounters counters = stack.counters();
      System.out.println(answers + " " + counters);
      assertThat(passed).isEqualTo(20);
      assertThat(server.withinCalls()).isEqualTo(20);
      assertThat(after).isEqualTo(200);
      assertThat(counters.mostInFlight()).isBetween((long) MOST_IN_FLIGHT, (long) WITH_RESERVE);
      assertThat(counters.refused()).isGreaterThan(SHORT / 10);
      assertThat(answers.getOrDefault(503, 0)).isGreaterThan(100);
      assertThat(flood.refusalsWithoutRetryAfter()).isZero();
      assertThat(answers.keySet()).isSubsetOf(100, 200, 503);
    }
  }

  @Test
  void theTableOfTransactionsIsBoundedAndCallsStillEnd() throws SipBindException {
    flood(3_000, 400);
  }

  @Test
  @Tag("long")
  void aLongFloodTakesNoMoreMemoryThanTheTableMay() throws SipBindException {
    long before = usedBytes();

    flood(LONG, 20_000);

    System.out.println("heap before " + before + ", after the flood " + usedBytes());
    assertThat(usedBytes() - before).isLessThan(25_000 * 10_000L);
  }

  private static void flood(int count, int mostTransactions) throws SipBindException {
    SlowServer server = new SlowServer();
    String settings =
        "workers = 2, queue = 256, admission.max-server-transactions = " + mostTransactions;
    try (JainSipStack stack = JainSipStack.start(StackSettings.loopback(settings), server);
        Flood flood = new Flood(StackSettings.port(stack, "udp"));
        Flood caller = new Flood(StackSettings.port(stack, "udp"))) {
      server.attach(stack);
      server.answerFromNowOn();

      flood.begin(count, () -> {});
      flood.awaitRefusals(100);
      int bye = caller.status(withinCall(caller.port(), "bye"));
      flood.awaitSent();
      int last = caller.status(withinCall(caller.port(), "last"));

      SipStackCounters counters = stack.counters();
      System.out.println(flood.answers() + " " + counters);
      assertThat(bye).isEqualTo(200);
      assertThat(last).isEqualTo(200);
      assertThat(counters.serverTransactions())
          .isBetween(mostTransactions / 2L, mostTransactions + 2L);
    }
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static String withinCall(int port, String callId) {
    return request("BYE", callId, 2, viaUdp(port, callId), "")
        .replace("127.0.0.1>\nCall", "127.0.0.1>;tag=slow\nCall");
  }
}
