package org.confocal.media.loop;

import java.nio.ByteBuffer;
import org.confocal.media.AudioCodec;
import org.confocal.media.codec.G711;
import org.confocal.media.rtp.RtpHeader;

/**
 * Packets of one codec whose sound is encoded and whose header is still to be written: the mix that
 * all its listeners share, encoded once per tick at first use; a mix of one listener's own; and
 * silence.
 */
final class FramePackets {

  private final G711 law;
  private final ByteBuffer shared = packet();
  private final ByteBuffer own = packet();
  private final ByteBuffer silent = packet();
  private boolean encoded;

  FramePackets(AudioCodec codec) {
    law = law(codec);
    encode(new short[LoopContext.FRAME], silent);
  }

  private static ByteBuffer packet() {
    return ByteBuffer.allocateDirect(RtpHeader.LENGTH + LoopContext.FRAME);
  }

  static G711 law(AudioCodec codec) {
    return switch (codec) {
      case PCMU -> G711.MU_LAW;
      case PCMA -> G711.A_LAW;
    };
  }

  private ByteBuffer encode(short[] mix, ByteBuffer packet) {
    law.encode(mix, packet, RtpHeader.LENGTH, LoopContext.FRAME);
    return packet;
  }

  /** A new tick: nothing is encoded yet. */
  void begin() {
    encoded = false;
  }

  ByteBuffer shared(short[] mix) {
    if (!encoded) {
      encoded = true;
      encode(mix, shared);
    }
    return shared;
  }

  ByteBuffer own(short[] mix) {
    return encode(mix, own);
  }

  ByteBuffer silent() {
    return silent;
  }
}
