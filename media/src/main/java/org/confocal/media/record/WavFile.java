package org.confocal.media.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A WAV file of one channel with 16 bits a sample. Its header tells at each {@link #sync} how much
 * there is, so a file that was cut short can be played as it is; what came after the last sync is
 * kept too when the file is opened again.
 */
public final class WavFile implements AutoCloseable {
  /** Bytes before the first sample. */
  static final int HEADER = 44;

  /** The header has 32 bits for the length of the whole. */
  private static final long LONGEST = 0xFFFF_FFFFL - HEADER;

  private final FileChannel channel;
  private final int rateHz;
  private ByteBuffer bytes = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
  private long length;

  private WavFile(FileChannel channel, int rateHz, long length) {
    this.channel = channel;
    this.rateHz = rateHz;
    this.length = length;
  }

  /**
   * Makes a file, or goes on with the one that is there; nobody else may write it meanwhile.
   *
   * @param rateHz samples a second
   * @throws IOException also when the file there is another one: of another rate, or no WAV at all;
   *     it stays as it is
   */
  public static WavFile open(Path path, int rateHz) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileOwner.claim(channel, path);
      long there = channel.size();
      if (there >= HEADER) {
        check(path, channel, rateHz);
      }
      WavFile file = new WavFile(channel, rateHz, Math.max(0, there - HEADER) & ~1);
      channel.truncate(HEADER + file.length);
      file.sync();
      return file;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void check(Path path, FileChannel channel, int rateHz) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
      // until it is there
    }
    ByteBuffer expected = header(rateHz, 0);
    for (int i = 8; i < HEADER - 4; i++) {
      if (header.get(i) != expected.get(i)) {
        throw new IOException(
            path + ": not a recording of ours (expected: WAV, one channel, " + rateHz + " Hz)");
      }
    }
  }

  private static ByteBuffer header(int rateHz, long length) {
    return ByteBuffer.allocate(HEADER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {'R', 'I', 'F', 'F'})
        .putInt((int) (length + HEADER - 8))
        .put(new byte[] {'W', 'A', 'V', 'E', 'f', 'm', 't', ' '})
        .putInt(16)
        .putShort((short) 1) // linear
        .putShort((short) 1) // channels
        .putInt(rateHz)
        .putInt(2 * rateHz)
        .putShort((short) 2)
        .putShort((short) 16)
        .put(new byte[] {'d', 'a', 't', 'a'})
        .putInt((int) length)
        .flip();
  }

  /**
   * Appends samples.
   *
   * @throws IOException also when the file is full (4 GiB)
   */
  public void append(short[] samples, int count) throws IOException {
    if (length + 2L * count > LONGEST) {
      throw new IOException(
          "the file is full: " + length + " bytes (expected: <= " + LONGEST + ")");
    }
    if (bytes.capacity() < 2 * count) {
      bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
    }
    bytes.clear();
    for (int i = 0; i < count; i++) {
      bytes.putShort(samples[i]);
    }
    bytes.flip();
    while (bytes.hasRemaining()) {
      length += channel.write(bytes, HEADER + length);
    }
  }

  /** Samples in the file. */
  public long samples() {
    return length / 2;
  }

  /** Length of the file in bytes. */
  public long bytes() {
    return HEADER + length;
  }

  /** What was appended is on disk when this returns, and the header tells it. */
  public void sync() throws IOException {
    ByteBuffer header = header(rateHz, length);
    while (header.hasRemaining()) {
      channel.write(header, header.position());
    }
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      sync();
    }
  }
}
