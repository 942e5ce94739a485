package org.confocal.wire.sdp;

import java.util.Optional;
import org.confocal.wire.WireFormatException;

/**
 * Where RTCP goes when it is not the RTP port plus one.
 *
 * @param port 0 to 65535
 * @param connection empty: the address of the media
 *     <p>RFC 3605 section 2.1.
 */
public record RtcpAddress(int port, Optional<Connection> connection) {
  public Attribute attribute() {
    return new Attribute("rtcp", port + connection.map(c -> " " + c.write()).orElse(""));
  }

  static RtcpAddress parse(String value) throws WireFormatException {
    String[] parts = SdpText.words(value, 2);
    int port = SdpText.number(parts[0], 0, 65535, "RFC 3605 2.1");
    return new RtcpAddress(
        port, parts.length == 2 ? Optional.of(Connection.parse(parts[1])) : Optional.empty());
  }
}
