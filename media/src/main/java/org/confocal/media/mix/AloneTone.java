package org.confocal.media.mix;

/**
 * What somebody hears who is alone in a conference: silence, and now and then a short soft tone
 * (440 Hz, 400 ms, 30 dB below full scale, with slow edges), so that the line is known to be alive.
 * Immutable.
 */
public final class AloneTone {

  /** Length of the tone in frames. */
  public static final int TONE_FRAMES = 20;

  private static final double HZ = 440;
  private static final double AMPLITUDE = 1036;
  private static final int FRAMES_PER_SECOND = 50;
  private static final int EDGES_PER_SECOND = 25;

  private final long firstFrame;
  private final long everyFrames;
  private final int frameSamples;
  private final short[] tone;

  /**
   * @param firstFrame frames of solitude before the first tone
   * @param everyFrames from the beginning of a tone to that of the next, more than {@link
   *     #TONE_FRAMES}
   * @param rateHz samples per second
   */
  public AloneTone(long firstFrame, long everyFrames, int rateHz) {
    this.firstFrame = firstFrame;
    this.everyFrames = everyFrames;
    this.frameSamples = rateHz / FRAMES_PER_SECOND;
    int edge = rateHz / EDGES_PER_SECOND;
    this.tone = new short[TONE_FRAMES * frameSamples];
    for (int i = 0; i < tone.length; i++) {
      int toEdge = Math.min(Math.min(i, tone.length - 1 - i), edge);
      double gain = (1 - Math.cos(Math.PI * toEdge / edge)) / 2;
      tone[i] = (short) Math.round(gain * AMPLITUDE * Math.sin(2 * Math.PI * HZ * i / rateHz));
    }
  }

  /**
   * Writes the tone's part of one frame.
   *
   * @param framesAlone frames of solitude before this one, from 0
   * @param out receives the frame if there is a tone in it, else stays
   * @return whether there is
   */
  public boolean render(long framesAlone, short[] out) {
    long since = framesAlone - firstFrame;
    if (since < 0 || since % everyFrames >= TONE_FRAMES) {
      return false;
    }
    System.arraycopy(tone, (int) (since % everyFrames) * frameSamples, out, 0, frameSamples);
    return true;
  }
}
