package org.confocal.media.loop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.confocal.media.net.DatagramPort;
import org.confocal.media.rtp.RtpHeader;

/**
 * The stream that we send: numbers its packets and counts them for the sender reports. RFC 3550
 * section 5.1.
 */
final class OutboundAudio {

  private static final int CLOCK_HZ = 8000;

  private final LoopContext context;
  private final int ssrc;
  private int sequence;
  private int timestamp;
  private int packets;
  private int octets;
  private boolean begun;
  private boolean paused = true;
  private boolean sentSinceReport;

  OutboundAudio(LoopContext context, int ssrc) {
    this.context = context;
    this.ssrc = ssrc;
  }

  private void begin() {
    long wallMillis = context.clocks.wallMillis().getAsLong();
    sequence = StreamNumbers.sequence(ssrc, wallMillis, LoopContext.FRAME_MS);
    timestamp = StreamNumbers.timestamp(ssrc, wallMillis, CLOCK_HZ);
    begun = true;
  }

  int ssrc() {
    return ssrc;
  }

  /** Time passes also while nothing is sent. */
  void advance(long frames) {
    timestamp += (int) frames * LoopContext.FRAME;
  }

  /** Nothing is sent in this frame; the next packet begins a talk spurt. */
  void pause() {
    paused = true;
  }

  /** Writes the header into a packet of {@link FramePackets} and sends it. */
  void send(DatagramPort port, ByteBuffer packet, InetSocketAddress to, int payloadType) {
    if (!begun) {
      begin();
    }
    RtpHeader.write(
        packet, 0, paused ? payloadType | 0x80 : payloadType, sequence, timestamp, ssrc);
    sequence = sequence + 1 & 0xFFFF;
    paused = false;
    packet.clear();
    if (context.send(port, packet, to)) {
      context.counters.increment(Counter.PACKETS_SENT);
      packets++;
      octets += LoopContext.FRAME;
      sentSinceReport = true;
    }
  }

  /** Whether a sender report is due rather than a receiver report; starts the next interval. */
  boolean takeSentSinceReport() {
    boolean sent = sentSinceReport;
    sentSinceReport = false;
    return sent;
  }

  int timestamp() {
    return timestamp;
  }

  int packets() {
    return packets;
  }

  int octets() {
    return octets;
  }
}
