package org.confocal.media.loop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.confocal.media.net.DatagramPort;
import org.confocal.media.rtp.RtpHeader;
import org.confocal.media.rtp.TelephoneEventWriter;
import org.confocal.media.srtp.SrtpKeys;
import org.jspecify.annotations.Nullable;

/**
 * The stream that we send: numbers its packets and counts them for the sender reports. RFC 3550
 * section 5.1.
 */
final class OutboundAudio {

  private static final int MARKER = 0x80;

  private final LoopContext context;
  private final SecureTransport security;
  private int ssrc;
  private int clockHz = 8000;
  private int sequence;
  private int timestamp;

  /** The timestamp where the sound ends that was sent. */
  private int sentUntil;

  private int packets;
  private int octets;
  private boolean begun;
  private boolean paused = true;
  private boolean sentSinceReport;

  OutboundAudio(LoopContext context, SecureTransport security, int ssrc) {
    this.context = context;
    this.security = security;
    this.ssrc = ssrc;
  }

  private void begin(int packetMs) {
    long wallMillis = context.clocks.wallMillis().getAsLong();
    sequence = StreamNumbers.sequence(ssrc, wallMillis, packetMs);
    if (security.on()) {
      sequence &= StreamNumbers.LOWER_HALF; // or the peer might guess that it has wrapped already
    }
    timestamp = StreamNumbers.timestamp(ssrc, wallMillis, clockHz);
    sentUntil = timestamp - clockHz;
    begun = true;
  }

  int ssrc() {
    return ssrc;
  }

  /**
   * By which keys it is protected, if any. Another key needs another stream, whose numbers begin
   * anew: RFC 3711 section 9.1.
   */
  void agree(@Nullable SrtpKeys keys) {
    if (security.agree(keys) && begun) {
      ssrc = StreamNumbers.freshSsrc(context.secrets, context.clocks.wallMillis().getAsLong());
      packets = 0;
      octets = 0;
      begun = false;
      paused = true;
    }
  }

  /**
   * The clock of the timestamps from now on. They go on from where they are: RFC 7160 section 4.1.
   */
  void clock(int newClockHz) {
    if (newClockHz != clockHz) {
      clockHz = newClockHz;
      sentUntil = timestamp;
    }
  }

  int clockHz() {
    return clockHz;
  }

  /** Time passes also while nothing is sent. */
  void advance(long frames) {
    timestamp += (int) frames * LoopContext.samples(clockHz);
    if (timestamp - sentUntil > clockHz) {
      sentUntil = timestamp - clockHz; // never half a circle behind
    }
  }

  /** Nothing is sent in this frame; the next packet begins a talk spurt. */
  void pause() {
    paused = true;
  }

  /**
   * Writes the headers into the packets of a stream's tick and sends them. When the length of
   * packets has changed, one that begins in what was sent already is left out: timestamps never go
   * back.
   */
  void send(DatagramPort port, EncodedStream stream, InetSocketAddress to, int payloadType) {
    if (!begun && stream.count() > 0) {
      begin(stream.format.packetMs());
    }
    for (int i = 0; i < stream.count(); i++) {
      int starts = timestamp + stream.offset(i);
      if (stream.length(i) == 0 || starts - sentUntil < 0) {
        paused = true;
      } else {
        int type = paused ? payloadType | MARKER : payloadType;
        send(port, stream.packet(i), stream.length(i), starts, to, type);
        sentUntil = starts + stream.format.packetMs() * (clockHz / 1000);
        paused = false;
      }
    }
  }

  /**
   * Sends a telephone event.
   *
   * @param packet with room for the header
   * @param payloadType with the marker bit if the event begins
   * @param began by the event's clock
   */
  void sendEvent(
      DatagramPort port, ByteBuffer packet, InetSocketAddress to, int payloadType, int began) {
    if (!begun) {
      begin(LoopContext.FRAME_MS);
    }
    send(port, packet, TelephoneEventWriter.LENGTH, began, to, payloadType);
    paused = true;
  }

  /** Now, by the clock of telephone events. */
  int timestamp(int eventClockHz) {
    return eventClockHz == clockHz
        ? timestamp
        : (int) (Integer.toUnsignedLong(timestamp) * eventClockHz / clockHz);
  }

  private void send(
      DatagramPort port,
      ByteBuffer packet,
      int length,
      int starts,
      InetSocketAddress to,
      int payloadType) {
    RtpHeader.write(packet, 0, payloadType, sequence, starts, ssrc);
    sequence = sequence + 1 & 0xFFFF;
    packet.position(0).limit(RtpHeader.LENGTH + length);
    if (context.send(port, security.protect(packet), to)) {
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
