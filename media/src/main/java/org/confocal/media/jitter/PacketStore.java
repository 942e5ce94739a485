package org.confocal.media.jitter;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The packets that wait, by their sequence number. A ring of {@link #SLOTS} packets; it begins with
 * small slots and is made larger, once or twice in the life of a stream, when a packet does not
 * fit.
 */
final class PacketStore {

  static final int SLOTS = 128;

  private static final int NOTHING = -1;
  private static final int SMALL = 256;
  private static final int MIDDLE = 512;

  private final long[] sequences = new long[SLOTS];
  private final long[] timestamps = new long[SLOTS];
  private final int[] lengths = new int[SLOTS];
  private final boolean[] quiet = new boolean[SLOTS];
  private int slotBytes = SMALL;
  private byte[] payloads = new byte[SLOTS * SMALL];
  private int waiting;
  private long head;
  private long highest;

  PacketStore() {
    clear();
  }

  void clear() {
    Arrays.fill(sequences, NOTHING);
    waiting = 0;
  }

  /** Empty, and the next to be played is this one. */
  void begin(int sequence) {
    clear();
    head = (1L << 32) + sequence; // far from 0, so that earlier ones are positive as well
    highest = head;
  }

  /** The number without wrap that is nearest to the highest one. */
  long extend(int sequence) {
    return highest + (short) (sequence - (int) highest);
  }

  /** Whether the ring has room for it: not too far behind or ahead of what is played. */
  boolean spans(long extended) {
    return Math.abs(extended - head) < SLOTS && highest - extended < SLOTS;
  }

  /** Whether it waits or was played lately. */
  boolean knows(long extended) {
    return sequences[slot(extended)] == extended;
  }

  /** Stores a packet that {@link #spans} allows and {@link #knows} does not know. */
  void put(
      long extended, long timestamp, ByteBuffer payload, int offset, int length, boolean isQuiet) {
    if (length > slotBytes) {
      widen(length);
    }
    head = Math.min(head, extended);
    highest = Math.max(highest, extended);
    int slot = slot(extended);
    sequences[slot] = extended;
    timestamps[slot] = timestamp;
    lengths[slot] = length;
    quiet[slot] = isQuiet;
    payload.get(offset, payloads, slot * slotBytes, length);
    waiting++;
  }

  private void widen(int length) {
    int wider = length <= MIDDLE ? MIDDLE : JitterBuffer.MAX_PAYLOAD;
    byte[] moved = new byte[SLOTS * wider];
    for (int slot = 0; slot < SLOTS; slot++) {
      System.arraycopy(payloads, slot * slotBytes, moved, slot * wider, slotBytes);
    }
    payloads = moved;
    slotBytes = wider;
  }

  boolean isEmpty() {
    return waiting == 0;
  }

  /** The slot of the first packet that waits, or -1. */
  int next() {
    if (waiting == 0) {
      return NOTHING;
    }
    for (long sequence = head; sequence <= highest; sequence++) {
      int slot = slot(sequence);
      if (sequences[slot] == sequence && lengths[slot] != NOTHING) {
        return slot;
      }
    }
    return NOTHING;
  }

  /** The packet is done with; what is before it is given up. */
  void done(int slot) {
    head = sequences[slot] + 1;
    lengths[slot] = NOTHING;
    waiting--;
  }

  /** How many packets are missing before this one. */
  int missingBefore(int slot) {
    return (int) (sequences[slot] - head);
  }

  /** The number of the next packet to be played, there or not. */
  long head() {
    return head;
  }

  long highest() {
    return highest;
  }

  long sequence(int slot) {
    return sequences[slot];
  }

  /** Without wrap, see {@link PlayoutLine#extend}. */
  long timestamp(int slot) {
    return timestamps[slot];
  }

  /** The timestamp of the packet that is last in the sequence. */
  long newest() {
    return timestamps[slot(highest)];
  }

  /** Octets; 0 for a packet without sound. */
  int length(int slot) {
    return lengths[slot];
  }

  /** Whether it is known to be silence. */
  boolean quiet(int slot) {
    return quiet[slot];
  }

  byte[] payloads() {
    return payloads;
  }

  /** Where its payload begins in {@link #payloads}. */
  int offset(int slot) {
    return slot * slotBytes;
  }

  private static int slot(long extended) {
    return (int) extended & SLOTS - 1;
  }
}
