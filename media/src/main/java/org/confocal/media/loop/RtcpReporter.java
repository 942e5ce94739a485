package org.confocal.media.loop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.confocal.media.net.DatagramPort;
import org.confocal.media.rtp.NtpTime;
import org.confocal.media.rtp.RtcpReader;
import org.confocal.media.rtp.RtcpSink;
import org.confocal.media.rtp.RtcpWriter;
import org.jspecify.annotations.Nullable;

/**
 * The RTCP of one session: reports at random times around the interval of the settings (RFC 3550
 * sections 6.2 and 6.3; with two members the bandwidth never makes it longer), and what the peer
 * reports.
 *
 * <p>Reports go to the signalled address until valid RTCP comes; they follow its source if that has
 * the IP address from which the RTP is taken, or is the signalled address. RTCP from elsewhere is
 * refused.
 */
final class RtcpReporter implements RtcpSink {

  /**
   * e - 1.5: makes up for the reconsideration that shortens the mean interval. RFC 3550 section
   * 6.3.1.
   */
  private static final double COMPENSATION = 1.21828;

  private final LoopContext context;
  private final SecureTransport security;
  private final OutboundAudio outbound;
  private final InboundAudio inbound;
  private final byte[] cname;
  private InetSocketAddress signalled;
  private @Nullable InetSocketAddress latched;
  private long nextReportNs;
  private int lastSr;
  private long lastSrNs;
  private int roundTripMs = -1;
  private int remoteFractionLost;

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
    this.cname =
        (Long.toHexString(context.secrets.nextLong()) + "@confocal")
            .getBytes(StandardCharsets.US_ASCII);
    schedule(0.5);
  }

  /** A new description. */
  void signal(InetSocketAddress address) {
    if (!address.equals(signalled)) {
      signalled = address;
      latched = null;
    }
  }

  private void schedule(double share) {
    double interval = context.settings.times().rtcpInterval().toNanos() * share / COMPENSATION;
    nextReportNs = context.nowNs + (long) (interval * (0.5 + context.random.nextDouble()));
  }

  /** Sends a report if it is due. */
  void onTimer(DatagramPort port, @Nullable InetSocketAddress muxTarget) {
    if (context.nowNs - nextReportNs < 0) {
      return;
    }
    schedule(1);
    ByteBuffer out = context.control.clear();
    report(out);
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
    InetSocketAddress to = muxTarget != null ? muxTarget : latched != null ? latched : signalled;
    if (to.getPort() != 0 && !to.getAddress().isAnyLocalAddress()) {
      context.send(port, security.protectRtcp(out.flip()), to);
    }
  }

  /**
   * Takes a datagram.
   *
   * @param rtpPeer where RTP is taken from now
   * @return whether it was valid RTCP of the peer
   */
  boolean onDatagram(
      ByteBuffer datagram, int length, InetSocketAddress source, InetSocketAddress rtpPeer) {
    boolean known = source.getAddress().equals(rtpPeer.getAddress()) || source.equals(signalled);
    if (!known) {
      context.counters.increment(Counter.STRANGERS);
      return false;
    }
    if (!RtcpReader.read(datagram, 0, length, this)) {
      context.counters.increment(Counter.MALFORMED);
      return false;
    }
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
    if (about != outbound.ssrc()) {
      return;
    }
    remoteFractionLost = fractionLost;
    if (lastSrOfOurs != 0) {
      int now = NtpTime.middle(NtpTime.fromMillis(context.clocks.wallMillis().getAsLong()));
      int trip = now - lastSrOfOurs - delaySinceLastSr;
      roundTripMs = (int) ((Math.max(0, trip) * 1000L) >> 16);
    }
  }

  /**
   * A BYE over RTCP can be forged and the dialog says it better: silence alone tells that a stream
   * is lost.
   */
  @Override
  public void onBye(int ssrc) {}

  /** From our packets to the peer and back, or -1 while it is not known. */
  int roundTripMs() {
    return roundTripMs;
  }

  /** What the peer lost of our packets in its last interval, in 1/256. */
  int remoteFractionLost() {
    return remoteFractionLost;
  }
}
