package org.confocal.media.rtp;

import java.nio.ByteBuffer;

/**
 * Reads compound RTCP packets; what is not SR, RR or BYE is stepped over. RFC 3550 sections 6.1,
 * 6.4, 6.6 and A.2.
 */
public final class RtcpReader {

  static final int SR = 200;
  static final int RR = 201;
  static final int SDES = 202;
  static final int BYE = 203;

  private static final int REPORT_BLOCK = 24;
  private static final int SENDER_INFO = 20;

  private RtcpReader() {}

  /**
   * Reads a datagram if it is a valid compound packet as a whole.
   *
   * @return false if it is not; the sink has heard nothing then
   */
  public static boolean read(ByteBuffer datagram, int start, int length, RtcpSink sink) {
    if (!valid(datagram, start, length)) {
      return false;
    }
    int position = start;
    int end = start + length;
    while (position < end) {
      int size = size(datagram, position);
      readOne(datagram, position, size, sink);
      position += size;
    }
    return true;
  }

  private static boolean valid(ByteBuffer datagram, int start, int length) {
    if (length < 8 || (length & 3) != 0) {
      return false;
    }
    int firstType = type(datagram, start);
    if ((firstType != SR && firstType != RR) || (datagram.get(start) & 0x20) != 0) {
      return false;
    }
    int position = start;
    int end = start + length;
    while (position + 4 <= end) {
      if ((datagram.get(position) & 0xC0) != 0x80) {
        return false;
      }
      int size = size(datagram, position);
      if (position + size > end || size < smallest(datagram, position)) {
        return false;
      }
      position += size;
    }
    return position == end;
  }

  /** The bytes that count and type of a packet promise. */
  private static int smallest(ByteBuffer datagram, int position) {
    int count = datagram.get(position) & 0x1F;
    int type = type(datagram, position);
    if (type == SR) {
      return 8 + SENDER_INFO + count * REPORT_BLOCK;
    }
    if (type == RR) {
      return 8 + count * REPORT_BLOCK;
    }
    return type == BYE ? 4 + 4 * count : 4;
  }

  private static void readOne(ByteBuffer datagram, int position, int size, RtcpSink sink) {
    int count = datagram.get(position) & 0x1F;
    int type = type(datagram, position);
    if (type == SR || type == RR) {
      int ssrc = datagram.getInt(position + 4);
      int blocks = position + 8;
      if (type == SR) {
        sink.onSenderReport(
            ssrc,
            datagram.getLong(position + 8),
            datagram.getInt(position + 16),
            datagram.getInt(position + 20),
            datagram.getInt(position + 24));
        blocks += SENDER_INFO;
      }
      for (int i = 0; i < count; i++) {
        readBlock(datagram, blocks + i * REPORT_BLOCK, ssrc, sink);
      }
    } else if (type == BYE) {
      for (int i = 0; i < count; i++) {
        sink.onBye(datagram.getInt(position + 4 + 4 * i));
      }
    } else {
      assert size >= 4;
    }
  }

  private static void readBlock(ByteBuffer datagram, int at, int ssrc, RtcpSink sink) {
    int loss = datagram.getInt(at + 4);
    sink.onReportBlock(
        ssrc,
        datagram.getInt(at),
        loss >>> 24,
        loss << 8 >> 8,
        datagram.getInt(at + 8),
        datagram.getInt(at + 12),
        datagram.getInt(at + 16),
        datagram.getInt(at + 20));
  }

  private static int type(ByteBuffer datagram, int position) {
    return datagram.get(position + 1) & 0xFF;
  }

  private static int size(ByteBuffer datagram, int position) {
    return 4 * ((datagram.getShort(position + 2) & 0xFFFF) + 1);
  }
}
