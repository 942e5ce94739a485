package org.confocal.media.jitter;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.confocal.media.codec.G711;

/**
 * Orders the packets of one source and plays them at the pace of the reader's ticks.
 *
 * <p>Playout is a line from RTP timestamps to ticks. It is laid through the first packet so that it
 * waits at least the smallest delay, and is then moved by whole frames only, so that packets of 20
 * ms stay aligned with ticks: one frame later for each packet that came too late (at most to the
 * largest delay), one frame earlier, by a cross-fade, when for the last seconds every packet came
 * more than a frame earlier than needed. Drift of the sender's clock shows as one or the other. The
 * line is laid anew after a jump of sequence or timestamp, and at a talk spurt when nothing is
 * being played.
 *
 * <p>Packets may hold any number of samples up to {@link #MAX_PAYLOAD}.
 */
public final class JitterBuffer {

  /** Samples per tick of 20 ms at 8000 Hz. */
  public static final int FRAME = 160;

  /** The largest packet: 60 ms of G.711. */
  public static final int MAX_PAYLOAD = 480;

  public static final long FRAME_NS = 20_000_000L;

  private static final int SLOTS = 64;
  private static final int STRAYS_BEFORE_RESTART = 3;
  private static final long JUMP_NS = 500_000_000L;
  private static final long HYSTERESIS_NS = 4_000_000L;
  private static final int TICKS_BETWEEN_SHRINKS = 10;
  private static final int PLAYED = -1;

  private final long minNs;
  private final long maxNs;
  private final byte[] payloads = new byte[SLOTS * MAX_PAYLOAD];
  private final long[] sequences = new long[SLOTS];
  private final int[] timestamps = new int[SLOTS];
  private final int[] lengths = new int[SLOTS];
  private final LeadHistory leads = new LeadHistory();
  private final Concealment concealment = new Concealment();
  private final JitterCounts counts = new JitterCounts();
  private final short[] second = new short[FRAME];

  private boolean anchored;
  private long head;
  private long highest;
  private int strays;
  private int strayNext;
  private int playTimestamp;
  private boolean ticking;
  private long nextTickNs;
  private long lastLeadNs;
  private int ticksUntilShrink;

  /**
   * @param minNs what a packet waits at least when the network is clean
   * @param maxNs what the earliest packets wait at most
   */
  public JitterBuffer(long minNs, long maxNs) {
    this.minNs = minNs;
    this.maxNs = maxNs;
    reset();
  }

  /** Forgets the source; counts stay. */
  public void reset() {
    anchored = false;
    ticking = false;
    strays = 0;
    lastLeadNs = 0;
    concealment.silence();
    Arrays.fill(sequences, -1);
  }

  /**
   * Takes a packet.
   *
   * @param sequence 0 to 65535
   * @param payload copied
   * @param length 0 for a packet that holds no sound (an event, comfort noise) but its place in the
   *     sequence
   * @return false if it is too large
   */
  public boolean put(
      int sequence,
      int timestamp,
      boolean marker,
      ByteBuffer payload,
      int offset,
      int length,
      long nowNs) {
    if (length > MAX_PAYLOAD) {
      return false;
    }
    if (!anchored || (marker && idle() && inFuture(sequence))) {
      anchor(sequence, timestamp, nowNs);
    }
    long extended = highest + (short) (sequence - (int) highest);
    if (sequences[slot(extended)] == extended) {
      counts.duplicate++;
      return true;
    }
    if (outOfRange(extended, timestamp, length, nowNs)) {
      onStray(sequence, timestamp, payload, offset, length, nowNs);
      return true;
    }
    strays = 0;
    accept(extended, timestamp, payload, offset, length, nowNs);
    return true;
  }

  private boolean inFuture(int sequence) {
    return (short) (sequence - (int) highest) > 0;
  }

  private boolean outOfRange(long extended, int timestamp, int length, long nowNs) {
    if (extended - head >= SLOTS || extended - head <= -SLOTS) {
      return true;
    }
    if (length == 0) {
      return false; // events keep the timestamp of their beginning
    }
    long behindNs = -framesAhead(timestamp) * FRAME_NS;
    return behindNs > maxNs || leadNs(timestamp, nowNs) > maxNs + JUMP_NS;
  }

  /** One packet far off may be a mistake; several in a row are a sender that began anew. */
  private void onStray(
      int sequence, int timestamp, ByteBuffer payload, int offset, int length, long nowNs) {
    strays = sequence == strayNext ? strays + 1 : 1;
    strayNext = sequence + 1 & 0xFFFF;
    if ((idle() && inFuture(sequence)) || strays >= STRAYS_BEFORE_RESTART) {
      counts.restarts++;
      anchor(sequence, timestamp, nowNs);
      accept(highest, timestamp, payload, offset, length, nowNs);
    } else {
      counts.late++;
    }
  }

  private void accept(
      long extended, int timestamp, ByteBuffer payload, int offset, int length, long nowNs) {
    boolean inTime = framesAhead(timestamp) >= 0;
    if (length > 0) {
      if (!inTime) {
        growBy(-framesAhead(timestamp));
      }
      lastLeadNs = leadNs(timestamp, nowNs);
      leads.observe(lastLeadNs, nowNs);
      while (lastLeadNs > maxNs) {
        movePlayout(1);
      }
    }
    if (extended < head && inTime) {
      head = extended; // overtaken by the packet that laid the line, and still to be played
    }
    if (extended < head || (length > 0 && framesAhead(timestamp) < 0)) {
      counts.late++;
      return;
    }
    if (extended < highest) {
      counts.reordered++;
    } else {
      highest = extended;
    }
    int slot = slot(extended);
    sequences[slot] = extended;
    timestamps[slot] = timestamp;
    lengths[slot] = length;
    payload.get(offset, payloads, slot * MAX_PAYLOAD, length);
  }

