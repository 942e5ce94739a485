package org.confocal.it.tone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** RIFF WAVE files with 16-bit linear PCM: what our clients play and record. */
public final class WavFile {
  private static final int LINEAR_PCM = 1;
  private static final int EXTENSIBLE = 0xFFFE;

  private WavFile() {}

  /**
   * Reads a file, its first channel only. A file that is still being written is read as far as it
   * goes: recorders fill in the length when they close it.
   *
   * @throws IOException if it cannot be read or is not 16-bit linear PCM
   */
  public static Pcm read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 12 || !tag(in).equals("RIFF")) {
      throw new IOException(file + ": not a RIFF file");
    }
    in.getInt();
    if (!tag(in).equals("WAVE")) {
      throw new IOException(file + ": not a WAVE file");
    }
    int rateHz = 0;
    int channels = 0;
    while (in.remaining() >= 8) {
      String chunk = tag(in);
      long length = Math.min(Integer.toUnsignedLong(in.getInt()), in.remaining());
      if (chunk.equals("data") && channels > 0) {
        return new Pcm(rateHz, firstChannel(in, length == 0 ? in.remaining() : length, channels));
      }
      int next = (int) Math.min(in.limit(), in.position() + length + (length & 1));
      if (chunk.equals("fmt ") && length >= 16) {
        int format = Short.toUnsignedInt(in.getShort());
        channels = in.getShort();
        rateHz = in.getInt();
        in.position(in.position() + 6);
        int bits = in.getShort();
        if ((format != LINEAR_PCM && format != EXTENSIBLE) || bits != 16) {
          throw new IOException(file + ": format " + format + " of " + bits + " bits");
        }
      }
      in.position(next);
    }
    throw new IOException(file + ": no audio in it");
  }

  public static void write(Path file, Pcm pcm) throws IOException {
    short[] samples = pcm.samples();
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(36 + 2 * samples.length).put(ascii("WAVE"));
    out.put(ascii("fmt ")).putInt(16).putShort((short) LINEAR_PCM).putShort((short) 1);
    out.putInt(pcm.rateHz()).putInt(2 * pcm.rateHz()).putShort((short) 2).putShort((short) 16);
    out.put(ascii("data")).putInt(2 * samples.length);
    for (short sample : samples) {
      out.putShort(sample);
    }
    Files.write(file, out.array());
  }

  private static short[] firstChannel(ByteBuffer in, long length, int channels) {
    short[] samples = new short[(int) (length / (2L * channels))];
    int start = in.position();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = in.getShort(start + 2 * channels * i);
    }
    return samples;
  }

  private static String tag(ByteBuffer in) {
    byte[] four = new byte[4];
    in.get(four);
    return new String(four, StandardCharsets.US_ASCII);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
