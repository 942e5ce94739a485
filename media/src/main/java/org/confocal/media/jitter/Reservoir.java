package org.confocal.media.jitter;

/**
 * Samples that are decoded and not yet played, with the ones played last before them: what
 * concealment and change of pace look back at.
 */
final class Reservoir {

  private static final int PAST_MS = 30;
  private static final int CAPACITY_MS = 240;

  private final int past;
  private final short[] samples;
  private int from;
  private int to;

  Reservoir(int rateHz) {
    past = rateHz * PAST_MS / 1000;
    samples = new short[rateHz * CAPACITY_MS / 1000];
    from = past;
    to = past;
  }

  /** Samples to be played. */
  int level() {
    return to - from;
  }

  /** All samples; only those from {@link #from} less the past on mean anything. */
  short[] samples() {
    return samples;
  }

  /** Index of the next sample to be played. */
  int from() {
    return from;
  }

  /** Index behind the last sample. */
  int to() {
    return to;
  }

  void append(short[] source, int offset, int count) {
    makeRoom(count);
    System.arraycopy(source, offset, samples, to, count);
    to += count;
  }

  void take(short[] frame, int count) {
    System.arraycopy(samples, from, frame, 0, count);
    from += count;
  }

  /** A frame is played without waiting here; nothing else waits. */
  void pass(short[] frame, int count) {
    append(frame, 0, count);
    from = to;
  }

  void drop(int count) {
    from += count;
  }

  private void makeRoom(int count) {
    if (to + count > samples.length) {
      int begin = from - past;
      System.arraycopy(samples, begin, samples, 0, to - begin);
      from -= begin;
      to -= begin;
    }
  }

  /** Leaves out {@code lag} samples; the next {@code 2 * lag} are there. */
  void shorten(int lag) {
    Blend.cross(samples, from, samples, from + lag, samples, from + lag, lag);
    System.arraycopy(samples, from - past, samples, from - past + lag, past);
    from += lag;
  }

  /** Repeats the {@code lag} samples played last; the next {@code lag} are there. */
  void lengthen(int lag) {
    makeRoom(lag);
    System.arraycopy(samples, from, samples, from + lag, level());
    Blend.cross(samples, from + lag, samples, from - lag, samples, from, lag);
    to += lag;
  }
}
