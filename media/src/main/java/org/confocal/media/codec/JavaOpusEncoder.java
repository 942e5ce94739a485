package org.confocal.media.codec;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.nio.ByteBuffer;

/** A stream of Opus by Concentus, which allocates some arrays for each packet. */
final class JavaOpusEncoder implements AudioEncoder {

  private final int rateHz;
  private final boolean dtx;
  private final OpusEncoder encoder;
  private final byte[] payload = new byte[OpusCodecs.MOST_BYTES];

  JavaOpusEncoder(int rateHz, OpusTuning tuning) {
    this.rateHz = rateHz;
    this.dtx = tuning.dtx();
    try {
      encoder = new OpusEncoder(rateHz, 1, OpusApplication.OPUS_APPLICATION_VOIP);
    } catch (OpusException e) {
      throw new IllegalArgumentException(
          "opus rate: " + rateHz + " (expected: 8000, 12000, 16000, 24000 or 48000)", e);
    }
    encoder.setBitrate(tuning.bitrate());
    encoder.setComplexity(tuning.complexity());
    encoder.setUseInbandFEC(tuning.fec());
    encoder.setPacketLossPercent(tuning.expectedLossPercent());
    encoder.setUseDTX(tuning.dtx());
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
  public boolean takes(int samples) {
    return OpusCodecs.isFrame(samples, rateHz);
  }

  @Override
  public int mostBytes(int samples) {
    return OpusCodecs.MOST_BYTES;
  }

  @Override
  @SuppressWarnings("UnusedException") // its own faults cost one packet and nothing else
  public int encode(short[] samples, int count, ByteBuffer out, int index) {
    int bytes;
    try {
      bytes = encoder.encode(samples, 0, count, payload, 0, payload.length);
    } catch (OpusException | RuntimeException | AssertionError fault) {
      encoder.resetState();
      return 0;
    }
    if (bytes <= 0 || (dtx && bytes <= OpusCodecs.NOTHING_TO_SEND)) {
      return 0;
    }
    out.put(index, payload, 0, bytes);
    return bytes;
  }

  /** Its state is spread over many objects that cannot be copied. */
  @Override
  public boolean continueFrom(AudioEncoder other) {
    return false;
  }

  @Override
  public void reset() {
    encoder.resetState();
  }
}
