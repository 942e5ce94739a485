package org.confocal.media.codec;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import org.jspecify.annotations.Nullable;

/** A stream of Opus by Concentus, which allocates some arrays for each packet. */
final class JavaOpusDecoder implements AudioDecoder {

  private final int rateHz;
  private final OpusDecoder decoder;

  JavaOpusDecoder(int rateHz) {
    this.rateHz = rateHz;
    try {
      decoder = new OpusDecoder(rateHz, 1);
    } catch (OpusException e) {
      throw new IllegalArgumentException(
          "opus rate: " + rateHz + " (expected: 8000, 12000, 16000, 24000 or 48000)", e);
    }
  }

  @Override
  public int rateHz() {
    return rateHz;
  }

  @Override
  public int clockHz() {
    return OpusCodecs.CLOCK_HZ;
  }

  @Override
  public int samples(byte[] payload, int offset, int length) {
    return OpusPacket.units(payload, offset, length) * rateHz / OpusCodecs.UNITS_PER_SECOND;
  }

  @Override
  public int decode(byte[] payload, int offset, int length, short[] out) {
    int samples = samples(payload, offset, length);
    return samples == 0 ? 0 : decode(payload, offset, length, out, samples, false);
  }

  @Override
  public int conceal(short[] out, int samples) {
    int whole = OpusCodecs.wholeUnits(samples, rateHz);
    return whole == 0 ? 0 : decode(null, 0, 0, out, whole, false);
  }

  @Override
  public int recover(byte[] payload, int offset, int length, short[] out, int samples) {
    int whole = OpusCodecs.wholeUnits(samples, rateHz);
    boolean can =
        whole > 0
            && samples(payload, offset, length) > 0
            && OpusPacket.hasRedundancy(payload, offset, length);
    return can ? decode(payload, offset, length, out, whole, true) : 0;
  }

  /** A payload that is broken inside must cost one packet and nothing else. */
  @SuppressWarnings({"NullAway", "UnusedException"}) // null is how it is told of a loss
  private int decode(
      byte @Nullable [] payload, int offset, int length, short[] out, int samples, boolean fec) {
    try {
      return Math.max(0, decoder.decode(payload, offset, length, out, 0, samples, fec));
    } catch (OpusException | RuntimeException | AssertionError broken) {
      return 0;
    }
  }

  @Override
  public void reset() {
    decoder.resetState();
  }
}
