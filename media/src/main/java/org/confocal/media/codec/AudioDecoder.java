package org.confocal.media.codec;

/**
 * Turns the payloads of one RTP stream into linear samples. Keeps the state of that stream: one
 * decoder per stream, used by one thread. Allocates nothing after construction.
 */
public interface AudioDecoder {

  /** Samples per second of what {@link #decode} gives. */
  int rateHz();

  /**
   * Ticks of the RTP timestamp per second; may differ from {@link #rateHz} (8000 for G.722, RFC
   * 3551 section 4.5.2; 48000 for Opus, RFC 7587 section 4.1).
   */
  int clockHz();

  /**
   * How long a payload plays, without decoding it.
   *
   * @return samples at {@link #rateHz}; 0 when it cannot be a payload of this codec
   */
  int samples(byte[] payload, int offset, int length);

  /**
   * Decodes one payload.
   *
   * @param out receives the samples from index 0; as long as {@link #samples} says at least
   * @return samples written; 0 when the payload is not of this codec: then nothing has changed
   */
  int decode(byte[] payload, int offset, int length, short[] out);

  /**
   * Fills a gap by the codec's own concealment and moves its state on.
   *
   * @param samples what is missing
   * @return samples written; 0 when the codec has none
   */
  default int conceal(short[] out, int samples) {
    return 0;
  }

  /**
   * Fills the gap before a payload with the redundancy that it carries (Opus in-band FEC, RFC 6716
   * section 2.1.7).
   *
   * @param payload the one that came after the gap; it is decoded afterwards as ever
   * @param samples what is missing before it
   * @return samples written; 0 when it carries none
   */
  default int recover(byte[] payload, int offset, int length, short[] out, int samples) {
    return 0;
  }

  /** Forgets the stream: the next payload is the first one of another. */
  void reset();
}
