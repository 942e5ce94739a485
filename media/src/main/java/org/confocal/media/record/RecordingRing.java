package org.confocal.media.record;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames on their way from a mixing loop to the thread that writes them: bounded, without locks,
 * and without garbage. When it is full frames are left out; how many is told with the next one, so
 * that the file keeps its time.
 */
public final class RecordingRing {
  /** There is no frame now. */
  public static final int NONE = -1;

  private static final int FRAMES_PER_SECOND = 50;

  private final short[][] frames;
  private final int[] missing;
  private final AtomicLong tail = new AtomicLong();
  private final AtomicLong head = new AtomicLong();
  private long owed;
  private volatile long owedAtEnd;
  private volatile boolean ended;
  private volatile boolean abandoned;

  /** A ring for frames of 20 ms as a recording needs it. */
  public RecordingRing(RecordingParameters parameters) {
    this(
        (int) parameters.stall().toSeconds() * FRAMES_PER_SECOND,
        parameters.rateHz() / FRAMES_PER_SECOND);
  }

  RecordingRing(int capacity, int samples) {
    frames = new short[capacity][samples];
    missing = new int[capacity];
  }

  // The loop.

  /**
   * Puts a frame.
   *
   * @param frame is copied
   * @return false if there is no room: it is left out
   */
  public boolean offer(short[] frame) {
    long place = tail.getPlain();
    if (place - head.get() >= frames.length) {
      owed++;
      return false;
    }
    int slot = (int) (place % frames.length);
    System.arraycopy(frame, 0, frames[slot], 0, frame.length);
    missing[slot] = (int) Math.min(owed, Integer.MAX_VALUE);
    owed = 0;
    tail.setRelease(place + 1);
    return true;
  }

  /** Time goes on without frames. */
  public void skip(long count) {
    owed += count;
  }

  /** Nothing comes any more. */
  public void end() {
    owedAtEnd = owed;
    ended = true;
  }

  /** Nobody takes frames any more: the writer has failed. */
  public boolean abandoned() {
    return abandoned;
  }

  // The writer.

  /**
   * Takes the oldest frame.
   *
   * @param out receives it
   * @return how many frames are missing before it; {@link #NONE} if there is none
   */
  int take(short[] out) {
    long place = head.getPlain();
    if (place == tail.getAcquire()) {
      return NONE;
    }
    int slot = (int) (place % frames.length);
    System.arraycopy(frames[slot], 0, out, 0, out.length);
    int before = missing[slot];
    head.setRelease(place + 1);
    return before;
  }

  /** Whether nothing comes behind what is there; to be asked before the last {@link #take}. */
  boolean ended() {
    return ended;
  }

  /** How many frames are missing behind the last one of a ring that has ended. */
  long owedAtEnd() {
    return owedAtEnd;
  }

  void abandon() {
    abandoned = true;
  }
}
