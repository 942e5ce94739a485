package org.confocal.media.codec;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/** A stream of Opus by libopus. Its state is one block of memory without pointers into itself. */
final class NativeOpusEncoder implements AudioEncoder {

  private final LibOpus library;
  private final int rateHz;
  private final boolean dtx;
  private final ByteBuffer state = LibOpus.memory(LibOpus.opus_encoder_get_size(1));
  private final ByteBuffer payload = LibOpus.memory(OpusCodecs.MOST_BYTES);
  private final ShortBuffer pcm;
  private final long stateAddress = LibOpus.address(state);
  private final long payloadAddress = LibOpus.address(payload);
  private final long pcmAddress;

  NativeOpusEncoder(LibOpus library, int rateHz, OpusTuning tuning) {
    this.library = library;
    this.rateHz = rateHz;
    this.dtx = tuning.dtx();
    ByteBuffer samples = LibOpus.memory(rateHz / 1000 * OpusCodecs.LONGEST_SENT_MS * Short.BYTES);
    pcm = samples.asShortBuffer();
    pcmAddress = LibOpus.address(samples);
    LibOpus.check(
        "opus_encoder_init",
        LibOpus.opus_encoder_init(stateAddress, rateHz, 1, LibOpus.APPLICATION_VOIP));
    library.setEncoder(state, LibOpus.SET_BITRATE, tuning.bitrate());
    library.setEncoder(state, LibOpus.SET_COMPLEXITY, tuning.complexity());
    library.setEncoder(state, LibOpus.SET_INBAND_FEC, tuning.fec() ? 1 : 0);
    library.setEncoder(state, LibOpus.SET_PACKET_LOSS, tuning.expectedLossPercent());
    library.setEncoder(state, LibOpus.SET_DTX, tuning.dtx() ? 1 : 0);
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
  public int encode(short[] samples, int count, ByteBuffer out, int index) {
    pcm.put(0, samples, 0, count);
    int bytes =
        LibOpus.opus_encode(stateAddress, pcmAddress, count, payloadAddress, OpusCodecs.MOST_BYTES);
    if (bytes <= 0 || (dtx && bytes <= OpusCodecs.NOTHING_TO_SEND)) {
      return 0;
    }
    out.put(index, payload, 0, bytes);
    return bytes;
  }

  @Override
  public boolean continueFrom(AudioEncoder other) {
    if (!(other instanceof NativeOpusEncoder same)
        || same.rateHz != rateHz
        || same.state.capacity() != state.capacity()) {
      return false;
    }
    state.put(0, same.state, 0, state.capacity());
    return true;
  }

  @Override
  public void reset() {
    library.resetEncoder(state);
  }
}
