package org.confocal.media.rtp;

/**
 * What a receiver knows about one source: extended sequence, loss and jitter, with probation of new
 * sources. RFC 3550 appendices A.1, A.3 and A.8.
 */
public final class ReceptionStatistics {

  private static final int MAX_DROPOUT = 3000;
  private static final int MAX_MISORDER = 100;
  private static final int MIN_SEQUENTIAL = 2;
  private static final int SEQUENCE_MOD = 1 << 16;
  private static final int NO_BAD_SEQUENCE = SEQUENCE_MOD + 1;
  private static final int USUAL_CLOCK_HZ = 8000;

  private int maxSequence;
  private long cycles;
  private long baseSequence;
  private int badSequence = NO_BAD_SEQUENCE;
  private int probation;
  private long received;
  private long expectedPrior;
  private long receivedPrior;
  private boolean started;
  private int clockHz = USUAL_CLOCK_HZ;
  private boolean hasTransit;
  private int transit;
  private int jitterTimes16;

  /** Forgets the source. */
  public void reset() {
    started = false;
    hasTransit = false;
    jitterTimes16 = 0;
    received = 0;
    cycles = 0;
    baseSequence = 0;
    maxSequence = 0;
    expectedPrior = 0;
    receivedPrior = 0;
    badSequence = NO_BAD_SEQUENCE;
  }

  /**
   * The clock of the timestamps that {@link #onArrival} gets from now on, in Hz; 8000 before. The
   * jitter starts at 0.
   */
  public void clock(int newClockHz) {
    if (newClockHz != clockHz) {
      clockHz = newClockHz;
      hasTransit = false;
      jitterTimes16 = 0;
    }
  }

  /**
   * Takes note of a packet.
   *
   * @param sequence 0 to 65535
   * @return whether it counts: false in probation and after a jump in sequence that may be a
   *     mistake
   */
  public boolean onPacket(int sequence) {
    if (!started) {
      started = true;
      startAt(sequence);
      maxSequence = sequence - 1 & 0xFFFF;
      probation = MIN_SEQUENTIAL;
    }
    return probation > 0 ? onProbation(sequence) : onBelieved(sequence);
  }

  /**
   * Takes note of when sound arrived, for the jitter; not for events, which keep their timestamp.
   *
   * @param timestamp in ticks of the {@link #clock}
   */
  public void onArrival(int timestamp, long nowNs) {
    int newTransit = (int) (nowNs / 1000 * clockHz / 1_000_000) - timestamp;
    int difference = Math.abs(newTransit - transit);
    // A jump of more than a second is a changed clock and says nothing about the network.
    if (hasTransit && difference >= 0 && difference < clockHz) {
      jitterTimes16 += difference - ((jitterTimes16 + 8) >> 4);
    }
    hasTransit = true;
    transit = newTransit;
  }

  private boolean onBelieved(int sequence) {
    int delta = sequence - maxSequence & 0xFFFF;
    if (delta < MAX_DROPOUT) {
      if (sequence < maxSequence) {
        cycles += SEQUENCE_MOD;
      }
      maxSequence = sequence;
    } else if (delta <= SEQUENCE_MOD - MAX_MISORDER) {
      if (sequence != badSequence) {
        badSequence = sequence + 1 & 0xFFFF;
        return false;
      }
      startAt(sequence);
    }
    received++;
    return true;
  }

  private boolean onProbation(int sequence) {
    if (sequence != (maxSequence + 1 & 0xFFFF)) {
      probation = MIN_SEQUENTIAL - 1;
      maxSequence = sequence;
      return false;
    }
    probation--;
    maxSequence = sequence;
    if (probation > 0) {
      return false;
    }
    startAt(sequence);
    received++;
    return true;
  }

  private void startAt(int sequence) {
    baseSequence = sequence;
    maxSequence = sequence;
    badSequence = NO_BAD_SEQUENCE;
    cycles = 0;
    received = 0;
    receivedPrior = 0;
    expectedPrior = 0;
  }

  /** Whether enough packets came in order to believe in the source. */
  public boolean believed() {
    return started && probation == 0;
  }

  public long received() {
    return received;
  }

  /** Highest sequence with the count of wraps above it, as a report block has it. */
  public int extendedHighest() {
    return (int) (cycles + maxSequence);
  }

  /** Packets expected less packets received, held to 24 signed bits; negative with duplicates. */
  public int cumulativeLost() {
    long lost = expected() - received;
    return (int) Math.max(-0x80_0000, Math.min(0x7F_FFFF, lost));
  }

  private long expected() {
    return believed() ? cycles + maxSequence - baseSequence + 1 : 0;
  }

  /** Loss since the last call in 1/256; starts the next interval. */
  public int takeFractionLost() {
    long expected = expected();
    long expectedInterval = expected - expectedPrior;
    long lostInterval = expectedInterval - (received - receivedPrior);
    expectedPrior = expected;
    receivedPrior = received;
    if (expectedInterval <= 0 || lostInterval <= 0) {
      return 0;
    }
    return (int) Math.min(255, (lostInterval << 8) / expectedInterval);
  }

  /** Interarrival jitter in ticks of the clock. */
  public int jitterSamples() {
    return jitterTimes16 >> 4;
  }
}
