package org.confocal.media.codec;

/** A stream of G.711 at 8000 Hz: one octet a sample, no state. RFC 3551 section 4.5.14. */
public final class G711Decoder implements AudioDecoder {
  private static final int RATE_HZ = 8000;

  private final G711 law;

  public G711Decoder(G711 law) {
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
  public int samples(byte[] payload, int offset, int length) {
    return length;
  }

  @Override
  public int decode(byte[] payload, int offset, int length, short[] out) {
    law.decode(payload, offset, out, 0, length);
    return length;
  }

  @Override
  public void reset() {
    // nothing is kept
  }
}
