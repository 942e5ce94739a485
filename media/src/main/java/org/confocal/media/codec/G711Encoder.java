package org.confocal.media.codec;

import java.nio.ByteBuffer;

/** A stream of G.711 at 8000 Hz: one octet a sample, no state. RFC 3551 section 4.5.14. */
public final class G711Encoder implements AudioEncoder {
  private static final int RATE_HZ = 8000;

  private final G711 law;

  public G711Encoder(G711 law) {
    this.law = law;
  }

  @Override
  public int rateHz() {
    return RATE_HZ;
  }

  @Override
  public int clockHz() {
    return RATE_HZ;
  }

  @Override
  public boolean takes(int samples) {
    return samples > 0;
  }

  @Override
  public int mostBytes(int samples) {
    return samples;
  }

  @Override
  public int encode(short[] pcm, int samples, ByteBuffer out, int index) {
    law.encode(pcm, out, index, samples);
    return samples;
  }

  @Override
  public boolean continueFrom(AudioEncoder other) {
    return other instanceof G711Encoder same && same.law == law;
  }

  @Override
  public void reset() {
    // nothing is kept
  }
}
