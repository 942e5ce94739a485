package org.confocal.media.loop;

import org.confocal.media.AudioCodec;
import org.confocal.media.MediaSettings;
import org.confocal.media.OpusTerms;
import org.confocal.media.SessionParameters;
import org.confocal.media.codec.AudioDecoder;
import org.confocal.media.codec.AudioEncoder;
import org.confocal.media.codec.G711;
import org.confocal.media.codec.G711Decoder;
import org.confocal.media.codec.G711Encoder;
import org.confocal.media.codec.G722Decoder;
import org.confocal.media.codec.G722Encoder;
import org.confocal.media.codec.OpusCodecs;
import org.confocal.media.codec.OpusTuning;

/**
 * How a stream is encoded; whoever has an equal one can be sent the same packets.
 *
 * @param codec the codec
 * @param rateHz samples per second: 8000, 16000 or 48000
 * @param packetMs sound in a packet
 * @param bitrate bits per second, for Opus; else 0
 * @param fec packets carry redundancy, for Opus
 * @param dtx nothing is sent in silence, for Opus
 */
record StreamFormat(
    AudioCodec codec, int rateHz, int packetMs, int bitrate, boolean fec, boolean dtx) {

  private static final int NARROW_HZ = 8000;
  private static final int WIDE_HZ = 16000;
  private static final int LEAST_BITRATE = 6000;
  private static final int BITRATE_STEP = 8000;
  private static final int TELEPHONE_BITRATE = 64_000;
  private static final int HEADER_BITS = 40 * 8;

  static StreamFormat of(SessionParameters parameters, MediaSettings.Opus settings) {
    AudioCodec codec = parameters.codec();
    if (codec != AudioCodec.OPUS) {
      return new StreamFormat(codec, codec.rateHz(), parameters.packetMs(), 0, false, false);
    }
    OpusTerms peer = parameters.opus();
    int rateHz = rate(Math.min(settings.rateHz(), peer.maxPlaybackRateHz()));
    return new StreamFormat(
        codec,
        rateHz,
        parameters.packetMs(),
        bitrate(rateHz, settings.bitrate(), peer.maxAverageBitrate()),
        settings.fec() && peer.inbandFec(),
        settings.dtx() && peer.dtx());
  }

  /** The highest of our rates that is not above. */
  private static int rate(int mostHz) {
    if (mostHz >= AudioCodec.OPUS.rateHz()) {
      return AudioCodec.OPUS.rateHz();
    }
    return mostHz >= WIDE_HZ ? WIDE_HZ : NARROW_HZ;
  }

  private static int bitrate(int rateHz, int wanted, int peersMost) {
    int useful = rateHz == NARROW_HZ ? 16_000 : rateHz == WIDE_HZ ? 24_000 : wanted;
    int most = Math.min(wanted, useful);
    return Math.max(LEAST_BITRATE, peersMost == 0 ? most : Math.min(most, step(peersMost)));
  }

  /** Few steps: legs that want almost the same share an encoder. */
  private static int step(int bitrate) {
    return bitrate / BITRATE_STEP * BITRATE_STEP;
  }

  /** Bits per second of the packets, with the headers of RTP, UDP and IPv4. */
  int bandwidth() {
    int sound = codec == AudioCodec.OPUS ? bitrate : TELEPHONE_BITRATE;
    return sound + HEADER_BITS * 1000 / packetMs;
  }

  /** Samples in one tick. */
  int frame() {
    return LoopContext.samples(rateHz);
  }

  /** The same with packets of 20 ms: the encoder does not care. */
  StreamFormat forAnyPacket() {
    return new StreamFormat(codec, rateHz, SessionParameters.USUAL_PACKET_MS, bitrate, fec, dtx);
  }

  /** A decoder that gives samples at this rate. */
  AudioDecoder decoder(OpusCodecs opus) {
    return decoder(codec, rateHz, opus);
  }

  /**
   * A decoder.
   *
   * @param rateHz for Opus; the others have one rate only
   */
  static AudioDecoder decoder(AudioCodec codec, int rateHz, OpusCodecs opus) {
    return switch (codec) {
      case PCMU -> new G711Decoder(G711.MU_LAW);
      case PCMA -> new G711Decoder(G711.A_LAW);
      case G722 -> new G722Decoder();
      case OPUS -> opus.decoder(rateHz);
    };
  }

  AudioEncoder encoder(OpusCodecs opus, MediaSettings.Opus settings) {
    return switch (codec) {
      case PCMU -> new G711Encoder(G711.MU_LAW);
      case PCMA -> new G711Encoder(G711.A_LAW);
      case G722 -> new G722Encoder();
      case OPUS ->
          opus.encoder(
              rateHz,
              new OpusTuning(
                  bitrate, settings.complexity(), fec, settings.expectedLossPercent(), dtx));
    };
  }
}
