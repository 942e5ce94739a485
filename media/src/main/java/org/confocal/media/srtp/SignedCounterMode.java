package org.confocal.media.srtp;

/** AES in counter mode and HMAC-SHA1. RFC 3711 section 4. */
final class SignedCounterMode implements Transform {
  private static final int RTCP_HEADER = 8;
  private static final int AUTHENTICATION_KEY = 20;
  private static final int ENCRYPTED = 0x8000_0000;

  private final CounterMode rtp;
  private final CounterMode rtcp;
  private final HmacSha1 rtpSignature;
  private final HmacSha1 rtcpSignature;
  private final int tag;
  private final int rtcpTag;

  SignedCounterMode(SrtpKey key) {
    this.rtp =
        new CounterMode(
            CounterMode.derive(key, 0, SrtpSuite.KEY), CounterMode.derive(key, 2, 14), LONGEST);
    this.rtcp =
        new CounterMode(
            CounterMode.derive(key, 3, SrtpSuite.KEY), CounterMode.derive(key, 5, 14), LONGEST);
    this.rtpSignature = new HmacSha1(CounterMode.derive(key, 1, AUTHENTICATION_KEY));
    this.rtcpSignature = new HmacSha1(CounterMode.derive(key, 4, AUTHENTICATION_KEY));
    this.tag = key.suite().tagLength();
    this.rtcpTag = key.suite().rtcpTagLength();
  }

  @Override
  public int protect(byte[] packet, int header, int length, int ssrc, long index) {
    rtp.apply(packet, header, length - header, ssrc, index);
    byte[] signature = rtpSignature.of(packet, length, (int) (index >>> 16));
    System.arraycopy(signature, 0, packet, length, tag);
    return length + tag;
  }

  @Override
  public int open(byte[] packet, int header, int length, int ssrc, long index) {
    int signed = length - tag;
    if (signed < header) {
      return REFUSED;
    }
    byte[] signature = rtpSignature.of(packet, signed, (int) (index >>> 16));
    if (!HmacSha1.same(signature, packet, signed, tag)) {
      return REFUSED;
    }
    rtp.apply(packet, header, signed - header, ssrc, index);
    return signed;
  }

  @Override
  public int protectRtcp(byte[] packet, int length, int ssrc, int index) {
    rtcp.apply(packet, RTCP_HEADER, length - RTCP_HEADER, ssrc, index);
    Transform.writeInt(packet, length, ENCRYPTED | index);
    byte[] signature = rtcpSignature.of(packet, length + 4);
    System.arraycopy(signature, 0, packet, length + 4, rtcpTag);
    return length + 4 + rtcpTag;
  }

  @Override
  public int openRtcp(byte[] packet, int length, int ssrc) {
    int signed = length - rtcpTag;
    byte[] signature = rtcpSignature.of(packet, signed);
    if (!HmacSha1.same(signature, packet, signed, rtcpTag)) {
      return REFUSED;
    }
    int end = signed - 4;
    int word = Transform.readInt(packet, end);
    if ((word & ENCRYPTED) != 0) {
      rtcp.apply(packet, RTCP_HEADER, end - RTCP_HEADER, ssrc, word & ~ENCRYPTED);
    }
    return end;
  }

  @Override
  public int rtcpIndex(byte[] packet, int length) {
    return Transform.readInt(packet, length - rtcpTag - 4) & ~ENCRYPTED;
  }

  @Override
  public int leastRtcp() {
    return RTCP_HEADER + 4 + rtcpTag;
  }
}
