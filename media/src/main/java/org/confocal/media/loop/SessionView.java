package org.confocal.media.loop;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.confocal.media.SessionId;
import org.confocal.media.SessionRecord;
import org.confocal.media.SessionRecord.PeerReport;
import org.confocal.media.SessionRecord.Reception;

/** What other threads may see of a session: written by its loop, read by anybody. */
final class SessionView {

  private static final int EPOCH = 0;
  private static final int PACKETS = 1;
  private static final int LAST_PACKET_NS = 2;
  private static final int LOST = 3;
  private static final int LATE = 4;
  private static final int JITTER_US = 5;
  private static final int DELAY_MS = 6;
  private static final int DEPTH_MS = 7;
  private static final int THROUGH_US = 8;
  private static final int REPORTS = 9;
  private static final int ROUND_TRIP_US = 10;
  private static final int PEER_FRACTION = 11;
  private static final int PEER_LOST = 12;
  private static final int PEER_JITTER_US = 13;
  private static final int SIZE = 14;

  private static final long NS_PER_US = 1000;
  private static final double PERCENT_PER_FRACTION = 100 / 256.0;

  private final SessionId id;
  private final InetSocketAddress local;
  private final AtomicLong ssrc = new AtomicLong();
  private final AtomicLongArray values = new AtomicLongArray(SIZE);

  SessionView(SessionId id, InetSocketAddress local, int ssrc) {
    this.id = id;
    this.local = local;
    publishSsrc(ssrc);
    values.set(LAST_PACKET_NS, Reception.NEVER);
    values.set(THROUGH_US, PeerReports.UNKNOWN);
    values.set(ROUND_TRIP_US, PeerReports.UNKNOWN);
  }

  void publishSsrc(int newSsrc) {
    ssrc.lazySet(Integer.toUnsignedLong(newSsrc));
  }

  void publishPackets(long packets, long lastPacketNs) {
    values.lazySet(PACKETS, packets);
    values.lazySet(LAST_PACKET_NS, lastPacketNs);
  }

  /**
   * How the session does.
   *
   * @param latenessNs how late the ticks of the loop are in the mean
   */
  void publishQuality(InboundAudio inbound, long latenessNs, long epoch) {
    values.lazySet(EPOCH, epoch);
    values.lazySet(LOST, inbound.counts().lost());
    values.lazySet(LATE, inbound.counts().late());
    values.lazySet(JITTER_US, inbound.jitterUs());
    values.lazySet(DELAY_MS, inbound.delayMs());
    values.lazySet(DEPTH_MS, inbound.depthMs());
    long waitNs = inbound.meanWaitNs();
    values.lazySet(
        THROUGH_US, waitNs < 0 ? PeerReports.UNKNOWN : (waitNs + latenessNs) / NS_PER_US);
  }

  /**
   * What the peer says of our stream.
   *
   * @param clockHz of our stream
   */
  void publishPeer(PeerReports peer, int clockHz) {
    values.lazySet(REPORTS, peer.reports());
    long tripNs = peer.roundTripNs();
    values.lazySet(ROUND_TRIP_US, tripNs < 0 ? PeerReports.UNKNOWN : tripNs / NS_PER_US);
    values.lazySet(PEER_FRACTION, peer.fractionLost());
    values.lazySet(PEER_LOST, peer.cumulativeLost());
    values.lazySet(
        PEER_JITTER_US, Integer.toUnsignedLong(peer.jitterTicks()) * 1_000_000L / clockHz);
  }

  void publishEpoch(long epoch) {
    values.lazySet(EPOCH, epoch);
  }

  /** Any thread. */
  SessionRecord read() {
    Reception reception =
        new Reception(
            values.get(PACKETS),
            values.get(LAST_PACKET_NS),
            values.get(LOST),
            values.get(LATE),
            (int) values.get(JITTER_US),
            (int) values.get(DELAY_MS),
            (int) values.get(DEPTH_MS),
            (int) values.get(THROUGH_US));
    PeerReport peer =
        new PeerReport(
            values.get(REPORTS),
            (int) values.get(ROUND_TRIP_US),
            values.get(PEER_FRACTION) * PERCENT_PER_FRACTION,
            values.get(PEER_LOST),
            (int) Math.min(Integer.MAX_VALUE, values.get(PEER_JITTER_US)));
    return new SessionRecord(id, values.get(EPOCH), local, ssrc.get(), reception, peer);
  }
}
