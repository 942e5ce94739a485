package org.confocal.media.loop;

import org.confocal.media.mix.AudioMixer;
import org.confocal.media.mix.Ramp;
import org.confocal.media.sound.Sound;
import org.jspecify.annotations.Nullable;

/** What who is alone hears: nobody, but music or, now and then, a tone. */
final class Solitude {

  private final LoopContext context;
  private final Intermission intermission;
  private final Ramp music = new Ramp(0);
  private @Nullable Sound lastMusic;
  private short[] scratch = new short[0];

  Solitude(LoopContext context, Intermission intermission) {
    this.context = context;
    this.intermission = intermission;
  }

  /** The sum has another length from now on. */
  void stand(int samples) {
    scratch = new short[samples];
  }

  /**
   * Adds what is to be heard in this tick.
   *
   * @param framesAlone 0: nobody is alone
   * @param frame number of the tick
   * @return whether there was anything
   */
  boolean add(long framesAlone, long frame, int mixHz, int[] sum) {
    boolean alone = framesAlone > 0;
    Sound now = intermission.music();
    long first = LoopContext.frames(context.settings.alone().first());
    music.to(alone && now != null && framesAlone > first ? 1 : 0);
    lastMusic = now == null ? lastMusic : now;
    if (lastMusic != null && !music.is(0)) {
      lastMusic.read(mixHz, frame % lastMusic.frames(), scratch);
      music.add(scratch, sum);
      return true;
    }
    boolean hasTone =
        alone
            && now == null
            && context.settings.alone().enabled()
            && context.tone(mixHz).render(framesAlone - 1, scratch);
    if (hasTone) {
      AudioMixer.add(sum, scratch);
    }
    return hasTone;
  }
}
