package org.confocal.media.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a leg stands in its conference: what it adds, what it hears, and how that is sent. */
final class Place {

  private final LoopContext context;
  private final Contribution contribution;
  private final RateMix mix;
  private final StreamChoice choice;
  private @Nullable EncodedStream sending;
  private long framesWaiting;

  /**
   * In a conference that mixes at this rate.
   *
   * @param mix of the rate of the leg
   * @param shared of the format of the leg
   * @param former the leg's place until now: what has not changed is kept
   */
  Place(LoopContext context, int mixHz, RateMix mix, EncodedStream shared, @Nullable Place former) {
    int rateHz = shared.format.rateHz();
    this.context = context;
    this.mix = mix;
    this.contribution =
        former != null && former.contribution.fits(rateHz, mixHz)
            ? former.contribution
            : new Contribution(rateHz, mixHz, former == null ? null : former.contribution);
    this.choice =
        former != null && former.choice.shared() == shared
            ? former.choice
            : new StreamChoice(shared, context);
    this.framesWaiting = former == null ? 0 : former.framesWaiting;
  }

  /** See {@link Contribution#add}. */
  boolean add(short[] frame, boolean chosen, int[] sum) {
    return contribution.add(frame, chosen, sum);
  }

  /** See {@link Contribution#addAgain}. */
  void addAgain(int[] sum) {
    contribution.addAgain(sum);
  }

  /** Nothing is sent in this tick. */
  void leave() {
    sending = null;
    choice.leave();
  }

  /** Decides which stream is sent in this tick, before any is encoded. */
  void choose(boolean waits, long tick) {
    framesWaiting = waits ? framesWaiting : 0;
    sending = choice.choose(waits || contribution.heard(), tick, mix.soft());
  }

  /** The chosen stream, encoded now if nobody has done it before; null if nothing is sent. */
  @Nullable EncodedStream encoded(boolean waits, long tick) {
    EncodedStream stream = sending;
    if (stream != null) {
      stream.encode(choice.isOwn() ? ownMix(waits) : mix.all, tick);
    }
    return stream;
  }

  private short[] ownMix(boolean waits) {
    if (waits) {
      return waiting();
    }
    if (!contribution.heard()) {
      return mix.all;
    }
    contribution.takeAway(mix);
    return mix.own;
  }

  /**
   * Whoever waits in the lobby gets nothing of the conference: silence, and now and then a tone.
   */
  private short[] waiting() {
    boolean tone =
        context.settings.alone().inLobby()
            && context.tone(mix.rateHz).render(framesWaiting, mix.own);
    if (!tone) {
      Arrays.fill(mix.own, (short) 0);
    }
    framesWaiting++;
    return mix.own;
  }

  /** Ticks were given up. */
  void skip(long tick, long frames) {
    choice.skip(tick, frames);
  }
}
