package org.confocal.media.loop;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.confocal.media.SessionId;
import org.confocal.media.SessionRecord;
import org.confocal.media.SessionRecord.Reception;

/** What other threads may see of a session: written by its loop, read by anybody. */
final class SessionView {

  private final SessionId id;
  private final InetSocketAddress local;
  private final AtomicLong ssrc = new AtomicLong();
  private final AtomicLong epoch = new AtomicLong();
  private final AtomicLong packets = new AtomicLong();
  private final AtomicLong lastPacketNs = new AtomicLong(Reception.NEVER);
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final AtomicLong jitterSamples = new AtomicLong();
  private final AtomicLong delayMs = new AtomicLong();

  SessionView(SessionId id, InetSocketAddress local, int ssrc) {
    this.id = id;
    this.local = local;
    publishSsrc(ssrc);
  }

  void publishSsrc(int newSsrc) {
    ssrc.lazySet(Integer.toUnsignedLong(newSsrc));
  }

  void publishPackets(long newPackets, long newLastPacketNs) {
    packets.lazySet(newPackets);
    lastPacketNs.lazySet(newLastPacketNs);
  }

  void publishQuality(InboundAudio inbound, long newEpoch) {
    epoch.lazySet(newEpoch);
    lost.lazySet(inbound.counts().lost());
    late.lazySet(inbound.counts().late());
    jitterSamples.lazySet(inbound.statistics().jitterSamples());
    delayMs.lazySet(inbound.delayMs());
  }

  void publishEpoch(long newEpoch) {
    epoch.lazySet(newEpoch);
  }

  /** Any thread. */
  SessionRecord read() {
    Reception reception =
        new Reception(
            packets.get(),
            lastPacketNs.get(),
            lost.get(),
            late.get(),
            (int) jitterSamples.get(),
            (int) delayMs.get());
    return new SessionRecord(id, epoch.get(), local, ssrc.get(), reception);
  }
}
