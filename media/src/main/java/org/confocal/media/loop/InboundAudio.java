package org.confocal.media.loop;

import java.nio.ByteBuffer;
import org.confocal.media.SessionParameters;
import org.confocal.media.codec.AudioDecoder;
import org.confocal.media.codec.ComfortNoise;
import org.confocal.media.codec.G711;
import org.confocal.media.codec.G711Decoder;
import org.confocal.media.jitter.JitterBuffer;
import org.confocal.media.jitter.JitterCounts;
import org.confocal.media.rtp.ReceptionStatistics;
import org.confocal.media.rtp.RtpHeader;
import org.confocal.media.rtp.TelephoneEvents;

/**
 * The stream that a peer sends: sorts packets by payload type, decodes what is due, fills pauses
 * with comfort noise (RFC 3389) where the peer asks for it, and follows the change of its source. A
 * new SSRC is believed at its second packet in order, so that a single stray one does not throw the
 * stream away.
 */
final class InboundAudio {

  /** Comfort noise. RFC 3389. */
  static final int COMFORT_NOISE = 13;

  private final LoopContext context;
  private final ReceptionStatistics statistics = new ReceptionStatistics();
  private final TelephoneEvents events = new TelephoneEvents();
  private final JitterBuffer jitter;
  private final ComfortNoise noise = new ComfortNoise();
  private AudioDecoder decoder = new G711Decoder(G711.MU_LAW);
  private boolean soundSinceNoise;
  private int soundTimestamp;
  private int eventClockHz = decoder.clockHz();
  private boolean hasSource;
  private int source;
  private int candidate;
  private int candidateSequence = -1;
  private long lost;
  private long late;
  private long duplicate;
  private long reordered;
  private long concealed;

  InboundAudio(LoopContext context) {
    this.context = context;
    this.jitter =
        new JitterBuffer(
            context.settings.jitter().min().toNanos(),
            context.settings.jitter().max().toNanos(),
            context.settings.jitter().inTimePercent() / 100.0);
  }

  /** Whether a packet may belong to the session at all. */
  static boolean agreed(int payloadType, SessionParameters parameters) {
    return payloadType == parameters.payloadType()
        || payloadType == COMFORT_NOISE
        || (payloadType == parameters.telephoneEventPayloadType()
            && payloadType != SessionParameters.NONE);
  }

  /** The next packet's source is believed at once. */
  void forgetSource() {
    hasSource = false;
    candidateSequence = -1;
  }

  /** Drops what waits, for example after a hold. */
  void flush() {
    jitter.reset();
    noise.stop();
  }

  /** Another codec from now on. */
  void decodeBy(AudioDecoder newDecoder) {
    decoder = newDecoder;
    statistics.clock(newDecoder.clockHz());
    events.reset(); // the timestamps of another codec may begin anew
    flush();
  }

  /**
   * The clock of telephone events. When it is not that of the codec, their timestamps say nothing
   * of their place among the sound.
   */
  void eventClock(int clockHz) {
    eventClockHz = clockHz;
    events.clock(clockHz);
  }

  /**
   * Takes a packet of an agreed payload type.
   *
   * @return a digit that is to be told, or 0
   */
  char onPacket(RtpHeader header, ByteBuffer datagram, SessionParameters parameters) {
    if (!follows(header.ssrc(), header.sequence())) {
      return 0;
    }
    statistics.onPacket(header.sequence());
    boolean sound = header.payloadType() == parameters.payloadType();
    if (sound) {
      soundSinceNoise = true;
      soundTimestamp = header.timestamp();
      statistics.onArrival(header.timestamp(), context.nowNs);
    } else if (header.payloadType() == COMFORT_NOISE && header.payloadLength() > 0) {
      soundSinceNoise = false;
      noise.onDescriptor(datagram.get(header.payloadOffset()));
    }
    boolean fits =
        jitter.put(
            header.sequence(),
            sound || eventClockHz == decoder.clockHz() ? header.timestamp() : soundTimestamp,
            header.marker(),
            datagram,
            header.payloadOffset(),
            sound ? header.payloadLength() : 0,
            decoder,
            context.nowNs);
    if (!fits) {
      context.counters.increment(Counter.UNEXPECTED);
    }
    if (sound || header.payloadType() == COMFORT_NOISE) {
      return 0;
    }
    return events.onPacket(
        datagram,
        header.payloadOffset(),
        header.payloadLength(),
        header.timestamp(),
        context.nowNs);
  }

  private boolean follows(int ssrc, int sequence) {
    if (ssrc == source) {
      hasSource = true; // also the one before a change of address: a new binding of a NAT
      candidateSequence = -1;
      return true;
    }
    if (hasSource && (ssrc != candidate || sequence != candidateSequence)) {
      candidate = ssrc;
      candidateSequence = sequence + 1 & 0xFFFF;
      return false;
    }
    hasSource = true;
    source = ssrc;
    candidateSequence = -1;
    statistics.reset();
    events.reset();
    flush();
    return true;
  }

  /** Plays one frame at the rate of the decoder; false if there is nothing to hear. */
  boolean read(short[] frame, long tickNs) {
    if (jitter.read(frame, decoder, tickNs)) {
      if (soundSinceNoise) {
        noise.stop();
      }
      return true;
    }
    if (noise.playing() && jitter.pausing()) {
      noise.render(frame, frame.length);
      return true;
    }
    return false;
  }

  /** A digit whose end was lost, or 0. */
  char expireEvent() {
    return events.expire(context.nowNs);
  }

  int eventDurationMs() {
    return events.durationMs();
  }

  boolean believed() {
    return hasSource && statistics.believed();
  }

  int source() {
    return source;
  }

  ReceptionStatistics statistics() {
    return statistics;
  }

  JitterCounts counts() {
    return jitter.counts();
  }

  int delayMs() {
    return jitter.delayMs();
  }

  /** Adds what happened since the last call to the counters of the loop. */
  void publish() {
    JitterCounts counts = jitter.counts();
    context.counters.add(Counter.LOST, counts.lost() - lost);
    context.counters.add(Counter.LATE, counts.late() - late);
    context.counters.add(Counter.DUPLICATE, counts.duplicate() - duplicate);
    context.counters.add(Counter.REORDERED, counts.reordered() - reordered);
    context.counters.add(Counter.CONCEALED, counts.concealed() - concealed);
    lost = counts.lost();
    late = counts.late();
    duplicate = counts.duplicate();
    reordered = counts.reordered();
    concealed = counts.concealed();
  }
}
