package org.confocal.media.rtp;

import java.nio.ByteBuffer;

/**
 * Writes compound RTCP packets at the position of a buffer and moves it on; call {@code
 * senderReport} or {@code receiverReport} first, then what follows. The buffer needs {@link
 * #MAX_COMPOUND} bytes of room. RFC 3550 sections 6.4 to 6.6.
 */
public final class RtcpWriter {

  /** More than SR with one block, SDES with the longest name and BYE take. */
  public static final int MAX_COMPOUND = 512;

  private static final int CNAME = 1;

  private RtcpWriter() {}

  /**
   * SR without report blocks; {@link #reportBlock} may follow once.
   *
   * @param ntp 32.32 bits
   */
  public static void senderReport(
      ByteBuffer out, int ssrc, long ntp, int rtpTimestamp, int packets, int octets) {
    header(out, 0, RtcpReader.SR, 6);
    out.putInt(ssrc).putLong(ntp).putInt(rtpTimestamp).putInt(packets).putInt(octets);
  }

  /** RR without report blocks; {@link #reportBlock} may follow once. */
  public static void receiverReport(ByteBuffer out, int ssrc) {
    header(out, 0, RtcpReader.RR, 1);
    out.putInt(ssrc);
  }

  /**
   * Adds the one report block to the SR or RR that begins at {@code reportStart}; starts the next
   * loss interval.
   *
   * @param lastSr middle bits of the peer's last SR, or 0
   * @param delaySinceLastSr in 1/65536 s, or 0
   */
  public static void reportBlock(
      ByteBuffer out,
      int reportStart,
      int about,
      ReceptionStatistics statistics,
      int lastSr,
      int delaySinceLastSr) {
    out.put(reportStart, (byte) (out.get(reportStart) + 1));
    out.putShort(reportStart + 2, (short) (out.getShort(reportStart + 2) + 6));
    out.putInt(about);
    out.putInt((statistics.takeFractionLost() << 24) | (statistics.cumulativeLost() & 0xFF_FFFF));
    out.putInt(statistics.extendedHighest());
    out.putInt(statistics.jitterSamples());
    out.putInt(lastSr);
    out.putInt(delaySinceLastSr);
  }

  /**
   * SDES with the canonical name only.
   *
   * @param cname ASCII, 1 to 255 bytes; not modified
   */
  public static void sourceDescription(ByteBuffer out, int ssrc, byte[] cname) {
    int item = 2 + cname.length;
    int padded = (item + 4) & ~3; // at least one zero ends the list of items
    header(out, 1, RtcpReader.SDES, 1 + padded / 4);
    out.putInt(ssrc).put((byte) CNAME).put((byte) cname.length).put(cname);
    for (int i = item; i < padded; i++) {
      out.put((byte) 0);
    }
  }

  public static void bye(ByteBuffer out, int ssrc) {
    header(out, 1, RtcpReader.BYE, 1);
    out.putInt(ssrc);
  }

  private static void header(ByteBuffer out, int count, int type, int words) {
    out.put((byte) (0x80 | count)).put((byte) type).putShort((short) words);
  }
}
