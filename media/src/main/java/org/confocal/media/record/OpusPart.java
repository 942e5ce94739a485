package org.confocal.media.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.confocal.media.codec.AudioEncoder;

/** A part as Opus in Ogg: one packet for each frame. */
final class OpusPart implements RecordingFile {
  /** What Opus delays: 6.5 ms, in samples of 48 kHz. */
  static final int PRE_SKIP = 312;

  /** A frame of 20 ms, in samples of 48 kHz. */
  private static final int FRAME = 960;

  private static final int PER_MS = 48;

  /** A packet of 20 ms without sound (RFC 6716 section 3.1: configuration 31, one frame). */
  private static final byte[] NOTHING = {(byte) 0xF8};

  private final OggOpusFile file;
  private final AudioEncoder encoder;
  private final byte[] packet;
  private final ByteBuffer out;

  private OpusPart(OggOpusFile file, AudioEncoder encoder, int frame) {
    this.file = file;
    this.encoder = encoder;
    this.packet = new byte[encoder.mostBytes(frame)];
    this.out = ByteBuffer.wrap(packet);
  }

  static OpusPart open(Path path, AudioEncoder encoder) throws IOException {
    return new OpusPart(OggOpusFile.open(path, PRE_SKIP), encoder, encoder.rateHz() / 50);
  }

  @Override
  public void append(short[] frame) throws IOException {
    int size = encoder.encode(frame, frame.length, out, 0);
    if (size == 0) { // the encoder has failed with this frame
      file.append(NOTHING, 0, NOTHING.length, FRAME);
    } else {
      file.append(packet, 0, size, FRAME);
    }
  }

  @Override
  public void sync() throws IOException {
    file.sync();
  }

  @Override
  public long millis() {
    return file.samples() / PER_MS;
  }

  @Override
  public long bytes() {
    return file.bytes();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
