package org.confocal.media.sound;

/** Something that can be played, in frames of 20 ms at each rate of a mix. Immutable. */
public sealed interface Sound permits Recording, Tone {

  /** Its length in frames, at least 1. */
  long frames();

  /**
   * Writes one frame.
   *
   * @param rateHz 8000, 16000 or 48000
   * @param frame from 0 to below {@link #frames}
   * @param out receives 20 ms
   */
  void read(int rateHz, long frame, short[] out);
}
