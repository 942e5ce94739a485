package org.confocal.media.rtp;

import java.nio.ByteBuffer;

/**
 * Writes the payloads of one key press after the other: the first one with the marker bit, updates
 * with a growing duration, and three times the end. All packets of a press have the RTP timestamp
 * of its beginning, which is the caller's. RFC 4733 sections 2.3 and 2.5.1. Allocates nothing.
 */
public final class TelephoneEventWriter {

  /** Bytes of a payload. */
  public static final int LENGTH = 4;

  private static final String DIGITS = "0123456789*#ABCD";
  private static final int END_PACKETS = 3;
  private static final int LONGEST = 0xFFFF;
  private static final int VOLUME = 10;

  private int event;
  private int total;
  private int step;
  private int duration;
  private int endsLeft;
  private boolean fresh;

  /**
   * Begins a press; one that was under way is forgotten.
   *
   * @param digit one of {@code 0-9 * # A-D}
   * @param durationMs how long the key is held; at most 65535 ticks of the clock (8191 ms at 8000
   *     Hz, 1365 ms at 48000 Hz)
   * @param clockHz of the RTP timestamp
   * @param packetMs how often {@link #write} is called
   * @throws IllegalArgumentException if a value is out of its range: nothing has changed then
   */
  public void begin(char digit, int durationMs, int clockHz, int packetMs) {
    int code = DIGITS.indexOf(digit);
    long ticks = (long) durationMs * clockHz / 1000;
    if (code < 0) {
      throw new IllegalArgumentException("digit: " + digit + " (expected: one of " + DIGITS + ")");
    }
    if (ticks < 1 || ticks > LONGEST) {
      throw new IllegalArgumentException(
          "duration: "
              + durationMs
              + " ms (expected: 1 to "
              + LONGEST
              + " ticks of "
              + clockHz
              + " Hz)");
    }
    event = code;
    total = (int) ticks;
    step = Math.max(1, packetMs * clockHz / 1000);
    duration = 0;
    endsLeft = END_PACKETS;
    fresh = true;
  }

  /** Whether there is still a payload to write. */
  public boolean active() {
    return endsLeft > 0;
  }

  /** Whether the next payload is the first one of a press: its packet has the marker bit. */
  public boolean first() {
    return fresh;
  }

  /**
   * Writes the next payload of {@link #LENGTH} bytes at an absolute index; only while {@link
   * #active}.
   */
  public void write(ByteBuffer packet, int index) {
    duration = Math.min(total, duration + step);
    boolean end = duration == total && !fresh;
    packet.put(index, (byte) event);
    packet.put(index + 1, (byte) (end ? 0x80 | VOLUME : VOLUME));
    packet.putShort(index + 2, (short) duration);
    endsLeft -= end ? 1 : 0;
    fresh = false;
  }
}
