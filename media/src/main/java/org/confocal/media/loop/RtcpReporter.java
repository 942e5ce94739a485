package org.confocal.media.loop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.confocal.media.net.DatagramPort;
import org.confocal.media.rtp.NtpTime;
import org.confocal.media.rtp.RtcpReader;
import org.confocal.media.rtp.RtcpSink;
import org.confocal.media.rtp.RtcpWriter;
import org.jspecify.annotations.Nullable;

/**
 * The RTCP of one session: reports at random times ({@link RtcpInterval}), and what the peer
 * reports ({@link PeerReports}).
 *
 * <p>Reports go to the signalled address until valid RTCP comes; they follow its source if that has
 * the IP address from which the RTP is taken, or is the signalled address. RTCP from elsewhere is
 * refused. On a leg that does ICE checks decide that.
 */
final class RtcpReporter implements RtcpSink {

  private final LoopContext context;
  private final SecureTransport security;
  private final OutboundAudio outbound;
  private final InboundAudio inbound;
  private final byte[] cname;
  private final RtcpInterval interval;
  private final PeerReports peer = new PeerReports();
  private InetSocketAddress signalled;
  private @Nullable InetSocketAddress latched;
  private @Nullable IceComponent ice;
  private long nextReportNs;
  private int lastSr;
  private long lastSrNs;
  private boolean saidBye;
  private long byeNs;

  RtcpReporter(
      LoopContext context,
      SecureTransport security,
      OutboundAudio outbound,
      InboundAudio inbound,
      InetSocketAddress signalled) {
    this.context = context;
    this.security = security;
    this.outbound = outbound;
    this.inbound = inbound;
    this.signalled = signalled;
    this.cname = canonicalName(outbound.ssrc());
    this.interval =
        new RtcpInterval(context.settings.times().rtcpInterval().toNanos(), context.random);
    schedule();
  }

  /**
   * One name for a leg as long as it has its SSRC, also after a restart; it tells nothing of us.
   * RFC 7022 section 4.
   */
  private static byte[] canonicalName(int ssrc) {
    long name = new SplittableRandom(ssrc).nextLong();
    return (Long.toHexString(name) + "@confocal").getBytes(StandardCharsets.US_ASCII);
  }

  /** Believes checks from now on; null: addresses. */
  void believe(@Nullable IceComponent component) {
    ice = component;
  }

  /** What the session may take, in bits per second. */
  void bandwidth(int bitsPerSecond) {
    interval.bandwidth(bitsPerSecond);
  }

  /** A new description. */
  void signal(InetSocketAddress address) {
    if (!address.equals(signalled)) {
      signalled = address;
      latched = null;
    }
  }

  private void schedule() {
    nextReportNs = context.nowNs + interval.nextNs();
  }

  /** Sends a report if it is due. */
  void onTimer(DatagramPort port, @Nullable InetSocketAddress muxTarget) {
    if (context.nowNs - nextReportNs < 0) {
      return;
    }
    schedule();
    ByteBuffer out = context.control.clear();
    report(out);
    interval.onReport(out.position());
    transmit(port, out, muxTarget);
  }

  /** Says that the stream ends. RFC 3550 section 6.6. */
  void bye(DatagramPort port, @Nullable InetSocketAddress muxTarget) {
    ByteBuffer out = context.control.clear();
    report(out);
    RtcpWriter.bye(out, outbound.ssrc());
    transmit(port, out, muxTarget);
  }

  private void report(ByteBuffer out) {
    if (outbound.takeSentSinceReport()) {
      long ntp = NtpTime.fromMillis(context.clocks.wallMillis().getAsLong());
      RtcpWriter.senderReport(
          out, outbound.ssrc(), ntp, outbound.timestamp(), outbound.packets(), outbound.octets());
      peer.onSent(NtpTime.middle(ntp), context.nowNs);
    } else {
      RtcpWriter.receiverReport(out, outbound.ssrc());
    }
    if (inbound.believed()) {
      long sinceNs = context.nowNs - lastSrNs;
      int delay = lastSr == 0 ? 0 : (int) (sinceNs * 65536.0 / 1e9);
      RtcpWriter.reportBlock(out, 0, inbound.source(), inbound.statistics(), lastSr, delay);
    }
    RtcpWriter.sourceDescription(out, outbound.ssrc(), cname);
  }

  private void transmit(DatagramPort port, ByteBuffer out, @Nullable InetSocketAddress muxTarget) {
    InetSocketAddress to = muxTarget != null ? muxTarget : target();
    if (to.getPort() != 0 && !to.getAddress().isAnyLocalAddress()) {
      context.send(port, security.protectRtcp(out.flip()), to);
    }
  }

  private InetSocketAddress target() {
    if (ice != null) {
      return ice.target();
    }
    return latched != null ? latched : signalled;
  }

  private boolean knows(InetSocketAddress source, InetSocketAddress rtpPeer) {
    if (ice != null) {
      return ice.believes(source);
    }
    return source.getAddress().equals(rtpPeer.getAddress()) || source.equals(signalled);
  }

  /**
   * Takes a datagram.
   *
   * @param rtpPeer where RTP is taken from now
   * @return whether it was valid RTCP of the peer
   */
  boolean onDatagram(
      ByteBuffer datagram, int length, InetSocketAddress source, InetSocketAddress rtpPeer) {
    if (!knows(source, rtpPeer)) {
      context.counters.increment(Counter.STRANGERS);
      return false;
    }
    if (!RtcpReader.read(datagram, 0, length, this)) {
      context.counters.increment(Counter.MALFORMED);
      return false;
    }
    interval.onReport(length);
    latched = source;
    return true;
  }

  @Override
  public void onSenderReport(int ssrc, long ntp, int rtpTimestamp, int packets, int octets) {
    if (inbound.believed() && ssrc == inbound.source()) {
      lastSr = NtpTime.middle(ntp);
      lastSrNs = context.nowNs;
    }
  }

  @Override
  public void onReportBlock(
      int ssrc,
      int about,
      int fractionLost,
      int cumulativeLost,
      int extendedHighest,
      int jitter,
      int lastSrOfOurs,
      int delaySinceLastSr) {
    if (about == outbound.ssrc()) {
      peer.onBlock(
          fractionLost, cumulativeLost, jitter, lastSrOfOurs, delaySinceLastSr, context.nowNs);
    }
  }

  /**
   * A BYE over RTCP can be forged, and the dialog says it better. So it ends nothing: it only makes
   * silence tell sooner that the stream is over ({@link #saidByeAfter}).
   */
  @Override
  public void onBye(int ssrc) {
    if (inbound.believed() && ssrc == inbound.source()) {
      saidBye = true;
      byeNs = context.nowNs;
    }
  }

  /** Whether the peer has said goodbye since its last packet. */
  boolean saidByeAfter(long lastPacketNs) {
    return saidBye && lastPacketNs - byeNs <= 0;
  }

  /** What the peer says of our stream. */
  PeerReports peer() {
    return peer;
  }
}
