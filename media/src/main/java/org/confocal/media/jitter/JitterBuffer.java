package org.confocal.media.jitter;

import java.nio.ByteBuffer;
import org.confocal.media.codec.AudioDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Orders the packets of one source and plays them at the pace of the reader's ticks, whatever their
 * codec and length.
 *
 * <p>Playout is a line from RTP timestamps to ticks. It is laid through the first packet, so that
 * packets wait at least the smallest delay, and anew after a jump of sequence or timestamp and at a
 * talk spurt when nothing is being played. A packet that is late moves the line to itself, up to
 * the largest delay. Between those bounds the delay follows the lateness that a share of the
 * packets does not exceed (and so the drift of the sender's clock), by whole periods of the sound
 * that are repeated or left out; only a delay above its bound is cut.
 *
 * <p>What is missing is recovered or concealed by the codec if it can, else by repeating the last
 * periods, faded to silence within 60 ms. Where the sender says that it pauses, silence is played.
 */
public final class JitterBuffer {

  /** Samples per tick of 20 ms at 8000 Hz. */
  public static final int FRAME = 160;

  /** The largest packet, in octets. */
  public static final int MAX_PAYLOAD = 1500;

  public static final long FRAME_NS = 20_000_000L;

  /** A packet of which nothing is known. */
  public static final int UNKNOWN_LEVEL = -1;

  /** A packet of digital silence. */
  public static final int SILENCE = 127;

  /** Not to be heard on any phone. */
  private static final int QUIET_LEVEL = 100;

  private static final int FIRST_RATE_HZ = 8000;
  private static final int STRAYS_BEFORE_RESTART = 3;
  private static final int MEAN_OVER = 16;
  private static final long JUMP_NS = 500_000_000L;
  private static final long SLACK_NS = 4_000_000L;

  private final long minNs;
  private final long maxNs;
  private final PacketStore store = new PacketStore();
  private final PlayoutLine line = new PlayoutLine();
  private final DelayEstimator estimator;
  private final Pace pace = new Pace();
  private final JitterCounts counts = new JitterCounts();

  private Playout playout = new Playout(FIRST_RATE_HZ, store, line, counts);
  private @Nullable AudioDecoder followed;
  private boolean anchored;
  private int strays;
  private int strayNext;
  private long delayNs;
  private long meanWaitNs = -1;

  /**
   * @param minNs what a packet waits at least when the network is clean
   * @param maxNs what the earliest packets wait at most
   * @param quantile share of packets that shall be in time, above 0 and below 1
   */
  public JitterBuffer(long minNs, long maxNs, double quantile) {
    this.minNs = minNs;
    this.maxNs = maxNs;
    this.estimator = new DelayEstimator(quantile);
  }

  /** Forgets the source; counts stay. */
  public void reset() {
    anchored = false;
    strays = 0;
    delayNs = 0;
    store.clear();
    estimator.forgetBaseline();
    playout.begin();
  }

  /** Takes a packet of which nobody says how loud it is. */
  @SuppressWarnings("TooManyParameters") // the fields of a packet
  public boolean put(
      int sequence,
      int timestamp,
      boolean marker,
      ByteBuffer payload,
      int offset,
      int length,
      AudioDecoder decoder,
      long nowNs) {
    return put(sequence, timestamp, marker, payload, offset, length, decoder, UNKNOWN_LEVEL, nowNs);
  }

  /**
   * Takes a packet.
   *
   * @param sequence 0 to 65535
   * @param payload copied
   * @param length 0 for a packet that holds no sound (an event, comfort noise) but its place in the
   *     sequence: silence follows it
   * @param decoder the stream's; another one than before begins another stream
   * @param level how loud the sender says that it is, in dB below the overload point: 0 to {@link
   *     #SILENCE} (RFC 6464), or {@link #UNKNOWN_LEVEL}
   * @return false if it is too large
   */
  @SuppressWarnings("TooManyParameters") // the fields of a packet
  public boolean put(
      int sequence,
      int timestamp,
      boolean marker,
      ByteBuffer payload,
      int offset,
      int length,
      AudioDecoder decoder,
      int level,
      long nowNs) {
    if (length > MAX_PAYLOAD) {
      return false;
    }
    boolean quiet = level >= QUIET_LEVEL;
    follow(decoder);
    if (!anchored || (marker && idle() && inFuture(sequence))) {
      anchor(sequence, timestamp, payload, offset, length, quiet, nowNs);
      return true;
    }
    long extended = store.extend(sequence);
    long unwrapped = line.extend(timestamp);
    if (store.knows(extended)) {
      counts.duplicate++;
    } else if (outOfRange(extended, unwrapped, length, nowNs)) {
      onStray(sequence, timestamp, payload, offset, length, quiet, nowNs);
    } else {
      strays = 0;
      accept(extended, unwrapped, payload, offset, length, quiet, nowNs);
    }
    return true;
  }

  private void follow(AudioDecoder decoder) {
    if (decoder == followed) {
      return;
    }
    followed = decoder;
    line.clock(decoder.clockHz());
    if (decoder.rateHz() != playout.rateHz()) {
      playout = new Playout(decoder.rateHz(), store, line, counts);
    }
    reset();
  }

  private boolean inFuture(int sequence) {
    return store.extend(sequence) > store.highest();
  }

  private boolean outOfRange(long extended, long timestamp, int length, long nowNs) {
    if (!store.spans(extended)) {
      return true;
    }
    if (line.leadNs(timestamp, playout.heldNs(), nowNs) > maxNs + JUMP_NS) {
      return true;
    }
    // Events keep the timestamp of their beginning.
    return length > 0 && line.ns(line.position - timestamp) > maxNs;
  }

  /** One packet far off may be a mistake; several in a row are a sender that began anew. */
  private void onStray(
      int sequence,
      int timestamp,
      ByteBuffer payload,
      int offset,
      int length,
      boolean quiet,
      long nowNs) {
    strays = sequence == strayNext ? strays + 1 : 1;
    strayNext = sequence + 1 & 0xFFFF;
    if ((idle() && inFuture(sequence)) || strays >= STRAYS_BEFORE_RESTART) {
      counts.restarts++;
      estimator.forgetBaseline();
      playout.begin();
      anchor(sequence, timestamp, payload, offset, length, quiet, nowNs);
    } else {
      counts.late++;
    }
  }

  private void accept(
      long extended,
      long timestamp,
      ByteBuffer payload,
      int offset,
      int length,
      boolean quiet,
      long nowNs) {
    boolean past = extended < store.head();
    if (past && (length == 0 || timestamp < line.position)) {
      counts.late++;
      return;
    }
    if (length > 0) {
      if (timestamp < line.position) {
        growTo(timestamp);
      }
      observe(timestamp, nowNs);
    }
    if (extended < store.highest()) {
      counts.reordered++;
    }
    store.put(extended, timestamp, payload, offset, length, quiet);
  }

  /** Lays the line through this packet. */
  private void anchor(
      int sequence,
      int timestamp,
      ByteBuffer payload,
      int offset,
      int length,
      boolean quiet,
      long nowNs) {
    long unwrapped = line.extend(timestamp);
    long lateNs = 0;
    if (estimator.hasBaseline()) {
      lateNs = line.transitNs(unwrapped, nowNs) - estimator.baselineNs();
    }
    if (lateNs < 0 || lateNs > maxNs) {
      estimator.forgetBaseline();
      lateNs = 0;
    }
    anchored = true;
    strays = 0;
    store.begin(sequence);
    store.put(store.highest(), unwrapped, payload, offset, length, quiet);
    if (followed != null) {
      playout.expect(followed);
    }
    long waitNs = Math.max(0, neededNs() + FRAME_NS - playout.grain().ns() - lateNs);
    line.lay(unwrapped, waitNs, playout.grain().ns(), playout.heldNs(), nowNs);
    playout.laid();
    pace.grown();
    if (length > 0) {
      observe(unwrapped, nowNs);
    }
  }

  /** The least delay at which the wished share of packets is in time. */
  private long neededNs() {
    long wishedNs = Math.max(minNs - SLACK_NS, estimator.latenessNs());
    return Math.max(0, Math.min(wishedNs, maxNs - 2 * FRAME_NS - SLACK_NS));
  }

  /** The packet that is late shall be played after all, and those behind it will be in time. */
  private void growTo(long timestamp) {
    playout.cameLate();
    pace.grown();
    long back = line.position - Math.max(timestamp, playout.decodedEnd());
    long roomNs = maxNs - presentDelayNs();
    if (back > 0 && roomNs > 0) {
      line.position -= line.ns(back) <= roomNs ? back : line.units(roomNs) - 1;
      playout.movedBack();
    }
  }

  private void observe(long timestamp, long nowNs) {
    long waitNs = line.waitNs(timestamp, playout.heldNs(), nowNs);
    if (waitNs >= 0) {
      meanWaitNs = meanWaitNs < 0 ? waitNs : meanWaitNs + (waitNs - meanWaitNs) / MEAN_OVER;
    }
    if (!line.readerIsLate(nowNs)) {
      estimator.observe(line.transitNs(timestamp, nowNs), nowNs);
    }
    delayNs = presentDelayNs();
    if (delayNs > maxNs) {
      line.position += line.units(delayNs - maxNs);
      counts.skipped += (delayNs - maxNs + FRAME_NS - 1) / FRAME_NS;
      playout.jumped();
      delayNs = maxNs;
    }
  }

  private long presentDelayNs() {
    return estimator.hasBaseline() ? line.delayNs(estimator.baselineNs(), playout.heldNs()) : 0;
  }

  /** Whether there is nothing to play: no packet waits and concealment has faded. */
  public boolean idle() {
    return playout.silent() && store.isEmpty();
  }

  /** Whether what is silent is a pause that the sender announced: comfort noise may be played. */
  public boolean pausing() {
    return playout.pausing();
  }

  /**
   * Plays one frame.
   *
   * @param frame receives 20 ms at the decoder's rate, zeros if there is nothing
   * @param decoder the stream's; another one than before begins another stream
   * @param tickNs the nominal time of the tick, {@link #FRAME_NS} after the one before; if ticks
   *     were left out, as many frames are
   * @return whether there was anything to hear
   */
  public boolean read(short[] frame, AudioDecoder decoder, long tickNs) {
    follow(decoder);
    long missed = line.tick(tickNs);
    if (missed > 0) {
      playout.leaveOut(missed);
    }
    Pace.Step step = step();
    boolean heard = playout.play(frame, decoder, step, pace);
    line.ticked();
    return heard;
  }

  private Pace.Step step() {
    if (!estimator.hasBaseline() || store.isEmpty()) {
      return Pace.Step.KEEP;
    }
    delayNs = presentDelayNs();
    Grain grain = playout.grain();
    long usedNs = delayNs - grain.unusedNs(playout.held());
    return pace.step(usedNs - neededNs(), grain.ns(), grain.restNs(playout.held()));
  }

  /**
   * Whether the packet that is due is known to be silence, and sound has been over for 100 ms: the
   * frame may be {@link #skip skipped} instead of {@link #read}. Packets that are shorter than a
   * frame are never told.
   */
  public boolean quiet(AudioDecoder decoder) {
    return decoder == followed && anchored && playout.quiet(decoder);
  }

  /**
   * Lets one frame go by unheard: as {@link #read}, but nothing is decoded. Packets are counted,
   * the delay follows the network, and when frames are read again the decoder begins anew.
   */
  public void skip(AudioDecoder decoder, long tickNs) {
    follow(decoder);
    long missed = line.tick(tickNs);
    Pace.Step step = step();
    playout.pass(decoder, missed + 1);
    if (step != Pace.Step.KEEP && playout.held() == 0) {
      playout.shift(step == Pace.Step.LONGER);
      pace.done(step, true);
    }
    line.ticked();
  }

  /** How long the earliest packets wait at present. */
  public int delayMs() {
    return (int) (Math.max(0, delayNs) / 1_000_000);
  }

  /**
   * From the arrival of a packet to the tick that reads its first sample, in ns, as a running mean
   * over {@value #MEAN_OVER} packets; -1 while none came. What came too late to be read is left
   * out.
   */
  public long meanWaitNs() {
    return meanWaitNs;
  }

  /** How much sound waits. */
  public int depthMs() {
    long ns = playout.heldNs();
    if (!store.isEmpty()) {
      ns += Math.max(0, line.ns(store.newest() + playout.lastUnits() - line.position));
    }
    return (int) (ns / 1_000_000);
  }

  public JitterCounts counts() {
    return counts;
  }
}
