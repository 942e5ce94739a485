package org.confocal.media.srtp;

/** Protects the packets of one stream that we send: one SSRC, its sequence numbers in order. */
public final class SrtpSender {
  private static final int MOST_RTCP = 0x7FFF_FFFF;

  private final Transform transform;
  private int rollovers;
  private int last = -1;
  private int rtcpIndex;

  public SrtpSender(SrtpKey key) {
    this.transform = Transform.of(key);
  }

  /**
   * Protects an RTP packet in place.
   *
   * @param packet from index 0 on, with room for {@link SrtpSuite#tagLength} bytes more
   * @param header its header with CSRCs and extension: these bytes stay readable
   * @return its new length
   */
  public int protect(byte[] packet, int header, int length) {
    int sequence = ((packet[2] & 0xFF) << 8) | (packet[3] & 0xFF);
    if (sequence < last && last - sequence > 0x8000) {
      rollovers++;
    }
    last = sequence;
    long index = ((rollovers & 0xFFFF_FFFFL) << 16) | sequence;
    return transform.protect(packet, header, length, Transform.readInt(packet, 8), index);
  }

  /**
   * Protects an RTCP packet in place.
   *
   * @param packet from index 0 on, with room for 20 bytes more
   * @return its new length
   */
  public int protectRtcp(byte[] packet, int length) {
    rtcpIndex = (rtcpIndex + 1) & MOST_RTCP;
    return transform.protectRtcp(packet, length, Transform.readInt(packet, 4), rtcpIndex);
  }
}
