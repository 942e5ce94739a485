package org.confocal.media;

import java.net.InetSocketAddress;
import org.confocal.media.ice.IceTerms;
import org.confocal.media.srtp.SrtpKeys;
import org.jspecify.annotations.Nullable;

/**
 * What offer and answer agreed on for one leg.
 *
 * @param remoteRtp where the peer's description says that it wants RTP; the unspecified address
 *     (0.0.0.0, ::) or port 0 means "nowhere", the hold of RFC 2543
 * @param remoteRtcp where it wants RTCP; not used with {@code rtcpMux}
 * @param codec the audio codec that we send
 * @param payloadType payload type of the codec as the peer wants it: by which we send; 0 to 127
 * @param packetMs how much sound a packet that we send holds: 10 to 60 ms in tens; Opus knows no 30
 *     and 50. What comes may be of any length
 * @param telephoneEventPayloadType payload type of RFC 4733 events that we send, or {@link #NONE}
 * @param telephoneEventClockHz clock of their timestamps and durations
 * @param opus what the peer wants of Opus; not looked at for other codecs
 * @param direction our direction
 * @param rtcpMux RTCP shares the RTP port (RFC 5761)
 * @param waits the leg is kept apart: it neither hears the others nor is heard, and gets silence,
 *     and now and then the tone of {@link MediaSettings.Alone} or music
 * @param received what the peer may send
 * @param keys of SRTP, both ways; null: the leg is not protected
 * @param audioLevelId the number under which the peer's packets tell how loud they are (RFC 6464),
 *     1 to 14; 0 = they do not
 * @param ice how the peer shows where its media is; without it {@code remoteRtp} and {@code
 *     remoteRtcp} are where we send first
 */
public record SessionParameters(
    InetSocketAddress remoteRtp,
    InetSocketAddress remoteRtcp,
    AudioCodec codec,
    int payloadType,
    int packetMs,
    int telephoneEventPayloadType,
    int telephoneEventClockHz,
    OpusTerms opus,
    MediaDirection direction,
    boolean rtcpMux,
    boolean waits,
    ReceivedTypes received,
    @Nullable SrtpKeys keys,
    int audioLevelId,
    IceTerms ice) {

  public static final int NONE = -1;
  public static final int USUAL_PACKET_MS = 20;

  private static final int EVENT_CLOCK_HZ = 8000;

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
    if (telephoneEventClockHz < 8000 || telephoneEventClockHz > 48000) {
      throw new IllegalArgumentException(
          "telephone-event clock: " + telephoneEventClockHz + " (expected: 8000 to 48000)");
    }
    if (audioLevelId < 0 || audioLevelId > 14) {
      throw new IllegalArgumentException(
          "audio level extension: " + audioLevelId + " (expected: 0 to 14)");
    }
    if (!packs(codec, packetMs)) {
      throw new IllegalArgumentException(
          "packet time: " + packetMs + " (expected: 10 to 60 ms in tens; Opus: 10, 20, 40 or 60)");
    }
  }

  /** A leg with packets of 20 ms, events at 8000 Hz, and a peer without wishes for Opus. */
  public SessionParameters(
      InetSocketAddress remoteRtp,
      InetSocketAddress remoteRtcp,
      AudioCodec codec,
      int payloadType,
      int telephoneEventPayloadType,
      MediaDirection direction,
      boolean rtcpMux,
      boolean waits) {
    this(
        remoteRtp,
        remoteRtcp,
        codec,
        payloadType,
        USUAL_PACKET_MS,
        telephoneEventPayloadType,
        EVENT_CLOCK_HZ,
        OpusTerms.UNSAID,
        direction,
        rtcpMux,
        waits);
  }

  /** A leg whose peer sends what it is sent, by the same numbers. */
  public SessionParameters(
      InetSocketAddress remoteRtp,
      InetSocketAddress remoteRtcp,
      AudioCodec codec,
      int payloadType,
      int packetMs,
      int telephoneEventPayloadType,
      int telephoneEventClockHz,
      OpusTerms opus,
      MediaDirection direction,
      boolean rtcpMux,
      boolean waits) {
    this(
        remoteRtp,
        remoteRtcp,
        codec,
        payloadType,
        packetMs,
        telephoneEventPayloadType,
        telephoneEventClockHz,
        opus,
        direction,
        rtcpMux,
        waits,
        ReceivedTypes.of(payloadType, codec, telephoneEventPayloadType, telephoneEventClockHz),
        null,
        0,
        IceTerms.NONE);
  }

  /** The same, while the peer may send more. */
  public SessionParameters receiving(ReceivedTypes types) {
    return changed(packetMs, opus, direction, waits, types, keys, audioLevelId, ice);
  }

  /** Whether packets of a codec may hold so much sound. */
  public static boolean packs(AudioCodec codec, int packetMs) {
    boolean tens = packetMs >= 10 && packetMs <= 60 && packetMs % 10 == 0;
    return tens && (codec != AudioCodec.OPUS || (packetMs != 30 && packetMs != 50));
  }

  private static void requireResolved(String what, InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          what + ": " + address + " (expected: an address, not a host name)");
    }
  }

  /**
   * A plain leg: usual payload type and packet time, RTCP on the next port, events on payload type
   * 101, both directions.
   */
  public static SessionParameters plain(InetSocketAddress remoteRtp, AudioCodec codec) {
    int rtcpPort = remoteRtp.getPort() == 65535 ? 65535 : remoteRtp.getPort() + 1;
    return new SessionParameters(
        remoteRtp,
        new InetSocketAddress(remoteRtp.getAddress(), rtcpPort),
        codec,
        codec.ownPayloadType(),
        101,
        MediaDirection.SENDRECV,
        false,
        false);
  }

  /** The same, kept apart or not. */
  public SessionParameters waiting(boolean apart) {
    return changed(packetMs, opus, direction, apart, received, keys, audioLevelId, ice);
  }

  public SessionParameters with(MediaDirection newDirection) {
    return changed(packetMs, opus, newDirection, waits, received, keys, audioLevelId, ice);
  }

  public SessionParameters packetMs(int newPacketMs) {
    return changed(newPacketMs, opus, direction, waits, received, keys, audioLevelId, ice);
  }

  public SessionParameters with(OpusTerms newOpus) {
    return changed(packetMs, newOpus, direction, waits, received, keys, audioLevelId, ice);
  }

  /** The same, protected by these keys; null: not protected. */
  public SessionParameters with(@Nullable SrtpKeys newKeys) {
    return changed(packetMs, opus, direction, waits, received, newKeys, audioLevelId, ice);
  }

  /** The same, while the peer's packets tell their level under this number; 0: they do not. */
  public SessionParameters levels(int newAudioLevelId) {
    return changed(packetMs, opus, direction, waits, received, keys, newAudioLevelId, ice);
  }

  /** The same with ICE, or without. */
  public SessionParameters with(IceTerms newIce) {
    return changed(packetMs, opus, direction, waits, received, keys, audioLevelId, newIce);
  }

  private SessionParameters changed(
      int newPacketMs,
      OpusTerms newOpus,
      MediaDirection newDirection,
      boolean newWaits,
      ReceivedTypes newReceived,
      @Nullable SrtpKeys newKeys,
      int newAudioLevelId,
      IceTerms newIce) {
    return new SessionParameters(
        remoteRtp,
        remoteRtcp,
        codec,
        payloadType,
        newPacketMs,
        telephoneEventPayloadType,
        telephoneEventClockHz,
        newOpus,
        newDirection,
        rtcpMux,
        newWaits,
        newReceived,
        newKeys,
        newAudioLevelId,
        newIce);
  }
}
