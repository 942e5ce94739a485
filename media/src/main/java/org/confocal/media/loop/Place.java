package org.confocal.media.loop;

import org.confocal.media.sound.Sound;
import org.jspecify.annotations.Nullable;

/** Where a leg stands in its conference: what it hears, and how that is sent. */
final class Place {

  private final Voice voice;
  private final Hearing hearing;
  private final RateMix mix;
  private final StreamChoice choice;
  private @Nullable EncodedStream sending;

  /**
   * In a conference that mixes at this rate.
   *
   * @param mix of the rate of the leg
   * @param shared of the format of the leg
   * @param former the leg's place until now: what has not changed is kept
   */
  Place(
      MediaSession leg,
      LoopContext context,
      int mixHz,
      RateMix mix,
      EncodedStream shared,
      @Nullable Place former) {
    int rateHz = shared.format.rateHz();
    this.voice = leg.voice;
    this.hearing = leg.hearing;
    this.mix = mix;
    this.choice =
        former != null && former.choice.shared() == shared
            ? former.choice
            : new StreamChoice(shared, context);
    voice.stand(rateHz, mixHz);
    hearing.stand(rateHz, mixHz);
  }

  /** Nothing is sent in this tick. */
  void leave() {
    sending = null;
    choice.leave();
  }

  /** Decides which stream is sent in this tick, before any is encoded. */
  void choose(long tick) {
    sending = choice.choose(hearing.differs() || voice.heard(), tick, mix.soft());
  }

  /**
   * The chosen stream, encoded now if nobody has done it before; null if nothing is sent.
   *
   * @param music for whoever is held or waits
   */
  @Nullable EncodedStream encoded(long tick, @Nullable Sound music) {
    EncodedStream stream = sending;
    if (stream != null) {
      stream.encode(choice.isOwn() ? ownMix(tick, music) : sharedMix(), tick);
    }
    return stream;
  }

  private short[] sharedMix() {
    hearing.rest(mix.limiter);
    return mix.all;
  }

  private short[] ownMix(long tick, @Nullable Sound music) {
    Contribution own = voice.contribution();
    if (own != null && hearing.differs()) {
      return hearing.render(mix, own, tick, music);
    }
    if (own != null && own.heard()) {
      hearing.rest(mix.limiter);
      own.takeAway(mix);
      return mix.own;
    }
    return sharedMix();
  }

  /** Ticks were given up. */
  void skip(long tick, long frames) {
    choice.skip(tick, frames);
  }
}
