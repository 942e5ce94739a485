package org.confocal.sip.jain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.confocal.wire.WireFormatException;

/**
 * Cuts a byte stream into messages by Content-Length. A stream that cannot be cut is an error of
 * the whole connection; a message that is cut well but says nonsense is not this class's business.
 *
 * <p>RFC 3261 sections 7.5 and 18.3; RFC 5626 section 3.5.1. Not thread-safe.
 */
final class MessageFramer {
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
  private static final int FIRST_SIZE = 2048;
  private static final int MAX_HEAD = 64 * 1024;

  private final int maxMessageBytes;
  private byte[] buffer = new byte[FIRST_SIZE];
  private int filled;
  private int scanned;
  private int lineBreaks;

  MessageFramer(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /** True while a message has begun and not ended. */
  boolean isInMessage() {
    return filled > 0;
  }

  /**
   * @param in read to its end
   * @param message gets each whole message
   * @param ping runs for each double CRLF
   */
  void feed(ByteBuffer in, Consumer<byte[]> message, Runnable ping) throws WireFormatException {
    while (in.hasRemaining()) {
      if (filled == 0 && skipLineBreaks(in, ping)) {
        return;
      }
      int room = Math.min(in.remaining(), grow());
      in.get(buffer, filled, room);
      filled += room;
      while (filled > 0 && cutOne(message)) {
        dropLineBreaks(ping);
      }
    }
  }

  private boolean skipLineBreaks(ByteBuffer in, Runnable ping) {
    while (in.hasRemaining()) {
      byte b = in.get(in.position());
      if (b != '\r' && b != '\n') {
        lineBreaks = 0;
        return false;
      }
      in.get();
      countLineBreak(b, ping);
    }
    return true;
  }

  private void dropLineBreaks(Runnable ping) {
    int start = 0;
    while (start < filled && (buffer[start] == '\r' || buffer[start] == '\n')) {
      countLineBreak(buffer[start], ping);
      start++;
    }
    if (start < filled) {
      lineBreaks = 0;
    }
    shift(start);
  }

  private void countLineBreak(byte b, Runnable ping) {
    if (b == '\n' && ++lineBreaks == 2) {
      lineBreaks = 0;
      ping.run();
    }
  }

  /** Room in the buffer, which grows by doubling up to the limit plus one byte. */
  private int grow() throws WireFormatException {
    if (filled == buffer.length) {
      if (filled > maxMessageBytes) {
        throw tooLarge(filled);
      }
      buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 2, maxMessageBytes + 1));
    }
    return buffer.length - filled;
  }

  private boolean cutOne(Consumer<byte[]> message) throws WireFormatException {
    int bodyStart = endOfHead();
    if (bodyStart < 0) {
      if (filled > Math.min(MAX_HEAD, maxMessageBytes)) {
        throw tooLarge(filled);
      }
      return false;
    }
    long total = bodyStart + (long) contentLength(bodyStart);
    if (total > maxMessageBytes) {
      throw tooLarge(total);
    }
    if (filled < total) {
      scanned = Math.max(0, bodyStart - 4);
      return false;
    }
    message.accept(Arrays.copyOf(buffer, (int) total));
    shift((int) total);
    return true;
  }

  private void shift(int count) {
    System.arraycopy(buffer, count, buffer, 0, filled - count);
    filled -= count;
    scanned = 0;
    if (filled == 0 && buffer.length > 4 * FIRST_SIZE) {
      buffer = new byte[FIRST_SIZE];
    }
  }

  private int endOfHead() {
    for (int i = scanned; i < filled; i++) {
      if (buffer[i] != '\n') {
        continue;
      }
      int next = i + 1 < filled && buffer[i + 1] == '\r' ? i + 2 : i + 1;
      if (next < filled && buffer[next] == '\n') {
        return next + 1;
      }
    }
    scanned = Math.max(0, filled - 3);
    return -1;
  }

  private int contentLength(int headEnd) throws WireFormatException {
    String head = new String(buffer, 0, headEnd, StandardCharsets.ISO_8859_1);
    for (String line : head.split("\n", -1)) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      if (name.equals("content-length") || name.equals("l")) {
        String value = line.substring(colon + 1).strip();
        if (!LENGTH.matcher(value).matches()) {
          throw new WireFormatException(value, "a length", "RFC 3261 20.14");
        }
        return Integer.parseInt(value);
      }
    }
    return 0; // not allowed on a stream, but sent: such messages have no body
  }

  private WireFormatException tooLarge(long size) {
    return new WireFormatException(size + " bytes", "at most " + maxMessageBytes, "RFC 3261 18.3");
  }
}
