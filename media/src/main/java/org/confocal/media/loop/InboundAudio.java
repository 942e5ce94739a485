package org.confocal.media.loop;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.confocal.media.AudioCodec;
import org.confocal.media.ReceivedTypes;
import org.confocal.media.codec.AudioDecoder;
import org.confocal.media.codec.ComfortNoise;
import org.confocal.media.codec.G711;
import org.confocal.media.codec.G711Decoder;
import org.confocal.media.codec.SilenceGuess;
import org.confocal.media.jitter.JitterBuffer;
import org.confocal.media.jitter.JitterCounts;
import org.confocal.media.resample.Resampler;
import org.confocal.media.rtp.ReceptionStatistics;
import org.confocal.media.rtp.RtpHeader;
import org.confocal.media.rtp.TelephoneEvents;
import org.jspecify.annotations.Nullable;

/**
 * The stream that a peer sends: sorts packets by payload type, decodes what is due, fills pauses
 * with comfort noise (RFC 3389) where the peer asks for it, and follows the change of its source
 * and of its codec. A new SSRC and another codec are believed at their second packet in order, so
 * that a single stray one does not throw the stream away.
 */
final class InboundAudio {

  /** Comfort noise. RFC 3389. */
  static final int COMFORT_NOISE = 13;

  private static final int NOISE_CLOCK_HZ = 8000;
  private static final int TYPES = 128;
  private static final int NO_EVENTS = 0;

  private final LoopContext context;
  private final ReceptionStatistics statistics = new ReceptionStatistics();
  private final TelephoneEvents events = new TelephoneEvents();
  private final JitterBuffer jitter;
  private final ComfortNoise noise = new ComfortNoise();
  private final SilenceGuess guess = new SilenceGuess();
  private final @Nullable AudioCodec[] codecs = new AudioCodec[TYPES];
  private final int[] eventClocks = new int[TYPES];
  private AudioCodec codec = AudioCodec.PCMU;
  private AudioDecoder decoder = new G711Decoder(G711.MU_LAW);
  private int rateHz = decoder.rateHz();
  private short[] decoded = new short[0];
  private @Nullable Resampler toRate;
  private boolean hasSound;
  private int soundSequence;
  private boolean soundSinceNoise;
  private int soundTimestamp;
  private int eventClockHz = decoder.clockHz();
  private boolean hasSource;
  private int source;
  private int candidate;
  private int candidateSequence = -1;
  private @Nullable AudioCodec candidateCodec;
  private int codecSequence;
  private final long[] published = new long[10];

  InboundAudio(LoopContext context) {
    this.context = context;
    this.jitter =
        new JitterBuffer(
            context.settings.jitter().min().toNanos(),
            context.settings.jitter().max().toNanos(),
            context.settings.jitter().inTimePercent() / 100.0);
  }

  /** What the peer may send from now on. */
  void accept(ReceivedTypes types) {
    Arrays.fill(codecs, null);
    Arrays.fill(eventClocks, NO_EVENTS);
    types.sounds().forEach(sound -> codecs[sound.payloadType()] = sound.codec());
    types.events().forEach(event -> eventClocks[event.payloadType()] = event.clockHz());
  }

  /** Whether a packet may belong to the session at all. */
  boolean agreed(int payloadType) {
    return codecs[payloadType] != null
        || eventClocks[payloadType] != NO_EVENTS
        || payloadType == COMFORT_NOISE;
  }

  /** The next packet's source is believed at once. */
  void forgetSource() {
    hasSource = false;
    candidateSequence = -1;
  }

  /** Drops what waits, for example after a hold. */
  void flush() {
    jitter.reset();
    guess.reset();
    noise.stop();
  }

  /**
   * Another codec from now on.
   *
   * @param newRateHz of the frames that are read, whatever the rate of the codec is
   */
  void decodeBy(AudioCodec newCodec, int newRateHz) {
    close();
    codec = newCodec;
    rateHz = newRateHz;
    decoder = context.codecs.decoder(newCodec, newRateHz);
    boolean same = decoder.rateHz() == newRateHz;
    toRate = same ? null : new Resampler(decoder.rateHz(), newRateHz);
    decoded = same ? new short[0] : new short[LoopContext.samples(decoder.rateHz())];
    hasSound = false;
    statistics.clock(decoder.clockHz());
    events.reset(); // the timestamps of another codec may begin anew
    flush();
  }

  /** The decoder is not needed any more. */
  void close() {
    context.codecs.release(codec, decoder);
    codec = AudioCodec.PCMU;
    decoder = new G711Decoder(G711.MU_LAW);
  }

  /**
   * Takes a packet of an agreed payload type.
   *
   * @param levelId the number of the header extension that tells its level (RFC 6464); 0: none does
   * @return a digit that is to be told, or 0
   */
  char onPacket(RtpHeader header, ByteBuffer datagram, int levelId) {
    if (!follows(header.ssrc(), header.sequence())) {
      return 0;
    }
    AudioCodec spoken = codecs[header.payloadType()];
    boolean sound = spoken != null;
    candidateCodec = spoken == codec ? null : candidateCodec;
    if (spoken != null && spoken != codec && !changes(spoken, header.sequence())) {
      return 0;
    }
    statistics.onPacket(header.sequence());
    if (sound) {
      onSound(header);
    } else if (header.payloadType() == COMFORT_NOISE && header.payloadLength() > 0) {
      soundSinceNoise = false;
      noise.onDescriptor(datagram.get(header.payloadOffset()));
    }
    boolean fits =
        jitter.put(
            header.sequence(),
            sound || inStep(header) ? header.timestamp() : soundTimestamp,
            header.marker(),
            datagram,
            header.payloadOffset(),
            sound ? header.payloadLength() : 0,
            decoder,
            level(header, datagram, sound, levelId),
            context.nowNs);
    if (!fits) {
      context.counters.increment(Counter.UNEXPECTED);
    }
    if (sound || header.payloadType() == COMFORT_NOISE) {
      return 0;
    }
    eventClock(eventClocks[header.payloadType()]);
    return events.onPacket(
        datagram,
        header.payloadOffset(),
        header.payloadLength(),
        header.timestamp(),
        context.nowNs);
  }

