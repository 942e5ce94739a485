package org.confocal.media.loop;

import java.util.Arrays;
import org.confocal.media.mix.AudioMixer;
import org.confocal.media.mix.Ramp;
import org.confocal.media.sound.Sound;
import org.jspecify.annotations.Nullable;

/** The {@link Intermission} at one sample rate, made once a tick and only if somebody hears it. */
final class Interlude {

  private static final long NEVER = -2;

  private final Intermission intermission;
  private final LoopContext context;
  private final int rateHz;
  private final Ramp gain = new Ramp(0);
  private short[] lobby = new short[0];
  private short[] hold = new short[0];
  private short[] nothing = new short[0];
  private short[] scratch = new short[0];
  private int[] sum = new int[0];
  private @Nullable Sound playing;
  private long made = NEVER;

  Interlude(Intermission intermission, LoopContext context, int rateHz) {
    this.intermission = intermission;
    this.context = context;
    this.rateHz = rateHz;
  }

  Intermission intermission() {
    return intermission;
  }

  /** The loudness of the music at the end of the last frame that was made. */
  float musicGain() {
    return gain.now();
  }

  /**
   * The frame of this tick.
   *
   * @param program neither the sum nor one's own
   */
  short[] frame(Program program, long tick) {
    if (made != tick) {
      make(tick);
    }
    return switch (program) {
      case LOBBY -> lobby;
      case HOLD -> hold;
      case NOTHING, ALL, OWN -> nothing;
    };
  }

  private void make(long tick) {
    if (hold.length == 0) {
      int frame = LoopContext.samples(rateHz);
      lobby = new short[frame];
      hold = new short[frame];
      nothing = new short[frame];
      scratch = new short[frame];
      sum = new int[frame];
    }
    Sound music = intermission.music();
    if (made == tick - 1) {
      gain.to(music == null ? 0 : 1);
    } else {
      gain.jump(music == null ? 0 : 1);
    }
    made = tick;
    Arrays.fill(sum, 0);
    playing = music == null ? playing : music;
    if (playing != null && !gain.is(0)) {
      playing.read(rateHz, tick % playing.frames(), scratch);
      gain.add(scratch, sum);
    } else {
      playing = null;
    }
    write(hold);
    if (music == null
        && context.settings.alone().inLobby()
        && context.tone(rateHz).render(intermission.framesLobby(), scratch)) {
      AudioMixer.add(sum, scratch);
    }
    write(lobby);
  }

  private void write(short[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = AudioMixer.soften(sum[i]);
    }
  }
}
