package org.confocal.media;

import java.net.InetSocketAddress;

/**
 * One line of the inventory, by which a focus finds its media sessions again after a restart, and
 * an operator sees how a leg does.
 *
 * @param id the session
 * @param epoch the highest epoch that its conference has seen
 * @param local the bound RTP address
 * @param ssrc the SSRC that the session sends with
 * @param reception what came from the peer, as of at most a quarter of a second ago
 * @param peer what the peer reported of what we send
 */
public record SessionRecord(
    SessionId id,
    long epoch,
    InetSocketAddress local,
    long ssrc,
    Reception reception,
    PeerReport peer) {

  /**
   * What came from the peer.
   *
   * @param packets valid RTP packets taken from the peer
   * @param lastPacketNs when the last of them came, by the plane's nano clock; {@link #NEVER} if
   *     none came
   * @param lost packets that were not there when their sound was due
   * @param late packets that came after that
   * @param jitterUs interarrival jitter of RFC 3550 section 6.4.1, in us
   * @param delayMs how long the earliest packets wait in the jitter buffer
   * @param depthMs how much sound waits in the jitter buffer
   * @param throughUs the delay through the mixer: from the reading of a packet to the sending of
   *     the frame that holds its first sample, as a running mean over about 16 packets, with the
   *     mean lateness of the ticks of the loop; -1 while nothing came. Not in it: what a datagram
   *     waits to be read (up to a part of {@code media.polls-per-frame} of 20 ms), and the
   *     gathering of longer packets than 20 ms
   */
  public record Reception(
      long packets,
      long lastPacketNs,
      long lost,
      long late,
      int jitterUs,
      int delayMs,
      int depthMs,
      int throughUs) {

    public static final long NEVER = Long.MIN_VALUE;
  }

  /**
   * What the peer's RTCP says of what we send. RFC 3550 section 6.4.
   *
   * @param reports how many reports about us came; all else means nothing while it is 0
   * @param roundTripUs to the peer and back, as of its last report, or -1 while it is not known; up
   *     to two turns of the loop too long
   * @param lostPercent of our packets that it missed in its last interval, 0 to 100
   * @param lost packets of ours that it missed in all; negative with duplicates
   * @param jitterUs interarrival jitter as it sees it, in us
   */
  public record PeerReport(
      long reports, int roundTripUs, double lostPercent, long lost, int jitterUs) {}
}
