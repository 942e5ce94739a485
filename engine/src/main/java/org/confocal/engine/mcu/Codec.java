package org.confocal.engine.mcu;

/**
 * One RTP payload format of a stream.
 *
 * @param payloadType 0 to 127
 * @param name encoding name as registered, for instance PCMU; compared without regard to case
 * @param clockRateHz RTP clock
 * @param channels 1 when the description says nothing
 * @param parameters value of a=fmtp, empty when there is none
 */
public record Codec(
    int payloadType, String name, int clockRateHz, int channels, String parameters) {
  /** Tells whether this is the format of that name, clock and channel count. */
  public boolean is(String otherName, int otherClockRateHz) {
    return name.equalsIgnoreCase(otherName) && clockRateHz == otherClockRateHz && channels == 1;
  }
}
