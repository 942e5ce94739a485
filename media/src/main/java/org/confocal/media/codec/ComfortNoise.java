package org.confocal.media.codec;

/**
 * Plays noise at the level that a silence descriptor (SID) tells, until sound comes again. RFC 3389
 * section 3: the first octet is the level in -dBov (0 to 127), where 0 dBov is the power of a
 * full-scale square wave. The spectral coefficients behind it are ignored: the noise is white.
 * Allocates nothing.
 */
public final class ComfortNoise {

  /** A change of level is spread over so many samples. */
  private static final int RAMP = 160;

  private boolean playing;
  private float amplitude;
  private float target;
  private int random = 0x2545F491;

  /** Takes a descriptor; an empty one is ignored. */
  public void onDescriptor(int levelDbovMagnitude) {
    int level = Math.max(0, Math.min(127, levelDbovMagnitude));
    // Uniform noise of amplitude A has the power A^2 / 3.
    target = (float) Math.min(32767, 32768 * Math.pow(10, -level / 20.0) * Math.sqrt(3));
    if (!playing) {
      amplitude = 0;
    }
    playing = true;
  }

  /** Sound came, or another source: silent from now on. */
  public void stop() {
    playing = false;
  }

  public boolean playing() {
    return playing;
  }

  /** Fills a frame with noise; only while it is {@link #playing}. */
  public void render(short[] frame, int samples) {
    float step = (target - amplitude) / Math.min(RAMP, samples);
    for (int i = 0; i < samples; i++) {
      if (i < RAMP) {
        amplitude += step;
      }
      random ^= random << 13;
      random ^= random >>> 17;
      random ^= random << 5;
      frame[i] = (short) (amplitude * random * 0x1p-31f);
    }
    amplitude = target;
  }
}
