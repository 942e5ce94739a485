package org.confocal.media.mix;

/**
 * How loud a leg is: the mean magnitude of its frames, followed up at once and down within some 300
 * ms, so that the pauses between syllables do not end a talker's turn.
 */
public final class SpeechLevel {

  /** Quieter than this (mean magnitude, about -56 dB of full scale) is nobody talking. */
  public static final int FLOOR = 50;

  private static final int DECAY_PERCENT = 93;

  private int level;

  /** Takes a frame. */
  public void onFrame(short[] frame) {
    int sum = 0;
    for (short sample : frame) {
      sum += Math.abs(sample);
    }
    level = Math.max(sum / frame.length, level * DECAY_PERCENT / 100);
  }

  /** Takes a frame in which there was nothing to hear. */
  public void onSilence() {
    level = level * DECAY_PERCENT / 100;
  }

  /** Mutes: the turn ends at once. */
  public void reset() {
    level = 0;
  }

  /** 0 to 32768; 0 when below {@link #FLOOR}. */
  public int level() {
    return level < FLOOR ? 0 : level;
  }
}
