package org.confocal.media.ice;

import java.nio.ByteBuffer;
import org.confocal.media.rtp.RtpHeader;

/**
 * What a datagram on a media port is, by its first byte; RTCP is told from RTP by the second. RFC
 * 7983 section 7, RFC 5761 section 4.
 */
public enum PacketKind {
  STUN,
  ZRTP,
  DTLS,
  TURN_CHANNEL,
  RTP,
  RTCP,
  UNKNOWN;

  /**
   * Looks at the first two bytes only: the reader of that kind decides whether the rest is right.
   *
   * @param start where the datagram begins in the buffer, whose position and limit do not matter
   * @param length its bytes; what is shorter than two is unknown
   */
  public static PacketKind of(ByteBuffer datagram, int start, int length) {
    if (length < 2) {
      return UNKNOWN;
    }
    int first = datagram.get(start) & 0xFF;
    if (first >= 128 && first <= 191) {
      return RtpHeader.looksLikeRtcp(datagram, start) ? RTCP : RTP;
    }
    if (first <= 3) {
      return STUN;
    }
    if (first >= 16 && first <= 19) {
      return ZRTP;
    }
    if (first >= 20 && first <= 63) {
      return DTLS;
    }
    return first >= 64 && first <= 79 ? TURN_CHANNEL : UNKNOWN;
  }
}
