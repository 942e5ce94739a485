package org.confocal.media.codec;

import java.nio.ByteBuffer;

/**
 * Guesses of an Opus packet whether it is silence without decoding it. Who has been silent for a
 * while is dozing; what he sends meanwhile tells how large his silent packets are. A packet that is
 * larger, or does not say that it has no voice (RFC 6716 section 4.2.3), is decoded, as is one in
 * {@value #LOOK_EVERY} in any case, so that a wrong guess does not last.
 */
public final class SilenceGuess {

  /** Frames of 20 ms without sound until he dozes. */
  private static final int DOZE_AFTER = 25;

  private static final int LOOK_EVERY = 100;

  /** An Opus packet that is not larger holds nothing: discontinuous transmission. */
  private static final int NOTHING_IN_IT = 3;

  private int silentFrames;
  private int largest;
  private int bound;
  private int sinceLook;

  /** The stream begins anew. */
  public void reset() {
    silentFrames = 0;
    largest = 0;
    bound = 0;
    sinceLook = 0;
  }

  /**
   * A frame was decoded.
   *
   * @param heard whether it was loud enough to be mixed
   */
  public void onFrame(boolean heard) {
    if (heard) {
      silentFrames = 0;
      largest = 0;
      bound = 0;
    } else if (silentFrames < DOZE_AFTER) {
      silentFrames++;
      bound = silentFrames == DOZE_AFTER ? largest + largest / 8 : 0;
    }
  }

  /** Whether a packet, not empty, surely holds no sound. */
  public boolean silent(ByteBuffer payload, int offset, int length) {
    if (length <= NOTHING_IN_IT) {
      return true;
    }
    if (bound == 0) {
      largest = Math.max(largest, length);
      return false;
    }
    sinceLook++;
    if (length > bound
        || sinceLook >= LOOK_EVERY
        || !OpusPacket.voiceless(payload, offset, length)) {
      sinceLook = 0;
      return false;
    }
    return true;
  }
}
