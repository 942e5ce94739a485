package org.confocal.media;

import java.net.InetSocketAddress;

/**
 * One line of the inventory, by which a focus finds its media sessions again after a restart.
 *
 * @param id the session
 * @param epoch the highest epoch that its conference has seen
 * @param local the bound RTP address
 * @param ssrc the SSRC that the session sends with
 * @param reception what came from the peer, as of at most a quarter of a second ago
 */
public record SessionRecord(
    SessionId id, long epoch, InetSocketAddress local, long ssrc, Reception reception) {

  /**
   * What came from the peer.
   *
   * @param packets valid RTP packets taken from the peer
   * @param lastPacketNs when the last of them came, by the plane's nano clock; {@link #NEVER} if
   *     none came
   * @param lost packets that were not there when their sound was due
   * @param late packets that came after that
   * @param jitterSamples interarrival jitter of RFC 3550 section 6.4.1, in ticks of the codec's
   *     clock
   * @param delayMs how long the latest packet waited in the jitter buffer
   */
  public record Reception(
      long packets, long lastPacketNs, long lost, long late, int jitterSamples, int delayMs) {

    public static final long NEVER = Long.MIN_VALUE;
  }
}
