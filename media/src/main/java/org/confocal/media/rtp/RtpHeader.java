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

  /** A packet that does not tell how loud it is. */
  public static final int NO_LEVEL = -1;

  private static final int VERSION_2 = 2;
  private static final int ONE_BYTE_HEADERS = 0xBEDE;
  private static final int LAST_ELEMENT = 15;
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
   * How loud the packet's sound is, as its sender tells it: RFC 6464 section 3, in an element with
   * a header of one byte (RFC 8285 section 4.2).
   *
   * @param id the number of the element, 1 to 14; 0 = there is none
   * @return 0 (as loud as can be) to 127 (silence), in -dBov; {@link #NO_LEVEL} if it is not told
   */
  public int audioLevel(int id) {
    int extension = offset + LENGTH + 4 * (buffer.get(offset) & 0x0F);
    if (id == 0
        || (buffer.get(offset) & 0x10) == 0
        || (buffer.getShort(extension) & 0xFFFF) != ONE_BYTE_HEADERS) {
      return NO_LEVEL;
    }
    int at = extension + 4;
    while (at < payloadOffset) {
      int element = (buffer.get(at) & 0xFF) >>> 4;
      int bytes = (buffer.get(at) & 0x0F) + 1;
      if (element == 0) {
        at++; // padding
      } else if (element == LAST_ELEMENT || at + bytes >= payloadOffset) {
        return NO_LEVEL;
      } else if (element == id) {
        return buffer.get(at + 1) & 0x7F;
      } else {
        at += 1 + bytes;
      }
    }
    return NO_LEVEL;
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
