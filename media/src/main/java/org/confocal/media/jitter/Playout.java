package org.confocal.media.jitter;

import java.util.Arrays;
import org.confocal.media.codec.AudioDecoder;

/**
 * Makes the frames of one stream at one rate: decodes what the line has reached, fills what is
 * missing and changes the pace. Samples are kept in a reservoir until a frame takes them; a packet
 * of a frame's length that begins with a tick is decoded into the frame.
 */
final class Playout {

  private static final int UNKNOWN = DuePackets.UNKNOWN;

  private final int rateHz;
  private final int frame;
  private final PacketStore store;
  private final PlayoutLine line;
  private final JitterCounts counts;
  private final Grain grain;
  private final Reservoir reservoir;
  private final DuePackets due;
  private final TimeScale timeScale;
  private final Concealment concealment;
  private final short[] scratch;

  private boolean fresh = true;
  private boolean paused = true;
  private boolean broken;
  private boolean seam;
  private boolean leftOut;
  private long decodedEnd;
  private int silentTail;
  private long recoveryTried;
  private boolean madeUp;
  private boolean madeUpForSure;
  private int perhapsConcealed;

  Playout(int rateHz, PacketStore store, PlayoutLine line, JitterCounts counts) {
    this.rateHz = rateHz;
    this.frame = rateHz / 50;
    this.grain = new Grain(rateHz, frame);
    this.store = store;
    this.line = line;
    this.counts = counts;
    PitchSearch pitch = new PitchSearch(rateHz);
    this.reservoir = new Reservoir(rateHz);
    this.due = new DuePackets(rateHz, store, line, counts, grain, reservoir);
    this.timeScale = new TimeScale(reservoir, pitch, grain, frame);
    this.concealment = new Concealment(rateHz, pitch);
    this.scratch = new short[rateHz / 1000 * DuePackets.LONGEST_MS];
  }

  int rateHz() {
    return rateHz;
  }

  /** Another stream begins: what is heard fades, the decoder forgets. */
  void begin() {
    fresh = true;
    paused = true;
    broken = false;
    perhapsConcealed = 0;
  }

  /** The line was laid anew. */
  void laid() {
    decodedEnd = line.position;
    paused = true;
  }

  /** Whether nothing is heard and what comes is heard only with the next packet. */
  boolean silent() {
    return concealment.silent();
  }

  /** Samples decoded and not played. */
  int held() {
    return reservoir.level();
  }

  long heldNs() {
    return reservoir.level() * 1_000_000_000L / rateHz;
  }

  /** Looks at the first packet to know how long packets are. */
  void expect(AudioDecoder decoder) {
    int slot = store.next();
    if (slot >= 0 && due.samples(slot, decoder) > 0) {
      grain.packetsOf(due.samples(slot, decoder));
    }
  }

  Grain grain() {
    return grain;
  }

  /** The end of what was decoded: nothing before it can be played any more. */
  long decodedEnd() {
    return decodedEnd;
  }

  /** How long the last packet was, in timestamp units. */
  long lastUnits() {
    return due.units(grain.packet());
  }

  /** What was made up lately was not a pause of the sender. */
  void cameLate() {
    counts.concealed += perhapsConcealed;
    perhapsConcealed = 0;
  }

  /** The line was moved back: what comes next does not continue what a codec made up. */
  void movedBack() {
    seam = true;
  }

  /** The line was moved on over sound that is not to be heard. */
  void jumped() {
    seam = true;
    leftOut = true;
  }

  /** The reader left frames out. */
  void leaveOut(long frames) {
    long samples = frames * frame;
    int held = (int) Math.min(samples, reservoir.level());
    reservoir.drop(held);
    line.position += due.units(samples - held);
    if (!concealment.silent() || !store.isEmpty()) {
      counts.skipped += frames;
      jumped();
    }
  }

  /**
   * Frames go by unheard: what is due is done with undecoded, and with the next sound the decoder
   * begins anew.
   */
  void pass(AudioDecoder decoder, long frames) {
    decodedEnd = Math.max(decodedEnd, due.pass(decoder, frames * frame, leftOut));
    begin();
    paused = false;
    seam = false;
    leftOut = false;
    silentTail = 0;
    concealment.forget();
  }

