package org.confocal.media.sound;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A RIFF WAVE file of linear 16 bit samples. Chunks that are not known are skipped; nothing is kept
 * beyond what may be played.
 */
final class Wave {

  private static final int RIFF = 0x52494646;
  private static final int WAVE = 0x57415645;
  private static final int FORMAT = 0x666d7420;
  private static final int SAMPLES = 0x64617461;
  private static final int LINEAR = 1;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final int FORMAT_BYTES = 16;
  private static final int MOST_FORMAT_BYTES = 256;
  private static final int MOST_CHUNKS = 100;
  private static final int MOST_CHANNELS = 8;

  final int rateHz;
  final short[] mono;

  private Wave(int rateHz, short[] mono) {
    this.rateHz = rateHz;
    this.mono = mono;
  }

  private record Format(int channels, int rateHz) {}

  static Wave read(InputStream from, Duration longest) throws IOException {
    InputStream in = new BufferedInputStream(from);
    expect(bytes(in, 4).getInt() == RIFF, "beginning", "something else", "RIFF");
    bytes(in, 4);
    expect(bytes(in, 4).getInt() == WAVE, "kind", "something else", "WAVE");
    Format format = null;
    for (int i = 0; i < MOST_CHUNKS; i++) {
      int name = bytes(in, 4).getInt();
      long length = bytes(in, 4).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFFFFFFL;
      if (name == FORMAT) {
        format = format(in, length);
      } else if (name == SAMPLES) {
        return samples(in, format, length, longest);
      } else {
        in.skipNBytes(length);
      }
      in.skipNBytes(length & 1);
    }
    throw new IOException("wave chunks: more than " + MOST_CHUNKS + " (expected: samples)");
  }

  private static Format format(InputStream in, long length) throws IOException {
    expect(
        length >= FORMAT_BYTES && length <= MOST_FORMAT_BYTES,
        "format length",
        length,
        "16 to 256 bytes");
    ByteBuffer fields = bytes(in, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    int coding = fields.getShort() & 0xFFFF;
    int channels = fields.getShort() & 0xFFFF;
    int rateHz = fields.getInt();
    int bits = fields.getShort(14);
    expect(coding == LINEAR || coding == EXTENSIBLE, "coding", coding, "1, linear samples");
    expect(channels >= 1 && channels <= MOST_CHANNELS, "channels", channels, "1 to 8");
    expect(
        rateHz >= 8000 && rateHz <= 48_000 && rateHz % 8000 == 0,
        "sample rate",
        rateHz,
        "a multiple of 8000 up to 48000");
    expect(bits == Short.SIZE, "bits", bits, "16");
    return new Format(channels, rateHz);
  }

  private static Wave samples(
      InputStream in, @Nullable Format format, long length, Duration longest) throws IOException {
    if (format == null) {
      throw new IOException("wave format: none before the samples (expected: a format chunk)");
    }
    long count = length / Short.BYTES / format.channels();
    long most = longest.toMillis() * format.rateHz() / 1000;
    expect(count <= most, "length", count + " samples", "at most " + most);
    short[] mono = new short[(int) count];
    byte[] frame = new byte[format.channels() * Short.BYTES];
    ByteBuffer fields = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < mono.length; i++) {
      expect(in.readNBytes(frame, 0, frame.length) == frame.length, "end", "early", "all samples");
      int sum = 0;
      for (int channel = 0; channel < format.channels(); channel++) {
        sum += fields.getShort(channel * Short.BYTES);
      }
      mono[i] = (short) (sum / format.channels());
    }
    return new Wave(format.rateHz(), mono);
  }

  private static ByteBuffer bytes(InputStream in, int count) throws IOException {
    byte[] read = in.readNBytes(count);
    expect(read.length == count, "end", "early", "samples");
    return ByteBuffer.wrap(read);
  }

  private static void expect(boolean holds, String what, Object value, String expected)
      throws IOException {
    if (!holds) {
      throw new IOException("wave " + what + ": " + value + " (expected: " + expected + ")");
    }
  }
}
