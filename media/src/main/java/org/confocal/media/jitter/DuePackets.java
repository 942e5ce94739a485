package org.confocal.media.jitter;

import org.confocal.media.codec.AudioDecoder;

/** How long the packets that wait are, which are due, and what goes by of them undecoded. */
final class DuePackets {

  static final int LONGEST_MS = 120;
  static final int UNKNOWN = Integer.MAX_VALUE;

  /** After sound its tail is decoded in any case, whatever is said of it. */
  private static final int TAIL_MS = 100;

  private final int rateHz;
  private final PacketStore store;
  private final PlayoutLine line;
  private final JitterCounts counts;
  private final Grain grain;
  private final Reservoir reservoir;
  private long quietFor;
  private long passedUntil;

  DuePackets(
      int rateHz,
      PacketStore store,
      PlayoutLine line,
      JitterCounts counts,
      Grain grain,
      Reservoir reservoir) {
    this.rateHz = rateHz;
    this.store = store;
    this.line = line;
    this.counts = counts;
    this.grain = grain;
    this.reservoir = reservoir;
  }

  /** How long a packet is; 0 if it has no sound. */
  int samples(int slot, AudioDecoder decoder) {
    int length = store.length(slot);
    int samples = length == 0 ? 0 : decoder.samples(store.payloads(), store.offset(slot), length);
    return samples <= rateHz / 1000 * LONGEST_MS ? samples : 0;
  }

  /** How far ahead of the line a packet begins; not above 0 when it is due. */
  int until(int slot) {
    long samples = (store.timestamp(slot) - line.position) * rateHz / line.clockHz();
    return (int) Math.max(-UNKNOWN, Math.min(UNKNOWN, samples));
  }

  /** Samples in units of the timestamp. */
  long units(long samples) {
    return samples * line.clockHz() / rateHz;
  }

  /** Sound was decoded that is held now. */
  void heard(int held) {
    quietFor = -held;
  }

  void played(int samples) {
    quietFor += samples;
  }

  /** Whether the next frame is known to be silence, as what was before it. */
  boolean quiet(AudioDecoder decoder, int frame) {
    int slot = quietFor * 1000 < (long) TAIL_MS * rateHz ? -1 : store.next();
    return slot >= 0
        && store.quiet(slot)
        && until(slot) <= 0
        && samples(slot, decoder) + until(slot) + reservoir.level() >= frame;
  }

  /**
   * Lets what is due go by.
   *
   * @param leftOut packets that are behind the line are not late: it was moved over them
   * @return the timestamp where the last packet ends that is done with
   */
  long pass(AudioDecoder decoder, long samples, boolean leftOut) {
    passedUntil = Long.MIN_VALUE;
    int held = (int) Math.min(samples, reservoir.level());
    reservoir.drop(held);
    quietFor += samples;
    for (long need = samples - held; need > 0; ) {
      int slot = store.next();
      int ahead = slot < 0 ? UNKNOWN : until(slot);
      long gone = Math.min(need, ahead);
      if (ahead > 0) {
        line.position += units(gone);
      } else {
        gone = passOne(slot, -ahead, need, decoder, leftOut);
      }
      need -= gone;
    }
    return passedUntil;
  }

  /** What is due of one packet goes by; how much that was. */
  private long passOne(int slot, int skip, long need, AudioDecoder decoder, boolean leftOut) {
    int samples = samples(slot, decoder);
    long rest = Math.max(0, samples - skip);
    if (rest > need) {
      line.position += units(need);
      return need;
    }
    counts.late += rest == 0 && samples > 0 && !leftOut ? 1 : 0;
    if (rest > 0) {
      grain.packetsOf(samples);
      line.position = store.timestamp(slot) + units(samples);
      passedUntil = line.position;
    }
    counts.lost += store.missingBefore(slot);
    store.done(slot);
    return rest;
  }
}