  /**
   * The peer speaks another of the codecs, if two packets in order say so: buffers are made anew
   * for it. What comes late from before that is not for it.
   */
  private boolean changes(AudioCodec spoken, int sequence) {
    if (hasSound && (short) (sequence - soundSequence) < 0) {
      context.counters.increment(Counter.LATE);
      return false;
    }
    if (hasSound && (spoken != candidateCodec || sequence != codecSequence)) {
      candidateCodec = spoken;
      codecSequence = sequence + 1 & 0xFFFF;
      statistics.onPacket(sequence);
      return false;
    }
    candidateCodec = null;
    decodeBy(spoken, rateHz);
    return true;
  }

  private void onSound(RtpHeader header) {
    soundSinceNoise = true;
    soundTimestamp = header.timestamp();
    if (!hasSound || (short) (header.sequence() - soundSequence) > 0) {
      hasSound = true;
      soundSequence = header.sequence();
    }
    statistics.onArrival(header.timestamp(), context.nowNs);
  }

  /**
   * Whether a packet without sound counts time as the codec does. When it does not, its timestamp
   * says nothing of its place among the sound.
   */
  private boolean inStep(RtpHeader header) {
    int clockHz = eventClocks[header.payloadType()];
    return clockHz == NO_EVENTS
        ? decoder.clockHz() == NOISE_CLOCK_HZ
        : clockHz == decoder.clockHz();
  }

  private void eventClock(int clockHz) {
    if (clockHz != eventClockHz) {
      eventClockHz = clockHz;
      events.reset(); // timestamps of two clocks cannot be compared
      events.clock(clockHz);
    }
  }

  private int level(RtpHeader header, ByteBuffer datagram, boolean sound, int levelId) {
    if (levelId != 0 && sound) {
      int told = header.audioLevel(levelId);
      if (told >= 0) {
        return told;
      }
    }
    boolean silent =
        sound
            && codec == AudioCodec.OPUS
            && header.payloadLength() > 0
            && guess.silent(datagram, header.payloadOffset(), header.payloadLength());
    return silent ? JitterBuffer.SILENCE : JitterBuffer.UNKNOWN_LEVEL;
  }

  /** The frame that was read last was loud enough to be mixed, or was not. */
  void heard(boolean loud) {
    guess.onFrame(loud);
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
    hasSound = false;
    statistics.reset();
    events.reset();
    flush();
    return true;
  }

  /** Plays one frame at the rate of the leg; false if there is nothing to hear. */
  boolean read(short[] frame, long tickNs) {
    if (jitter.quiet(decoder)) {
      skip(tickNs);
      return false;
    }
    Resampler resampler = toRate;
    if (jitter.read(resampler == null ? frame : decoded, decoder, tickNs)) {
      if (soundSinceNoise) {
        noise.stop();
      }
      if (resampler != null) {
        resampler.resample(decoded, decoded.length, frame);
      }
      return true;
    }
    if (resampler != null) {
      resampler.reset();
    }
    if (noise.playing() && jitter.pausing()) {
      noise.render(frame, frame.length);
      return true;
    }
    return false;
  }

  /** Lets one frame go by that nobody would hear; nothing is decoded. */
  void skip(long tickNs) {
    jitter.skip(decoder, tickNs);
    if (soundSinceNoise) {
      noise.stop();
    }
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

  /** How much sound waits. */
  int depthMs() {
    return jitter.depthMs();
  }

  /** From arrival to the tick, as a running mean; negative while nothing came. */
  long meanWaitNs() {
    return jitter.meanWaitNs();
  }

  /** Interarrival jitter. */
  int jitterUs() {
    return (int) (statistics.jitterSamples() * 1_000_000L / decoder.clockHz());
  }

  /** Adds what happened since the last call to the counters of the loop. */
  void publish() {
    JitterCounts counts = jitter.counts();
    publish(Counter.LOST, counts.lost(), 0);
    publish(Counter.LATE, counts.late(), 1);
    publish(Counter.DUPLICATE, counts.duplicate(), 2);
    publish(Counter.REORDERED, counts.reordered(), 3);
    publish(Counter.CONCEALED, counts.concealed(), 4);
    publish(Counter.RECOVERED, counts.recovered(), 5);
    publish(Counter.EXPANDED, counts.expanded(), 6);
    publish(Counter.ACCELERATED, counts.accelerated(), 7);
    publish(Counter.LEFT_OUT, counts.skipped(), 8);
    publish(Counter.RESTARTS, counts.restarts(), 9);
  }

  private void publish(Counter counter, long total, int index) {
    context.counters.add(counter, total - published[index]);
    published[index] = total;
  }
}
