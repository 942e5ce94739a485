package org.confocal.media;

/**
 * The audio codecs of the first floor, both at 8000 Hz with 20 ms packets. RFC 3551 section 6,
 * table 4.
 */
public enum AudioCodec {
  /** G.711 mu-law, static payload type 0. */
  PCMU(0),
  /** G.711 A-law, static payload type 8. */
  PCMA(8);

  private final int staticPayloadType;

  AudioCodec(int staticPayloadType) {
    this.staticPayloadType = staticPayloadType;
  }

  public int staticPayloadType() {
    return staticPayloadType;
  }
}
