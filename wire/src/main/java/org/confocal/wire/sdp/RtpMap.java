package org.confocal.wire.sdp;

import java.util.Map;
import java.util.Optional;
import org.confocal.wire.WireFormatException;

/**
 * What a payload type means.
 *
 * @param payloadType 0 to 127
 * @param encoding compared without case
 * @param clockRateHz of the RTP clock; 8000 for G.722, by an old mistake of the RFC
 * @param channels 1 where none are named
 *     <p>RFC 8866 section 6.6; RFC 3551 section 6.
 */
public record RtpMap(int payloadType, String encoding, int clockRateHz, int channels) {
  /** Payload types that need no rtpmap line; those that a phone may really offer. */
  private static final Map<Integer, RtpMap> STATIC =
      Map.of(
          0, new RtpMap(0, "PCMU", 8000, 1),
          3, new RtpMap(3, "GSM", 8000, 1),
          4, new RtpMap(4, "G723", 8000, 1),
          8, new RtpMap(8, "PCMA", 8000, 1),
          9, new RtpMap(9, "G722", 8000, 1),
          13, new RtpMap(13, "CN", 8000, 1),
          18, new RtpMap(18, "G729", 8000, 1),
          31, new RtpMap(31, "H261", 90000, 1),
          34, new RtpMap(34, "H263", 90000, 1));

  public RtpMap {
    if (payloadType < 0
        || payloadType > 127
        || clockRateHz < 1
        || channels < 1
        || !SdpText.isToken(encoding)) {
      throw new IllegalArgumentException(
          "rtpmap: "
              + payloadType
              + " "
              + encoding
              + "/"
              + clockRateHz
              + "/"
              + channels
              + " (expected: 0 to 127, a token, a rate and channels of at least 1)");
    }
  }

  static Optional<RtpMap> ofStatic(int payloadType) {
    return Optional.ofNullable(STATIC.get(payloadType));
  }

  /** True if codec and clock are the given ones. */
  public boolean is(String otherEncoding, int otherClockRateHz) {
    return encoding.equalsIgnoreCase(otherEncoding) && clockRateHz == otherClockRateHz;
  }

  public Attribute attribute() {
    return new Attribute(
        "rtpmap",
        payloadType + " " + encoding + "/" + clockRateHz + (channels == 1 ? "" : "/" + channels));
  }

  static RtpMap parse(String value) throws WireFormatException {
    String[] parts = SdpText.words(value, 2);
    String[] codec = parts.length == 2 ? parts[1].strip().split("/", -1) : new String[0];
    if (codec.length < 2 || codec.length > 3 || !SdpText.isToken(codec[0])) {
      throw new WireFormatException(value, "TYPE ENCODING/RATE", "RFC 8866 6.6");
    }
    int payloadType = SdpText.number(parts[0], 0, 127, "RFC 8866 6.6");
    int rate = SdpText.number(codec[1], 1, 10_000_000, "RFC 8866 6.6");
    int channels = codec.length == 3 ? SdpText.number(codec[2], 1, 255, "RFC 8866 6.6") : 1;
    return new RtpMap(payloadType, codec[0], rate, channels);
  }
}
