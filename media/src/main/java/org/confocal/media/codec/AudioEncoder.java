package org.confocal.media.codec;

import java.nio.ByteBuffer;

/**
 * Turns linear samples into the payloads of one RTP stream. Keeps the state of that stream: one
 * encoder per stream, used by one thread. Allocates nothing after construction, but for the Opus of
 * pure Java.
 */
public interface AudioEncoder {

  /** Samples per second of what {@link #encode} takes. */
  int rateHz();

  /**
   * Ticks of the RTP timestamp per second; may differ from {@link #rateHz} (8000 for G.722, RFC
   * 3551 section 4.5.2; 48000 for Opus, RFC 7587 section 4.1).
   */
  int clockHz();

  /** Whether one payload can hold so many samples. */
  boolean takes(int samples);

  /** The largest payload that so many samples, which it {@link #takes}, can become. */
  int mostBytes(int samples);

  /**
   * Encodes one payload.
   *
   * @param pcm the samples from index 0
   * @param samples a number that it {@link #takes}
   * @param out receives the payload at absolute indexes; its position stays
   * @param index of the first byte; {@link #mostBytes} must fit behind it
   * @return bytes written; 0 when nothing is to be sent (discontinuous transmission)
   */
  int encode(short[] pcm, int samples, ByteBuffer out, int index);

  /**
   * Takes over the state of another encoder of the same kind and rate: what it gives next is what
   * the other would have given, so that a receiver does not notice the change.
   *
   * @return false if that cannot be done: nothing has changed then
   */
  boolean continueFrom(AudioEncoder other);

  /** Forgets the stream: the next payload is the first one of another. */
  void reset();
}
