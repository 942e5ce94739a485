package org.confocal.media.jitter;

import java.nio.ByteBuffer;
import org.confocal.media.codec.AudioDecoder;

/**
 * A codec of the tests: a payload says which samples of an endless sine it holds. It can conceal
 * and recover if it is told to.
 */
final class SineCodec implements AudioDecoder {

  static final double AMPLITUDE = 8000;
  static final int LENGTH = 12;

  private final int rateHz;
  private final int clockHz;
  private final double hz;
  boolean conceals;
  boolean recovers;
  int resets;
  private long next;

  SineCodec(int rateHz, int clockHz, double hz) {
    this.rateHz = rateHz;
    this.clockHz = clockHz;
    this.hz = hz;
  }

  static void write(ByteBuffer payload, long index, int samples) {
    payload.putLong(0, index).putInt(8, samples);
  }

  @Override
  public int rateHz() {
    return rateHz;
  }

  @Override
  public int clockHz() {
    return clockHz;
  }

  @Override
  public int samples(byte[] payload, int offset, int length) {
    return length < LENGTH ? 0 : (int) number(payload, offset + 8, 4);
  }

  private static long number(byte[] payload, int offset, int count) {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number = number << 8 | (payload[offset + i] & 0xFF);
    }
    return number;
  }

  @Override
  public int decode(byte[] payload, int offset, int length, short[] out) {
    next = number(payload, offset, 8);
    return sine(out, samples(payload, offset, length));
  }

  private int sine(short[] out, int samples) {
    double step = 2 * Math.PI * hz / rateHz;
    for (int i = 0; i < samples; i++) {
      out[i] = (short) (AMPLITUDE * Math.sin(step * next++));
    }
    return samples;
  }

  @Override
  public int conceal(short[] out, int samples) {
    return conceals ? sine(out, samples) : 0;
  }

  @Override
  public int recover(byte[] payload, int offset, int length, short[] out, int samples) {
    if (!recovers) {
      return 0;
    }
    next = number(payload, offset, 8) - samples;
    return sine(out, samples);
  }

  @Override
  public void reset() {
    resets++;
  }
}
