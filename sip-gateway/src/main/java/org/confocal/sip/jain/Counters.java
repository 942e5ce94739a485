package org.confocal.sip.jain;

import java.util.concurrent.atomic.LongAdder;

/** The running totals behind {@link SipStackCounters}. */
final class Counters {
  final LongAdder received = new LongAdder();
  final LongAdder malformed = new LongAdder();
  final LongAdder keepAlives = new LongAdder();
  final LongAdder overloaded = new LongAdder();
  final LongAdder oversized = new LongAdder();
  final LongAdder stray = new LongAdder();
  final LongAdder lateAnswers = new LongAdder();
  final LongAdder unsent = new LongAdder();

  SipStackCounters now() {
    return new SipStackCounters(
        received.sum(),
        malformed.sum(),
        keepAlives.sum(),
        overloaded.sum(),
        oversized.sum(),
        stray.sum(),
        lateAnswers.sum(),
        unsent.sum());
  }
}
