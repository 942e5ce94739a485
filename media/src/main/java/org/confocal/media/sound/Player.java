package org.confocal.media.sound;

import org.confocal.media.mix.Gain;
import org.confocal.media.mix.Ramp;

/** Plays one sound, frame by frame. */
public final class Player {

  private static final int LARGEST_RATE = 48_000;
  private static final int FRAMES_PER_SECOND = 50;

  private final Playback playback;
  private final Ramp gain;
  private short[] scratch = new short[LARGEST_RATE / FRAMES_PER_SECOND];
  private long frame;
  private int played;
  private boolean stopped;

  public Player(Playback playback) {
    this(playback, 0);
  }

  /**
   * A player for whom others began already.
   *
   * @param from how many frames they have played, from 0
   */
  public Player(Playback playback, long from) {
    this.playback = playback;
    this.gain = new Ramp(Gain.factor(playback.gainDb()));
    this.frame = from % playback.sound().frames();
    this.played = (int) Math.min(from / playback.sound().frames(), Integer.MAX_VALUE - 1);
  }

  public String name() {
    return playback.name();
  }

  /**
   * Adds the next frame to a sum.
   *
   * @param rateHz of the sum; when it is another one than before a buffer is made
   * @return whether there was one; if not it is over
   */
  public boolean add(int rateHz, int[] sum) {
    if (over()) {
      return false;
    }
    if (scratch.length != sum.length) {
      scratch = new short[sum.length];
    }
    playback.sound().read(rateHz, frame, scratch);
    gain.add(scratch, sum);
    advance();
    return true;
  }

  /**
   * Lets the next frame go by unheard.
   *
   * @return whether there was one; if not it is over
   */
  public boolean pass() {
    gain.settle();
    if (over()) {
      return false;
    }
    advance();
    return true;
  }

  private void advance() {
    frame++;
    if (frame == playback.sound().frames()) {
      frame = 0;
      played = Math.min(played + 1, Integer.MAX_VALUE - 1);
    }
  }

  private boolean over() {
    boolean playedOut = playback.times() != Playback.FOR_EVER && played >= playback.times();
    return playedOut || (stopped && gain.is(0));
  }

  /** Whether it was told to end. */
  public boolean stopped() {
    return stopped;
  }

  /** Fades within the next frame, and is over. */
  public void stop() {
    stopped = true;
    gain.to(0);
  }
}
