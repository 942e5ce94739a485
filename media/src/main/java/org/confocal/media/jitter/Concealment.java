package org.confocal.media.jitter;

/** Makes up missing sound: repeats the last 20 ms and fades to silence within 60 ms. */
final class Concealment {

  private static final int HISTORY = JitterBuffer.FRAME;
  private static final int FADE = 3 * JitterBuffer.FRAME;

  private final short[] history = new short[HISTORY];
  private int position;
  private int fadeLeft;

  /** Takes a frame that was heard as the one to repeat. */
  void heard(short[] frame) {
    System.arraycopy(frame, 0, history, 0, HISTORY);
    position = 0;
    fadeLeft = FADE;
  }

  /** Fills {@code count} samples from {@code from} on. */
  void fill(short[] frame, int from, int count) {
    for (int i = 0; i < count; i++) {
      if (fadeLeft == 0) {
        frame[from + i] = 0;
      } else {
        frame[from + i] = (short) (history[position] * fadeLeft / FADE);
        position = position + 1 == HISTORY ? 0 : position + 1;
        fadeLeft--;
      }
    }
  }

  /** What comes next is meant to be silent. */
  void silence() {
    fadeLeft = 0;
  }

  boolean silent() {
    return fadeLeft == 0;
  }
}
