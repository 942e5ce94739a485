package org.confocal.media.srtp;

import org.jspecify.annotations.Nullable;

/** What protects the packets of a stream. The names are those of RFC 4568 and RFC 7714. */
public enum SrtpSuite {
  /** AES in counter mode, 80 bits of HMAC-SHA1. RFC 3711 section 4. */
  AES_CM_128_HMAC_SHA1_80(14, 10, 10),
  /** The same with 32 bits for RTP, and 80 for RTCP. RFC 4568 section 6.2.2. */
  AES_CM_128_HMAC_SHA1_32(14, 4, 10),
  /** AES in Galois/counter mode with a tag of 128 bits. RFC 7714. */
  AEAD_AES_128_GCM(12, 16, 16);

  /** Bytes of a master key. */
  static final int KEY = 16;

  private final int saltLength;
  private final int tagLength;
  private final int rtcpTagLength;

  SrtpSuite(int saltLength, int tagLength, int rtcpTagLength) {
    this.saltLength = saltLength;
    this.tagLength = tagLength;
    this.rtcpTagLength = rtcpTagLength;
  }

  /** Bytes of master key and master salt together: what {@code inline:} of RFC 4568 holds. */
  public int secretLength() {
    return KEY + saltLength;
  }

  int saltLength() {
    return saltLength;
  }

  /** Bytes that an RTP packet grows by. */
  public int tagLength() {
    return tagLength;
  }

  int rtcpTagLength() {
    return rtcpTagLength;
  }

  /** The suite of that name; null when it is none of ours. */
  public static @Nullable SrtpSuite named(String name) {
    for (SrtpSuite suite : values()) {
      if (suite.name().equals(name)) {
        return suite;
      }
    }
    return null;
  }
}
