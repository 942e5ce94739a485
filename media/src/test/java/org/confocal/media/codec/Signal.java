package org.confocal.media.codec;

import java.nio.ByteBuffer;

/** Signals and measures of the codec tests. */
final class Signal {

  private Signal() {}

  static short[] sine(double hz, int rateHz, int samples, double amplitude) {
    short[] pcm = new short[samples];
    for (int i = 0; i < samples; i++) {
      pcm[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hz * i / rateHz));
    }
    return pcm;
  }

  /** Sends a signal through an encoder and a decoder, packet by packet. */
  static short[] through(
      AudioEncoder encoder, AudioDecoder decoder, short[] pcm, int packetSamples) {
    short[] heard = new short[pcm.length];
    short[] piece = new short[packetSamples];
    ByteBuffer payload = ByteBuffer.allocate(encoder.mostBytes(packetSamples));
    for (int at = 0; at + packetSamples <= pcm.length; at += packetSamples) {
      System.arraycopy(pcm, at, piece, 0, packetSamples);
      int bytes = encoder.encode(piece, packetSamples, payload, 0);
      int samples = decoder.decode(payload.array(), 0, bytes, piece);
      if (samples != packetSamples) {
        throw new AssertionError(samples + " samples instead of " + packetSamples);
      }
      System.arraycopy(piece, 0, heard, at, packetSamples);
    }
    return heard;
  }

  /**
   * Signal to noise and distortion of a sine in dB: what is left when the best fitting sine is
   * taken away, after the first 100 ms.
   */
  static double snrDb(short[] heard, double hz, int rateHz) {
    int from = rateHz / 10;
    int count = (int) (Math.floor((heard.length - from) * hz / rateHz) * rateHz / hz);
    double cosine = 0;
    double sine = 0;
    double energy = 0;
    for (int i = from; i < from + count; i++) {
      double phase = 2 * Math.PI * hz * i / rateHz;
      cosine += heard[i] * Math.cos(phase);
      sine += heard[i] * Math.sin(phase);
      energy += (double) heard[i] * heard[i];
    }
    double signal = 2 * (cosine * cosine + sine * sine) / count;
    return 10 * Math.log10(signal / Math.max(1e-9, energy - signal));
  }
}
