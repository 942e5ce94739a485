package org.confocal.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionGateTest {
  private final AtomicInteger transactions = new AtomicInteger();

  @Test
  void newRequestsAreBoundedAndCallsHaveAReserve() {
    AdmissionGate gate = gate(40, 100);

    for (int i = 0; i < 40; i++) {
      assertThat(gate.admitNew()).isNotNull();
    }
    assertThat(gate.admitNew()).isNull();
    for (int i = 0; i < 10; i++) {
      assertThat(gate.admitWithinCall()).isNotNull();
    }

    assertThat(gate.admitWithinCall()).isNull();
    assertThat(gate.inFlight()).isEqualTo(50);
    assertThat(gate.peak()).isEqualTo(50);
  }

  @Test
  void aPermitComesBackWhenItsLaneIsDone() {
    AdmissionGate gate = gate(1, 100);
    AdmissionGate.Permit permit = Objects.requireNonNull(gate.admitNew());

    permit.releaseUnlessHeld();
    permit.releaseUnlessHeld();

    assertThat(gate.inFlight()).isZero();
    assertThat(gate.admitNew()).isNotNull();
  }

  @Test
  void aTransactionHoldsItsPermitUntilItIsAnswered() {
    AdmissionGate gate = gate(1, 100);
    AdmissionGate.Permit permit = Objects.requireNonNull(gate.admitNew());

    permit.holdForTransaction();
    permit.releaseUnlessHeld();
    assertThat(gate.admitNew()).isNull();
    permit.release();
    permit.release();

    assertThat(gate.inFlight()).isZero();
    assertThat(gate.admitNew()).isNotNull();
  }

  @Test
  void theTableIsBoundedAlsoByThoseOnTheWayToIt() {
    AdmissionGate gate = gate(100, 2);
    AdmissionGate.Permit first = Objects.requireNonNull(gate.admitNew());
    assertThat(gate.admitNew()).isNotNull();
    assertThat(gate.admitNew()).isNull();

    transactions.incrementAndGet();
    first.holdForTransaction();
    first.release();

    assertThat(gate.admitNew()).isNull();
    transactions.decrementAndGet();
    assertThat(gate.admitNew()).isNotNull();
    assertThat(gate.inFlight()).isEqualTo(2);
  }

  private AdmissionGate gate(int maxInFlight, int maxTransactions) {
    return new AdmissionGate(
        new SipStackSettings.Admission(
            maxInFlight, maxTransactions, 25, Duration.ofMinutes(1), true, Duration.ofSeconds(5)),
        transactions::get);
  }
}
