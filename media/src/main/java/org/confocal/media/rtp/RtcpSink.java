package org.confocal.media.rtp;

/** Receives what {@link RtcpReader} finds in a compound packet. RFC 3550 section 6.4. */
public interface RtcpSink {

  /**
   * The sender's part of an SR.
   *
   * @param ntp 32.32 bits of NTP time
   */
  void onSenderReport(int ssrc, long ntp, int rtpTimestamp, int packets, int octets);

  /**
   * One report block of an SR or RR.
   *
   * @param ssrc who reports
   * @param about whose stream
   * @param fractionLost in 1/256
   * @param cumulativeLost 24 signed bits
   * @param jitter in timestamp units
   * @param lastSr middle 32 bits of our SR, or 0
   * @param delaySinceLastSr in 1/65536 s
   */
  void onReportBlock(
      int ssrc,
      int about,
      int fractionLost,
      int cumulativeLost,
      int extendedHighest,
      int jitter,
      int lastSr,
      int delaySinceLastSr);

  void onBye(int ssrc);
}
