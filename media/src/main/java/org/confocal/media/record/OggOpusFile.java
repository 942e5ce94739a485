package org.confocal.media.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An Ogg file with one stream of Opus. Each {@link #sync} ends a page, so that whatever was synced
 * is whole. A file that is opened again loses what lies behind its last sound page, and goes on
 * behind it.
 */
public final class OggOpusFile implements AutoCloseable {
  /** RFC 7845 section 4: positions are told at this rate whatever the rate of the sound was. */
  private static final int RATE_HZ = 48_000;

  private static final int LONGEST_PAGE = OggPage.HEADER + 255 + 255 * 255;
  private static final int SERIAL = 0x436F6E66;
  private static final byte[] HEAD = "OpusHead".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TAGS = "OpusTags".getBytes(StandardCharsets.US_ASCII);

  private final FileChannel channel;
  private final OggPage page = new OggPage(SERIAL);
  private long length;
  private int sequence;
  private long position;

  private OggOpusFile(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes a file, or goes on with the one that is there; nobody else may write it meanwhile.
   *
   * @param preSkip samples of 48 kHz that the encoder gives before the sound begins
   * @throws IOException also when the file there is no recording of ours; it stays as it is
   */
  public static OggOpusFile open(Path path, int preSkip) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileOwner.claim(channel, path);
      OggOpusFile file = new OggOpusFile(channel);
      long there = channel.size();
      file.recover();
      if (there >= LONGEST_PAGE && file.sequence < 2) {
        throw new IOException(path + ": not a recording of ours (expected: Ogg with Opus)");
      }
      if (file.sequence < 2) {
        file.begin(preSkip);
      }
      channel.truncate(file.length);
      return file;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Finds the end of the last sound page. */
  private void recover() throws IOException {
    ByteBuffer window = ByteBuffer.allocate(LONGEST_PAGE).order(ByteOrder.LITTLE_ENDIAN);
    while (true) {
      window.clear();
      while (window.hasRemaining() && channel.read(window, length + window.position()) > 0) {
        // until it is full or the file ends
      }
      window.flip();
      int found = OggPage.length(window);
      if (found == 0 || window.getInt(14) != SERIAL || window.getInt(18) != sequence) {
        return;
      }
      length += found;
      sequence++;
      position = window.getLong(6);
    }
  }

  private void begin(int preSkip) throws IOException {
    length = 0;
    sequence = 0;
    position = 0;
    ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
    head.put(HEAD).put((byte) 1).put((byte) 1).putShort((short) preSkip).putInt(RATE_HZ);
    head.putShort((short) 0).put((byte) 0);
    page.add(head.array(), 0, head.capacity());
    write(OggPage.BEGINNING);
    byte[] vendor = "Confocal".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer tags = ByteBuffer.allocate(16 + vendor.length).order(ByteOrder.LITTLE_ENDIAN);
    tags.put(TAGS).putInt(vendor.length).put(vendor).putInt(0);
    page.add(tags.array(), 0, tags.capacity());
    write(0);
    channel.force(false);
  }

  /**
   * Appends a packet.
   *
   * @param samples of 48 kHz that it plays
   */
  public void append(byte[] packet, int offset, int size, int samples) throws IOException {
    if (!page.add(packet, offset, size)) {
      write(0);
      if (!page.add(packet, offset, size)) {
        throw new IOException("packet: " + size + " bytes (expected: <= " + 254 * 255 + ")");
      }
    }
    position += samples;
  }

  /** Samples of 48 kHz in the file, those that wait for their page included. */
  public long samples() {
    return position;
  }

  /** Length of the file in bytes, without the page that is being filled. */
  public long bytes() {
    return length;
  }

  /** What was appended is on disk when this returns. */
  public void sync() throws IOException {
    if (!page.isEmpty()) {
      write(0);
    }
    channel.force(false);
  }

  private void write(int flags) throws IOException {
    ByteBuffer bytes = page.finish(flags, position, sequence++);
    while (bytes.hasRemaining()) {
      length += channel.write(bytes, length);
    }
  }

  /** Ends the stream; a file that ended so can still be gone on with. */
  @Override
  public void close() throws IOException {
    try (channel) {
      sync();
    }
  }
}
