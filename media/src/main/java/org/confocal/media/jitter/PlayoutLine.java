package org.confocal.media.jitter;

/**
 * The line from timestamps to ticks: {@link #position} is the timestamp of what is decoded next,
 * and what is held decoded already is played before it. Timestamps are without wrap.
 */
final class PlayoutLine {

  private int clockHz = 1;
  private double nsPerUnit = 1e9;
  private boolean ticking;

  /** Timestamp of the next sample to be decoded. */
  long position;

  /** When the next frame is read. */
  long nextTickNs;

  void clock(int hz) {
    clockHz = hz;
    nsPerUnit = 1e9 / hz;
  }

  int clockHz() {
    return clockHz;
  }

  /** Without wrap: the one nearest to the position. */
  long extend(int timestamp) {
    return position + (timestamp - (int) position);
  }

  long ns(long units) {
    return (long) (units * nsPerUnit);
  }

  /** Timestamp units, rounded up. */
  long units(long ns) {
    return (long) Math.ceil(ns / nsPerUnit);
  }

  /** Arrival minus timestamp: only differences of it mean something. */
  long transitNs(long timestamp, long nowNs) {
    return nowNs - ns(timestamp);
  }

  /** How long a packet waits that comes now. */
  long leadNs(long timestamp, long heldNs, long nowNs) {
    return nextTickNs + heldNs + ns(timestamp - position) - nowNs;
  }

  /**
   * How long it is from now to the tick that reads this timestamp, or a negative number if that
   * tick is over.
   */
  long waitNs(long timestamp, long heldNs, long nowNs) {
    long ahead = Math.floorDiv(heldNs + ns(timestamp - position), JitterBuffer.FRAME_NS);
    return ahead < 0 ? -1 : nextTickNs + ahead * JitterBuffer.FRAME_NS - nowNs;
  }

  /** How long a packet with this transit waits. */
  long delayNs(long transitNs, long heldNs) {
    return nextTickNs + heldNs - ns(position) - transitNs;
  }

  /** Whether the reader is behind its own time, so that arrivals say nothing about the network. */
  boolean readerIsLate(long nowNs) {
    return nowNs - nextTickNs > JitterBuffer.FRAME_NS;
  }

  /**
   * Lays the line anew through a packet so that it waits {@code waitNs} at least, and up to a grain
   * longer, so that it begins with a grain of a frame.
   *
   * @param heldNs decoded and not yet played
   * @param grainNs a part of a frame
   */
  void lay(long timestamp, long waitNs, long grainNs, long heldNs, long nowNs) {
    if (!ticking || readerIsLate(nowNs)) {
      nextTickNs = nowNs;
      ticking = false;
    }
    long grains = Math.max(0, -Math.floorDiv(nextTickNs - nowNs - waitNs, grainNs));
    position = timestamp - Math.max(0, Math.round((grains * grainNs - heldNs) / nsPerUnit));
  }

  /** A frame is read; how many were left out before it. */
  long tick(long tickNs) {
    long missed = ticking ? Math.max(0, (tickNs - nextTickNs) / JitterBuffer.FRAME_NS) : 0;
    ticking = true;
    nextTickNs = tickNs;
    return missed;
  }

  /** The frame was read. */
  void ticked() {
    nextTickNs += JitterBuffer.FRAME_NS;
  }
}
