package org.confocal.media.rtp;

import java.nio.ByteBuffer;

/**
 * A window on one RTP packet in a buffer; the buffer stays the caller's. RFC 3550 section 5.1.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           synchronization source (SSRC) identifier            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |            contributing source (CSRC) identifiers (CC)        |
 * |      header extension if X: profile(16) length in words(16)   |
 * |                         payload, padding if P                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class RtpHeader {

  public static final int LENGTH = 12;

  private static final int VERSION_2 = 2;
  private ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
  private int offset;
  private int payloadOffset = LENGTH;
  private int payloadLength;

  /**
   * Looks at a datagram. On {@code false} the window must not be read.
   *
   * @return whether the bytes are a complete RTP packet of version 2
   */
  public boolean wrap(ByteBuffer datagram, int start, int length) {
    if (length < LENGTH || (datagram.get(start) & 0xFF) >>> 6 != VERSION_2) {
      return false;
    }
    int first = datagram.get(start);
    int end = length;
    int position = LENGTH + 4 * (first & 0x0F);
    if ((first & 0x10) != 0) {
      if (position + 4 > length) {
        return false;
      }
      position += 4 + 4 * (datagram.getShort(start + position + 2) & 0xFFFF);
    }
    if ((first & 0x20) != 0) {
      int padding = datagram.get(start + length - 1) & 0xFF;
      if (padding == 0) {
        return false;
      }
      end -= padding;
    }
    if (position > end) {
      return false;
    }
    buffer = datagram;
    offset = start;
    payloadOffset = start + position;
    payloadLength = end - position;
    return true;
  }

  public boolean marker() {
    return buffer.get(offset + 1) < 0;
  }

  public int payloadType() {
    return buffer.get(offset + 1) & 0x7F;
  }

  /** 0 to 65535. */
  public int sequence() {
    return buffer.getShort(offset + 2) & 0xFFFF;
  }

  /** All 32 bits; compare by the sign of a difference. */
  public int timestamp() {
    return buffer.getInt(offset + 4);
  }

  public int ssrc() {
    return buffer.getInt(offset + 8);
  }

  /** Absolute index of the payload in the wrapped buffer. */
  public int payloadOffset() {
    return payloadOffset;
  }

  /** Bytes of payload without padding; may be 0. */
  public int payloadLength() {
    return payloadLength;
  }

  /**
   * Writes a header without extension, padding or contributing sources at {@code start}; positions
   * stay.
   */
  public static void write(
      ByteBuffer packet,
      int start,
      int markerAndPayloadType,
      int sequence,
      int timestamp,
      int ssrc) {
    packet.putInt(
        start, (VERSION_2 << 30) | ((markerAndPayloadType & 0xFF) << 16) | (sequence & 0xFFFF));
    packet.putInt(start + 4, timestamp);
    packet.putInt(start + 8, ssrc);
  }

  /**
   * Tells RTCP from RTP on a shared port by the second byte: 192 to 223 is RTCP. RFC 5761 section
   * 4.
   *
   * @param datagram has at least two bytes at {@code start}
   */
  public static boolean looksLikeRtcp(ByteBuffer datagram, int start) {
    int type = datagram.get(start + 1) & 0xFF;
    return type >= 192 && type <= 223;
  }
}