  private void anchor(int sequence, int timestamp, long nowNs) {
    Arrays.fill(sequences, -1);
    long spread = anchored && leads.complete() ? leads.largest() - leads.smallest() : 0;
    anchored = true;
    strays = 0;
    head = (1L << 32) + sequence;
    highest = head;
    if (!ticking) {
      nextTickNs = nowNs;
    }
    long waitNs = Math.min(minNs + Math.max(spread, 0), maxNs - FRAME_NS);
    long ticks = Math.max(0, -Math.floorDiv(nextTickNs - nowNs - waitNs, FRAME_NS));
    playTimestamp = timestamp - (int) ticks * FRAME;
    leads.clear(nowNs);
    ticksUntilShrink = TICKS_BETWEEN_SHRINKS;
  }

  /** The packet that is late shall be played after all, and those behind it will be in time. */
  private void growBy(long frames) {
    long largest = leads.largest();
    long room = largest == Long.MIN_VALUE ? maxNs : maxNs - largest;
    long allowed = Math.min(frames, room / FRAME_NS);
    if (allowed > 0) {
      movePlayout(-allowed);
    }
  }

  /** Moves what the next tick plays; positive skips frames, negative plays them later. */
  private void movePlayout(long frames) {
    playTimestamp += (int) (frames * FRAME);
    leads.shift(-frames * FRAME_NS);
    lastLeadNs -= frames * FRAME_NS;
  }

  private long framesAhead(int timestamp) {
    return Math.floorDiv(timestamp - playTimestamp, FRAME);
  }

  private long leadNs(int timestamp, long nowNs) {
    return nextTickNs + framesAhead(timestamp) * FRAME_NS - nowNs;
  }

  private static int slot(long extended) {
    return (int) extended & SLOTS - 1;
  }

  /** Whether there is nothing to play: no packet waits and concealment has faded. */
  public boolean idle() {
    return concealment.silent() && (!anchored || nextPacket() < 0);
  }

  /**
   * Plays one frame.
   *
   * @param frame receives {@link #FRAME} samples, zeros if there is nothing
   * @param tickNs the nominal time of the tick, {@link #FRAME_NS} after the one before; if ticks
   *     were left out, as many frames are
   * @return whether there was anything to hear
   */
  public boolean read(short[] frame, G711 law, long tickNs) {
    if (!anchored) {
      ticking = true;
      nextTickNs = tickNs + FRAME_NS;
      Arrays.fill(frame, (short) 0);
      return false;
    }
    long missed = ticking ? (tickNs - nextTickNs) / FRAME_NS : 0;
    ticking = true;
    nextTickNs = tickNs + FRAME_NS;
    if (missed > 0) {
      playTimestamp += (int) (missed * FRAME);
    }
    boolean heard = playFrame(frame, law);
    if (shouldShrink()) {
      playFrame(second, law);
      leads.shift(-FRAME_NS);
      lastLeadNs -= FRAME_NS;
      crossFade(frame, second);
      counts.skipped++;
      ticksUntilShrink = TICKS_BETWEEN_SHRINKS;
    }
    return heard;
  }

  private boolean shouldShrink() {
    if (ticksUntilShrink > 0) {
      ticksUntilShrink--;
      return false;
    }
    return leads.complete()
        && nextPacket() >= 0
        && leads.smallest() != Long.MAX_VALUE
        && leads.smallest() >= minNs + FRAME_NS + HYSTERESIS_NS;
  }

  private static void crossFade(short[] frame, short[] next) {
    for (int i = 0; i < FRAME; i++) {
      frame[i] = (short) ((frame[i] * (FRAME - i) + next[i] * i) / FRAME);
    }
  }

  private boolean playFrame(short[] frame, G711 law) {
    int filled = 0;
    int concealed = 0;
    while (filled < FRAME) {
      int slot = nextPacket();
      int ahead = slot < 0 ? FRAME : timestamps[slot] - playTimestamp - filled;
      if (slot >= 0 && ahead <= 0) {
        filled += playPacket(slot, -ahead, frame, filled, law);
      } else {
        int gap = Math.min(ahead, FRAME - filled);
        concealment.fill(frame, filled, gap);
        concealed += gap;
        filled += gap;
      }
    }
    playTimestamp += FRAME;
    boolean heard = concealed < FRAME || !concealment.silent();
    if (concealed < FRAME) {
      concealment.heard(frame);
    }
    if (concealed > 0 && heard) {
      counts.concealed++;
    }
    return heard;
  }

  /**
   * Plays from a packet what belongs into this frame; the packet is done with when its end was
   * reached.
   */
  private int playPacket(int slot, int skip, short[] frame, int filled, G711 law) {
    int count = Math.max(0, Math.min(FRAME - filled, lengths[slot] - skip));
    law.decode(payloads, slot * MAX_PAYLOAD + skip, frame, filled, count);
    if (lengths[slot] == 0) {
      concealment.silence();
    }
    if (skip + count >= lengths[slot]) {
      counts.lost += sequences[slot] - head;
      head = sequences[slot] + 1;
      lengths[slot] = PLAYED;
    }
    return count;
  }

  /** The slot of the first packet that waits, or -1. */
  private int nextPacket() {
    for (long sequence = head; sequence <= highest; sequence++) {
      int slot = slot(sequence);
      if (sequences[slot] == sequence && lengths[slot] != PLAYED) {
        return slot;
      }
    }
    return -1;
  }

  /** How long the latest packet waits or waited, not below 0. */
  public int delayMs() {
    return (int) (Math.max(0, lastLeadNs) / 1_000_000);
  }

  public JitterCounts counts() {
    return counts;
  }
}
