package org.confocal.media;

import java.net.InetSocketAddress;

/**
 * What offer and answer agreed on for one leg.
 *
 * @param remoteRtp where the peer's description says that it wants RTP; the unspecified address
 *     (0.0.0.0, ::) or port 0 means "nowhere", the hold of RFC 2543
 * @param remoteRtcp where it wants RTCP; not used with {@code rtcpMux}
 * @param codec the one audio codec of the leg, both ways
 * @param payloadType payload type of the codec, 0 to 127
 * @param telephoneEventPayloadType payload type of RFC 4733 events, or {@link #NONE}
 * @param direction our direction
 * @param rtcpMux RTCP shares the RTP port (RFC 5761)
 * @param waits the leg is kept apart: it neither hears the others nor is heard, and gets silence,
 *     and now and then the tone of {@link MediaSettings.Alone} made for it only
 */
public record SessionParameters(
    InetSocketAddress remoteRtp,
    InetSocketAddress remoteRtcp,
    AudioCodec codec,
    int payloadType,
    int telephoneEventPayloadType,
    MediaDirection direction,
    boolean rtcpMux,
    boolean waits) {

  public static final int NONE = -1;

  public SessionParameters {
    requireResolved("remote rtp", remoteRtp);
    requireResolved("remote rtcp", remoteRtcp);
    if (payloadType < 0 || payloadType > 127) {
      throw new IllegalArgumentException("payload type: " + payloadType + " (expected: 0 to 127)");
    }
    if (telephoneEventPayloadType < NONE || telephoneEventPayloadType > 127) {
      throw new IllegalArgumentException(
          "telephone-event payload type: " + telephoneEventPayloadType + " (expected: -1 to 127)");
    }
  }

  private static void requireResolved(String what, InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          what + ": " + address + " (expected: an address, not a host name)");
    }
  }

  /**
   * A plain G.711 leg: static payload type, RTCP on the next port, events on payload type 101, both
   * directions.
   */
  public static SessionParameters plain(InetSocketAddress remoteRtp, AudioCodec codec) {
    int rtcpPort = remoteRtp.getPort() == 65535 ? 65535 : remoteRtp.getPort() + 1;
    return new SessionParameters(
        remoteRtp,
        new InetSocketAddress(remoteRtp.getAddress(), rtcpPort),
        codec,
        codec.staticPayloadType(),
        101,
        MediaDirection.SENDRECV,
        false,
        false);
  }

  /** The same, kept apart or not. */
  public SessionParameters waiting(boolean apart) {
    return new SessionParameters(
        remoteRtp,
        remoteRtcp,
        codec,
        payloadType,
        telephoneEventPayloadType,
        direction,
        rtcpMux,
        apart);
  }

  public SessionParameters with(MediaDirection newDirection) {
    return new SessionParameters(
        remoteRtp,
        remoteRtcp,
        codec,
        payloadType,
        telephoneEventPayloadType,
        newDirection,
        rtcpMux,
        waits);
  }
}
