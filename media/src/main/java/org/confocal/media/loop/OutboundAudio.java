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

  private final LoopContext context;
  private final int ssrc;
  private int clockHz = 8000;
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

  private void begin(int packetMs) {
    long wallMillis = context.clocks.wallMillis().getAsLong();
    sequence = StreamNumbers.sequence(ssrc, wallMillis, packetMs);
    timestamp = StreamNumbers.timestamp(ssrc, wallMillis, clockHz);
    begun = true;
  }

  int ssrc() {
    return ssrc;
  }

  /**
   * The clock of the timestamps from now on. They go on from where they are: RFC 7160 section 4.1.
   */
  void clock(int clockHz) {
    this.clockHz = clockHz;
  }

  /** Time passes also while nothing is sent. */
  void advance(long frames) {
    timestamp += (int) frames * LoopContext.samples(clockHz);
  }

  /** Nothing is sent in this frame; the next packet begins a talk spurt. */
  void pause() {
    paused = true;
  }

  /** Writes the headers into the packets of a stream's tick and sends them. */
  void send(DatagramPort port, EncodedStream stream, InetSocketAddress to, int payloadType) {
    if (!begun && stream.count() > 0) {
      begin(stream.format.packetMs());
    }
    for (int i = 0; i < stream.count(); i++) {
      if (stream.length(i) == 0) {
        paused = true;
      } else {
        send(port, stream.packet(i), stream.length(i), stream.offset(i), to, payloadType);
      }
    }
  }

  private void send(
      DatagramPort port,
      ByteBuffer packet,
      int length,
      int offset,
      InetSocketAddress to,
      int payloadType) {
    RtpHeader.write(
        packet, 0, paused ? payloadType | 0x80 : payloadType, sequence, timestamp + offset, ssrc);
    sequence = sequence + 1 & 0xFFFF;
    paused = false;
    packet.position(0).limit(RtpHeader.LENGTH + length);
    if (context.send(port, packet, to)) {
      context.counters.increment(Counter.PACKETS_SENT);
      packets++;
      octets += length;
      sentSinceReport = true;
    }
    packet.clear();
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
