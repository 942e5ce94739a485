package org.confocal.media.loop;

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
      FormatStreams shared,
      @Nullable Place former) {
    int rateHz = shared.format.rateHz();
    this.voice = leg.voice;
    this.hearing = leg.hearing;
    this.mix = mix;
    if (former != null && former.choice.shared() == shared) {
      this.choice = former.choice;
    } else {
      this.choice = new StreamChoice(shared, context);
      if (former != null) {
        former.close();
      }
    }
    voice.stand(rateHz, mixHz);
    hearing.stand(rateHz, mixHz);
  }

  /** Whether it is this one; a mix is of one rate of the conference. */
  boolean is(RateMix otherMix, FormatStreams shared) {
    return mix == otherMix && choice.shared() == shared;
  }

  /** Nothing is sent in this tick. */
  void leave() {
    sending = null;
    choice.leave();
  }

  /** Decides which stream is sent in this tick, before any is encoded. */
  void choose(long tick) {
    Program program = hearing.program();
    boolean soft = program == Program.OWN || mix.soft(program, tick);
    boolean differs = program == Program.ALL && voice.heard();
    sending = choice.choose(differs ? Program.OWN : program, tick, soft);
  }

  /** The chosen stream, encoded now if nobody has done it before; null if nothing is sent. */
  @Nullable EncodedStream encoded(long tick) {
    EncodedStream stream = sending;
    if (stream == null) {
      return null;
    }
    if (choice.isOwn()) {
      stream.encode(ownMix(tick), tick);
    } else {
      hearing.shares(choice.heard(), mix);
      if (!stream.encoded(tick)) {
        stream.encode(mix.frame(choice.fading(tick), choice.heard(), tick), tick);
      }
    }
    return stream;
  }

  private short[] ownMix(long tick) {
    Contribution own = voice.contribution();
    if (own != null && hearing.differs()) {
      return hearing.render(mix, own, tick);
    }
    hearing.restByItself(mix.limiter);
    if (own != null && own.heard()) {
      own.takeAway(mix);
      return mix.own;
    }
    return mix.all;
  }

  /** Ticks were given up. */
  void skip(long tick, long frames) {
    choice.skip(tick, frames);
  }

  /** The leg goes, or stands elsewhere. */
  void close() {
    sending = null;
    choice.close();
  }
}
