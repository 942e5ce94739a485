package org.confocal.media;

/** The audio codecs, all mono here. RFC 3551 section 6, table 4; RFC 7587. */
public enum AudioCodec {
  /** G.711 mu-law. */
  PCMU("PCMU", 0, 8000, 8000, 1),
  /** G.711 A-law. */
  PCMA("PCMA", 8, 8000, 8000, 1),
  /** G.722 at 64 kbit/s: 16000 samples a second, yet a clock of 8000 (RFC 3551 section 4.5.2). */
  G722("G722", 9, 8000, 16000, 1),
  /** Opus: always described with two channels (RFC 7587 section 7). */
  OPUS("opus", 107, 48000, 48000, 2);

  private static final int LAST_STATIC_TYPE = 34;

  private final String encodingName;
  private final int payloadType;
  private final int clockHz;
  private final int rateHz;
  private final int channels;

  AudioCodec(String encodingName, int payloadType, int clockHz, int rateHz, int channels) {
    this.encodingName = encodingName;
    this.payloadType = payloadType;
    this.clockHz = clockHz;
    this.rateHz = rateHz;
    this.channels = channels;
  }

  /** As in a=rtpmap; compared without regard to case. */
  public String encodingName() {
    return encodingName;
  }

  /** The static payload type, or -1 if there is none. */
  public int staticPayloadType() {
    return payloadType <= LAST_STATIC_TYPE ? payloadType : -1;
  }

  /** The static payload type, or the dynamic one that we choose. */
  public int ownPayloadType() {
    return payloadType;
  }

  /** Ticks of the RTP timestamp per second. */
  public int clockHz() {
    return clockHz;
  }

  /** The highest sample rate that it carries. */
  public int rateHz() {
    return rateHz;
  }

  /** As in a=rtpmap. */
  public int channels() {
    return channels;
  }

  /** Whether what a packet means depends on the packets before it. */
  public boolean stateful() {
    return this == G722 || this == OPUS;
  }
}
