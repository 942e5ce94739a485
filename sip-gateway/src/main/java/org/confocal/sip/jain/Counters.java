package org.confocal.sip.jain;

import java.util.concurrent.atomic.LongAdder;

/** The running totals behind {@link SipStackCounters}. */
final class Counters {
  final LongAdder requests = new LongAdder();
  final LongAdder received = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder dropped = new LongAdder();
  final LongAdder malformedAnswered = new LongAdder();
  final LongAdder malformedDropped = new LongAdder();
  final LongAdder keepAlives = new LongAdder();
  final LongAdder overloaded = new LongAdder();
  final LongAdder oversized = new LongAdder();
  final LongAdder stray = new LongAdder();
  final LongAdder lateAnswers = new LongAdder();
  final LongAdder unanswered = new LongAdder();
  final LongAdder unsent = new LongAdder();
  final LongAdder failedHandshakes = new LongAdder();

  SipStackCounters now(AdmissionGate gate, Engine engine) {
    return new SipStackCounters(
        requests.sum(),
        received.sum(),
        refused.sum(),
        dropped.sum(),
        malformedAnswered.sum(),
        malformedDropped.sum(),
        keepAlives.sum(),
        overloaded.sum(),
        oversized.sum(),
        stray.sum(),
        lateAnswers.sum(),
        unanswered.sum(),
        unsent.sum(),
        failedHandshakes.sum(),
        gate.inFlight(),
        gate.peak(),
        engine.serverTransactions(),
        engine.clientTransactions());
  }
}
