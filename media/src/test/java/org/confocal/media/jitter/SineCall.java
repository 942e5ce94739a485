package org.confocal.media.jitter;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A sender of a sine, a network that the test makes up packet by packet, and the ear behind the
 * jitter buffer. Time is the test's.
 */
final class SineCall {

  static final long MS = 1_000_000L;

  /**
   * A packet on its way.
   *
   * @param index the first sample of the sine that it holds
   */
  private record Packet(
      int sequence, int timestamp, boolean marker, long index, int samples, long arrivalNs) {}

  final JitterBuffer buffer = new JitterBuffer(20 * MS, 200 * MS, 0.97);
  final SineCodec codec;
  final int packetMs;
  final int frameSamples;
  int sequence = 65_400;
  int timestamp = -90_000;
  boolean marker = true;
  long tickNs = 3 * MS;

  int steepest;
  int silentFrames;
  int longestSilence;
  int frames;
  int largestDelayMs;
  int largestDepthMs;

  /** Octets that the buffer has taken, without those of the test. */
  long allocated;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long thread = Thread.currentThread().getId();
  private final PriorityQueue<Packet> onTheWay =
      new PriorityQueue<>(
          Comparator.comparingLong(Packet::arrivalNs).thenComparingInt(Packet::sequence));
  private final ByteBuffer payload = ByteBuffer.allocate(SineCodec.LENGTH);
  private final short[] frame;
  private long index;
  private int last;
  private int silence;
  private short[] heard = new short[1 << 16];
  private int heardCount;

  SineCall(SineCodec codec, int packetMs) {
    this.codec = codec;
    this.packetMs = packetMs;
    this.frameSamples = codec.rateHz() / 50;
    this.frame = new short[frameSamples];
  }

  /** The next packet comes at this time. */
  void send(long arrivalNs) {
    int samples = codec.rateHz() / 1000 * packetMs;
    onTheWay.add(new Packet(sequence, timestamp, marker, index, samples, arrivalNs));
    lose();
  }

  /** The packet sent before comes a second time. */
  void repeat(long arrivalNs) {
    int samples = codec.rateHz() / 1000 * packetMs;
    int before = timestamp - codec.clockHz() / 1000 * packetMs;
    onTheWay.add(
        new Packet(sequence - 1 & 0xFFFF, before, false, index - samples, samples, arrivalNs));
  }

  /** A packet without sound comes: an event or comfort noise. */
  void sendSilent(long arrivalNs) {
    onTheWay.add(new Packet(sequence, timestamp, false, index, 0, arrivalNs));
    sequence = sequence + 1 & 0xFFFF;
  }

  /** The next packet is lost. */
  void lose() {
    sequence = sequence + 1 & 0xFFFF;
    pause(packetMs);
    marker = false;
  }

  /** Time passes for the sender without a packet. */
  void pause(int ms) {
    timestamp += codec.clockHz() / 1000 * ms;
    index += (long) codec.rateHz() / 1000 * ms;
  }

  /** Everything on the way comes, and frames are read, until then. */
  void playUntil(long endNs) {
    for (; tickNs <= endNs; tickNs += 20 * MS) {
      for (Packet next = onTheWay.peek();
          next != null && next.arrivalNs <= tickNs;
          next = onTheWay.peek()) {
        deliver(onTheWay.remove());
      }
      long before = threads.getThreadAllocatedBytes(thread);
      boolean sound = buffer.read(frame, codec, tickNs);
      allocated += threads.getThreadAllocatedBytes(thread) - before;
      listen(sound);
    }
  }

  private void deliver(Packet packet) {
    SineCodec.write(payload, packet.index, packet.samples);
    int length = packet.samples == 0 ? 0 : SineCodec.LENGTH;
    long before = threads.getThreadAllocatedBytes(thread);
    buffer.put(
        packet.sequence,
        packet.timestamp,
        packet.marker,
        payload,
        0,
        length,
        codec,
        packet.arrivalNs);
    allocated += threads.getThreadAllocatedBytes(thread) - before;
    largestDelayMs = Math.max(largestDelayMs, buffer.delayMs());
    largestDepthMs = Math.max(largestDepthMs, buffer.depthMs());
  }

  private void listen(boolean sound) {
    int peak = 0;
    for (short sample : frame) {
      steepest = Math.max(steepest, Math.abs(sample - last));
      last = sample;
      peak = Math.max(peak, Math.abs(sample));
    }
    if (!sound && peak > 0) {
      throw new AssertionError("sound that was not told: " + peak);
    }
    frames++;
    silence = peak == 0 ? silence + 1 : 0;
    silentFrames += peak == 0 ? 1 : 0;
    longestSilence = Math.max(longestSilence, silence);
    if (heardCount + frameSamples > heard.length) {
      heard = Arrays.copyOf(heard, 2 * heard.length);
    }
    System.arraycopy(frame, 0, heard, heardCount, frameSamples);
    heardCount += frameSamples;
  }

  /** What was heard so far is forgotten. */
  void forget() {
    steepest = 0;
    silentFrames = 0;
    longestSilence = 0;
    frames = 0;
    heardCount = 0;
    largestDelayMs = 0;
    largestDepthMs = 0;
    allocated = 0;
  }

  /** The mean frequency of what was heard, by its passages through 0. */
  double hz() {
    int passages = 0;
    for (int i = 1; i < heardCount; i++) {
      passages += heard[i - 1] < 0 && heard[i] >= 0 ? 1 : 0;
    }
    return (double) passages * codec.rateHz() / heardCount;
  }

  /** The amplitude of a sine with the loudness of what was heard. */
  double amplitude() {
    double sum = 0;
    for (int i = 0; i < heardCount; i++) {
      sum += (double) heard[i] * heard[i];
    }
    return Math.sqrt(2 * sum / heardCount);
  }
}
