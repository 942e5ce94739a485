package org.confocal.media.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * What one branch of a conference says to the others: of each tick the frames of its loudest, with
 * their levels and names. One thread writes and never waits; any number read, each in its own time.
 * The oldest tick is overwritten by the newest. A reader who is overtaken sees it by the stamp of
 * the tick and throws away what it has copied.
 */
final class TalkRing {

  /** Ticks that are kept. */
  static final int TICKS = 16;

  private static final int MOST_SAMPLES = LoopContext.samples(48_000);
  private static final VarHandle STAMP;
  private static final VarHandle WRITTEN;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STAMP = lookup.findVarHandle(Tick.class, "stamp", long.class);
      WRITTEN = lookup.findVarHandle(TalkRing.class, "written", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Tick[] ticks = new Tick[TICKS];
  private long written;

  /** One talker in one tick. */
  static final class Talk {
    final short[] frame = new short[MOST_SAMPLES];
    int samples;
    String leg = "";
    int level;
    boolean talking;
  }

  /** One tick; what is in it is valid as long as the stamp is its number. */
  static final class Tick {
    Talk[] talks = {};
    int count;
    long stamp;

    /** Whether it is still the one of this number. Before it is read. */
    boolean is(long number) {
      return (long) STAMP.getAcquire(this) == number;
    }

    /** After it was read. */
    boolean still(long number) {
      VarHandle.loadLoadFence();
      return (long) STAMP.getOpaque(this) == number;
    }
  }

  TalkRing() {
    for (int i = 0; i < TICKS; i++) {
      ticks[i] = new Tick();
    }
  }

  /** The writer: begins the next tick. */
  void begin() {
    Tick tick = tick(written + 1);
    STAMP.setOpaque(tick, 0L);
    VarHandle.storeStoreFence();
    tick.count = 0;
  }

  /**
   * The writer: adds a talker.
   *
   * @param level as it is chosen by; at least 0
   * @param talking whether it was chosen in the tick before
   * @param frame at any rate; copied
   */
  void add(String leg, int level, boolean talking, short[] frame) {
    Tick tick = tick(written + 1);
    if (tick.count == tick.talks.length) {
      grow(tick);
    }
    Talk talk = tick.talks[tick.count++];
    talk.leg = leg;
    talk.level = level;
    talk.talking = talking;
    talk.samples = frame.length;
    System.arraycopy(frame, 0, talk.frame, 0, frame.length);
  }

  private static void grow(Tick tick) {
    Talk[] more = Arrays.copyOf(tick.talks, Math.max(2, 2 * tick.count));
    for (int i = tick.count; i < more.length; i++) {
      more[i] = new Talk();
    }
    tick.talks = more;
  }

  /** The writer: the tick that was begun is complete. */
  void end() {
    long number = written + 1;
    STAMP.setRelease(tick(number), number);
    WRITTEN.setRelease(this, number);
  }

  /** The number of the newest complete tick, from 1; 0 before the first. */
  long written() {
    return (long) WRITTEN.getAcquire(this);
  }

  /** The tick of a number, or one that has taken its place. */
  Tick tick(long number) {
    return ticks[(int) number & (TICKS - 1)];
  }
}