  /** Whether the packet of the next frame is known to be silence, as what was before it. */
  boolean quiet(AudioDecoder decoder) {
    return due.quiet(decoder, frame);
  }

  /** What goes by unheard comes a grain later, or earlier. */
  void shift(boolean later) {
    line.position += later ? -due.units(grain.samples()) : due.units(grain.samples());
    leftOut = !later;
  }

  /**
   * Makes one frame.
   *
   * @param out receives a frame
   * @param pace is told whether the step was possible
   * @return whether there is anything to hear
   */
  boolean play(short[] out, AudioDecoder decoder, Pace.Step step, Pace pace) {
    due.played(frame);
    if (step == Pace.Step.KEEP && playsWhole(out, decoder)) {
      return true;
    }
    madeUp = false;
    madeUpForSure = false;
    fill(decoder, frame);
    if (step != Pace.Step.KEEP) {
      pace.done(step, step == Pace.Step.LONGER ? lengthen() : shorten(decoder, step));
    }
    if (madeUpForSure) {
      counts.concealed++;
    } else if (madeUp) {
      perhapsConcealed++;
    }
    boolean heard = silentTail < reservoir.level();
    reservoir.take(out, frame);
    silentTail = Math.min(silentTail, reservoir.level());
    return heard;
  }

  /** The way of a clean network: the packet that is due is the frame. */
  private boolean playsWhole(short[] out, AudioDecoder decoder) {
    if (reservoir.level() > 0 || concealment.active() || seam) {
      return false;
    }
    int slot = store.next();
    if (slot < 0 || store.timestamp(slot) != line.position || due.samples(slot, decoder) != frame) {
      return false;
    }
    if (decode(slot, decoder, out) != frame) {
      return false;
    }
    reservoir.pass(out, frame);
    silentTail = 0;
    return true;
  }

  private void fill(AudioDecoder decoder, int wanted) {
    while (reservoir.level() < wanted) {
      int need = wanted - reservoir.level();
      int slot = store.next();
      if (slot < 0) {
        fillUnknownGap(decoder, need);
        continue;
      }
      int ahead = due.until(slot);
      if (ahead <= 0) {
        open(slot, -ahead, decoder);
      } else {
        fillGap(slot, ahead, need, decoder);
      }
    }
  }

  /** Plays a packet from a sample on. */
  private void open(int slot, int skip, AudioDecoder decoder) {
    if (store.length(slot) == 0) {
      close(slot);
      paused = true;
      return;
    }
    if (skip > 0 && skip >= due.samples(slot, decoder)) {
      counts.late += leftOut ? 0 : 1; // what was left out is counted already
      close(slot);
      return;
    }
    int samples = decode(slot, decoder, scratch);
    if (samples > skip) {
      seam |= skip > 0;
      append(skip, samples - skip);
    }
  }

  /** The packet is done with: those missing before it are lost. */
  private void close(int slot) {
    int missing = store.missingBefore(slot);
    counts.lost += missing;
    if (missing > 0 || broken) {
      cameLate();
    }
    perhapsConcealed = 0;
    broken = false;
    store.done(slot);
  }

  private int decode(int slot, AudioDecoder decoder, short[] out) {
    if (fresh) {
      fresh = false;
      decoder.reset();
    }
    int samples =
        due.samples(slot, decoder) == 0
            ? 0
            : decoder.decode(store.payloads(), store.offset(slot), store.length(slot), out);
    close(slot);
    if (samples == 0) {
      broken = true;
      return 0;
    }
    paused = false;
    if (!store.quiet(slot)) {
      due.heard(reservoir.level() + samples - frame);
    }
    grain.packetsOf(samples);
    line.position = store.timestamp(slot) + due.units(samples);
    decodedEnd = line.position;
    return samples;
  }

