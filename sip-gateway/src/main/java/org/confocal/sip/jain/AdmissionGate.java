package org.confocal.sip.jain;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests under way and says how many more may come. A request holds a permit from the
 * reader that took it off the network until it is absorbed, refused or finally answered; an INVITE
 * until it rings. What belongs to a call finds some room left when new requests find none.
 *
 * <p>Both bounds hold exactly: a permit is taken before the table of transactions is looked at, and
 * counts as a transaction until it is in the table. Any thread may call.
 */
final class AdmissionGate {
  private final int mostNew;
  private final int mostOfAll;
  private final int transactionsForNew;
  private final int transactionsForAll;
  private final IntSupplier transactions;
  private final AtomicInteger inFlight = new AtomicInteger();

  /** Those in flight that have no transaction yet. */
  private final AtomicInteger waiting = new AtomicInteger();

  private final LongAccumulator peak = new LongAccumulator(Math::max, 0);

  /**
   * @param transactions how many server transactions there are
   */
  AdmissionGate(SipStackSettings.Admission settings, IntSupplier transactions) {
    this.mostNew = settings.maxInFlight();
    this.mostOfAll = settings.withReserve(mostNew);
    this.transactionsForNew = settings.maxServerTransactions();
    this.transactionsForAll = settings.withReserve(transactionsForNew);
    this.transactions = transactions;
  }

  /** A permit for a request outside any call; null if there is no room for it. */
  @Nullable Permit admitNew() {
    return admit(mostNew, transactionsForNew);
  }

  /** A permit for a request that belongs to a call; null if not even that has room. */
  @Nullable Permit admitWithinCall() {
    return admit(mostOfAll, transactionsForAll);
  }

  private @Nullable Permit admit(int most, int mostTransactions) {
    int now = inFlight.getAndUpdate(n -> n < most ? n + 1 : n);
    if (now >= most) {
      return null;
    }
    if (waiting.incrementAndGet() + transactions.getAsInt() > mostTransactions) {
      waiting.decrementAndGet();
      inFlight.decrementAndGet();
      return null;
    }
    peak.accumulate(now + 1L);
    return new Permit();
  }

  int inFlight() {
    return inFlight.get();
  }

  /** The most that were in flight at a time since the start. */
  long peak() {
    return peak.get();
  }

  /** One request under way. */
  final class Permit {
    private final AtomicBoolean inTransaction = new AtomicBoolean();
    private final AtomicBoolean released = new AtomicBoolean();

    private Permit() {}

    /** From now on the transaction holds it, until its answer or its end. */
    void holdForTransaction() {
      if (!released.get() && inTransaction.compareAndSet(false, true)) {
        waiting.decrementAndGet();
      }
    }

    /** The lane is done with the request: if no transaction holds the permit, nobody does. */
    void releaseUnlessHeld() {
      if (!inTransaction.get() && released.compareAndSet(false, true)) {
        waiting.decrementAndGet();
        inFlight.decrementAndGet();
      }
    }

    /** The transaction is answered or over. Only the first call counts. */
    void release() {
      if (inTransaction.get() && released.compareAndSet(false, true)) {
        inFlight.decrementAndGet();
      }
    }
  }
}
