package org.confocal.media.rtp;

import java.nio.ByteBuffer;

/**
 * Follows the telephone events of one source and tells each once. RFC 4733 section 2.3.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     event     |E|R| volume    |          duration             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>An event is known by its timestamp. It is told when its first end packet comes; when all of
 * those are lost, it is told as soon as another event begins or {@link #expire} finds that nothing
 * came for {@link #END_LOST_NS}.
 */
public final class TelephoneEvents {

  /** No packet of an event for so long: its end was lost. */
  public static final long END_LOST_NS = 200_000_000L;

  private static final String DIGITS = "0123456789*#ABCD";
  private static final int NOTHING = -1;

  private int clockHz = 8000;
  private int event = NOTHING;
  private int eventTimestamp;
  private int durationSamples;
  private long lastPacketNs;
  private boolean hasTold;
  private int toldTimestamp;
  private int toldDuration;

  /**
   * Takes a packet.
   *
   * @return the digit that is to be told now, or 0; its length is {@link #durationMs}
   */
  public char onPacket(ByteBuffer buffer, int offset, int length, int timestamp, long nowNs) {
    if (length < 4) {
      return 0;
    }
    int code = buffer.get(offset) & 0xFF;
    boolean end = (buffer.get(offset + 1) & 0x80) != 0;
    int duration = buffer.getShort(offset + 2) & 0xFFFF;
    if (code >= DIGITS.length() || (hasTold && timestamp - toldTimestamp <= 0)) {
      return 0;
    }
    char endedBefore = 0;
    int durationBefore = durationSamples;
    if (event != NOTHING && timestamp != eventTimestamp) {
      if (timestamp - eventTimestamp < 0) {
        return 0;
      }
      endedBefore = tell();
    }
    event = code;
    eventTimestamp = timestamp;
    durationSamples = duration;
    lastPacketNs = nowNs;
    if (endedBefore != 0) {
      // The new event is told by its next packet or by time; two cannot be told at once.
      toldDuration = durationBefore;
      return endedBefore;
    }
    return end ? tell() : 0;
  }

  private char tell() {
    char digit = DIGITS.charAt(event);
    hasTold = true;
    toldTimestamp = eventTimestamp;
    toldDuration = durationSamples;
    event = NOTHING;
    return digit;
  }

  /** Tells an event whose end was lost: the digit, or 0. */
  public char expire(long nowNs) {
    if (event == NOTHING || nowNs - lastPacketNs < END_LOST_NS) {
      return 0;
    }
    return tell();
  }

  /** The source changed: its timestamps start anew. */
  public void reset() {
    event = NOTHING;
    hasTold = false;
  }

  /** The clock of durations and timestamps in Hz; 8000 before. */
  public void clock(int newClockHz) {
    clockHz = newClockHz;
  }

  /** How long the digit that was told last was held. */
  public int durationMs() {
    return (int) (toldDuration * 1000L / clockHz);
  }
}
