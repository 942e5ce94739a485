package org.confocal.media.srtp;

/** Encrypts, signs and opens packets, given their place in the stream. RFC 3711 section 3.1. */
interface Transform {
  /** Longest packet that is protected or opened, with all that is added. */
  int LONGEST = 2048;

  /** What cannot be opened. */
  int REFUSED = -1;

  /**
   * Protects a packet in place.
   *
   * @param header bytes that stay readable
   * @param index rollover counter and sequence number, 48 bits
   * @return the new length
   */
  int protect(byte[] packet, int header, int length, int ssrc, long index);

  /** Opens a packet in place; the new length, or {@link #REFUSED} and it is as it was. */
  int open(byte[] packet, int header, int length, int ssrc, long index);

  /** The same for RTCP, with an index of 31 bits that the packet carries. RFC 3711 section 3.4. */
  int protectRtcp(byte[] packet, int length, int ssrc, int index);

  /** The new length, or {@link #REFUSED}. */
  int openRtcp(byte[] packet, int length, int ssrc);

  /** The index that a protected RTCP packet of at least {@link #leastRtcp} bytes carries. */
  int rtcpIndex(byte[] packet, int length);

  /** Bytes of the shortest protected RTCP packet. */
  int leastRtcp();

  static Transform of(SrtpKey key) {
    return switch (key.suite()) {
      case AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_32 -> new SignedCounterMode(key);
      case AEAD_AES_128_GCM -> new GaloisMode(key);
    };
  }

  /** A number of 32 bits in network order. */
  static int readInt(byte[] bytes, int at) {
    return ((bytes[at] & 0xFF) << 24)
        | ((bytes[at + 1] & 0xFF) << 16)
        | ((bytes[at + 2] & 0xFF) << 8)
        | (bytes[at + 3] & 0xFF);
  }

  static void writeInt(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }
}
