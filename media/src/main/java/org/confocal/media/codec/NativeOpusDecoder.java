package org.confocal.media.codec;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/** A stream of Opus by libopus. */
final class NativeOpusDecoder implements AudioDecoder {

  private final int rateHz;
  private final ByteBuffer state = LibOpus.memory(LibOpus.opus_decoder_get_size(1));
  private final ByteBuffer input = LibOpus.memory(OpusPacket.LARGEST);
  private final ShortBuffer pcm;
  private final long stateAddress = LibOpus.address(state);
  private final long inputAddress = LibOpus.address(input);
  private final long pcmAddress;

  NativeOpusDecoder(int rateHz) {
    this.rateHz = rateHz;
    ByteBuffer samples = LibOpus.memory(rateHz / 1000 * OpusCodecs.LONGEST_MS * Short.BYTES);
    pcm = samples.asShortBuffer();
    pcmAddress = LibOpus.address(samples);
    begin();
  }

  /** As {@code OPUS_RESET_STATE}, but by a call that allocates nothing. */
  private void begin() {
    LibOpus.check("opus_decoder_init", LibOpus.opus_decoder_init(stateAddress, rateHz, 1));
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
    if (samples == 0) {
      return 0;
    }
    input.put(0, payload, offset, length);
    return take(
        LibOpus.opus_decode(stateAddress, inputAddress, length, pcmAddress, samples, 0), out);
  }

  @Override
  public int conceal(short[] out, int samples) {
    int whole = OpusCodecs.wholeUnits(samples, rateHz);
    return whole == 0
        ? 0
        : take(LibOpus.opus_decode(stateAddress, 0, 0, pcmAddress, whole, 0), out);
  }

  @Override
  public int recover(byte[] payload, int offset, int length, short[] out, int samples) {
    int whole = OpusCodecs.wholeUnits(samples, rateHz);
    if (whole == 0
        || samples(payload, offset, length) == 0
        || !OpusPacket.hasRedundancy(payload, offset, length)) {
      return 0;
    }
    input.put(0, payload, offset, length);
    return take(LibOpus.opus_decode(stateAddress, inputAddress, length, pcmAddress, whole, 1), out);
  }

  private int take(int decoded, short[] out) {
    if (decoded <= 0) {
      return 0;
    }
    pcm.get(0, out, 0, decoded);
    return decoded;
  }

  @Override
  public void reset() {
    begin();
  }
}