  /** Adds sound from the scratch, with a bridge from what was made up before it. */
  private void append(int from, int count) {
    if (seam && (!concealment.active() || goesOnByCodec())) {
      concealment.begin(reservoir);
    }
    seam = false;
    leftOut = false;
    if (concealment.active()) {
      concealment.end(scratch, from, count);
    }
    reservoir.append(scratch, from, count);
    silentTail = 0;
  }

  /** Nothing is there: the packet is late or lost, or the sender pauses. */
  private void fillUnknownGap(AudioDecoder decoder, int need) {
    if (paused) {
      fillPause(need);
    } else {
      conceal(decoder, need, UNKNOWN);
    }
  }

  /** A later packet is there. */
  private void fillGap(int slot, int ahead, int need, AudioDecoder decoder) {
    if (store.missingBefore(slot) == 0 && !broken) {
      fillPause(Math.min(ahead, need));
      return;
    }
    if (ahead == grain.packet() && recover(slot, ahead, decoder)) {
      return;
    }
    int gap = ahead > grain.packet() ? ahead - grain.packet() : ahead;
    madeUpForSure |= !concealment.silent();
    conceal(decoder, Math.min(need, gap), gap);
  }

  private boolean recover(int slot, int missing, AudioDecoder decoder) {
    if (fresh || store.length(slot) == 0 || recoveryTried == store.sequence(slot)) {
      return false;
    }
    recoveryTried = store.sequence(slot);
    int offset = store.offset(slot);
    int made = decoder.recover(store.payloads(), offset, store.length(slot), scratch, missing);
    if (made <= 0) {
      return false;
    }
    append(0, made);
    line.position += due.units(made);
    counts.recovered++;
    return true;
  }

  /**
   * The sender says that it is silent: by a packet without sound or by timestamps that go on
   * without packets. Comfort noise (RFC 3389) belongs here, or where {@link JitterBuffer#pausing}
   * is asked.
   */
  private void fillPause(int need) {
    if (!concealment.active() || goesOnByCodec()) {
      concealment.begin(reservoir);
    }
    concealment.hush();
    addMadeUp(Math.min(need, scratch.length));
  }

  private boolean goesOnByCodec() {
    return concealment.byCodec() && !concealment.silent();
  }

  private void conceal(AudioDecoder decoder, int need, int gap) {
    madeUp |= !concealment.silent();
    if (!concealment.silent() && (!concealment.active() || concealment.byCodec())) {
      int made = fresh ? 0 : decoder.conceal(scratch, Math.min(gap, rateHz / 100));
      if (made > 0) {
        if (!concealment.active()) {
          concealment.beginByCodec();
        }
        concealment.fade(scratch, made);
        reservoir.append(scratch, 0, made);
        line.position += due.units(made);
        silentTail = 0;
        return;
      }
      concealment.begin(reservoir);
    }
    addMadeUp(Math.min(need, scratch.length));
  }

  private void addMadeUp(int count) {
    if (concealment.silent()) {
      Arrays.fill(scratch, 0, count, (short) 0);
      silentTail += count;
    } else {
      concealment.fill(scratch, count);
      silentTail = 0;
    }
    reservoir.append(scratch, 0, count);
    line.position += due.units(count);
  }

  private boolean lengthen() {
    boolean possible = !concealment.active();
    if (possible) {
      timeScale.lengthen();
      counts.expanded++;
    }
    return possible;
  }

  private boolean shorten(AudioDecoder decoder, Pace.Step step) {
    int longest = timeScale.longest(step);
    while (reservoir.level() < frame + longest) {
      int slot = store.next();
      if (slot < 0 || store.length(slot) == 0 || due.until(slot) > 0) {
        break;
      }
      open(slot, -due.until(slot), decoder);
    }
    longest = Math.min(longest, reservoir.level() - frame);
    boolean shorter = longest > 0 && !concealment.active() && timeScale.shorten(step, longest);
    counts.accelerated += shorter ? 1 : 0;
    return shorter;
  }

  /** Whether the silence is one that the sender announced, or nothing has come yet. */
  boolean pausing() {
    return paused;
  }
}
