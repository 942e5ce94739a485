package org.confocal.media.jitter;

/**
 * The greatest common divisor of a packet and a frame: in steps of it the wait of packets does them
 * good, since frames are read as a whole.
 */
final class Grain {

  private final int rateHz;
  private final int frame;
  private int packet;
  private int samples;

  Grain(int rateHz, int frame) {
    this.rateHz = rateHz;
    this.frame = frame;
    this.samples = frame;
  }

  /** Packets are that long now. */
  void packetsOf(int packetSamples) {
    if (packetSamples == packet) {
      return;
    }
    packet = packetSamples;
    samples = frame;
    for (int rest = packetSamples % frame; rest != 0; ) {
      int next = samples % rest;
      samples = rest;
      rest = next;
    }
  }

  /** How long the last packet was; 0 before the first. */
  int packet() {
    return packet;
  }

  int samples() {
    return samples;
  }

  long ns() {
    return ns(samples);
  }

  /** What is held beyond whole grains. */
  int rest(int held) {
    return held % samples;
  }

  long restNs(int held) {
    return ns(rest(held));
  }

  /** How much earlier than it is heard a packet may have to be there. */
  long unusedNs(int held) {
    return ns(rest(held) + frame - samples);
  }

  private long ns(int count) {
    return count * 1_000_000_000L / rateHz;
  }
}
