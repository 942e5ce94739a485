package org.confocal.media.loop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.confocal.media.Hold;
import org.confocal.media.Volume;
import org.confocal.media.mix.AudioMixer;
import org.confocal.media.mix.Gain;
import org.confocal.media.mix.Limiter;
import org.confocal.media.mix.Ramp;
import org.confocal.media.mix.Relations;
import org.confocal.media.resample.Resampler;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Sound;
import org.jspecify.annotations.Nullable;

/**
 * What one leg hears apart from what all hear: talkers at gains of its own, its volume, music, what
 * is played to it only, or nothing. Most legs hear what all hear; then this costs nothing, and has
 * no buffers either.
 *
 * <p>A talker at a gain of its own is added as the difference to what the sum has of him already.
 * So both can be resampled by themselves, and begin and end without a seam.
 */
final class Hearing {

  /** After so many frames of silence a resampler holds nothing but silence. */
  private static final int TAIL_FRAMES = 2;

  private static final long NO_TONE = -1;

  /**
   * One talker whom the listener hears in another way than all do.
   *
   * @param gain what is added to that
   */
  private record Path(Voice talker, Ramp gain) {}

  private final Players players;
  private final LoopContext context;
  private final Ramp all = new Ramp(1);
  private final Ramp room = new Ramp(1);
  private final Ramp only = new Ramp(1);
  private final Ramp music = new Ramp(0);
  private final Limiter limiter = new Limiter();
  private Path[] paths = new Path[0];
  private int rateHz;
  private int mixHz;
  private int[] sum = new int[0];
  private int[] extra = new int[0];
  private int[] differences = new int[0];
  private short[] scratch = new short[0];
  private @Nullable Resampler down;
  private int tail;
  private @Nullable Sound lastMusic;
  private boolean deaf;
  private boolean waits;
  private Hold held = Hold.NONE;
  private float volume = 1;
  private boolean begun;
  private boolean shares;
  private boolean used;

  Hearing(LoopContext context, Players players) {
    this.context = context;
    this.players = players;
  }

  /** Takes a place in a conference that mixes at this rate. */
  void stand(int newRateHz, int newMixHz) {
    if (rateHz == newRateHz && mixHz == newMixHz) {
      return;
    }
    rateHz = newRateHz;
    mixHz = newMixHz;
    if (used) {
      makeBuffers();
    }
  }

  /** Something is said of this leg, for the first time perhaps. */
  private void use() {
    if (!used) {
      used = true;
      makeBuffers();
    }
  }

  private void makeBuffers() {
    if (rateHz == 0) {
      return;
    }
    sum = new int[LoopContext.samples(rateHz)];
    extra = new int[sum.length];
    scratch = new short[sum.length];
    differences = new int[LoopContext.samples(mixHz)];
    down = rateHz == mixHz ? null : new Resampler(mixHz, rateHz);
    tail = 0;
  }

  void play(Playback playback) {
    use();
    players.play(playback);
  }

  void stop(String name) {
    players.stop(name);
  }

  void deafen(boolean newDeaf) {
    deaf = newDeaf;
    aim();
  }

  void hold(Hold newHeld) {
    held = newHeld;
    aim();
  }

  void volume(Volume newVolume) {
    volume = Gain.factor(newVolume.outDb());
    aim();
  }

  /** Apart from the conference at once, not after a frame. */
  void waits(boolean newWaits) {
    waits = newWaits;
    aim();
    if (waits) {
      room.jump(0);
    }
  }

  private void aim() {
    use();
    float loudness = deaf ? 0 : volume;
    aim(room, waits || held != Hold.NONE ? 0 : loudness);
    aim(only, loudness);
    if (shares && plain() && whole(room.target()) && whole(only.target())) {
      room.settle(); // the bridge from one shared stream to the other fades
      only.settle();
      if (room.is(1)) {
        music.jump(0);
      }
    }
  }

  private static boolean whole(float gain) {
    return gain == 0 || gain == 1;
  }

  private void aim(Ramp ramp, float value) {
    if (begun) {
      ramp.to(value);
    } else {
      ramp.jump(value);
    }
  }

  /**
   * Finds what is said of this listener.
   *
   * @param voices all legs of the conference, by name
   */
  void relate(Relations relations, String leg, Map<String, Voice> voices) {
    float ofAll = relations.ofAll(leg);
    if (ofAll != 1 || !relations.of(leg).isEmpty()) {
      use();
    }
    aim(all, ofAll);
    Map<String, Integer> said = relations.of(leg);
    List<Path> found = new ArrayList<>();
    for (Path path : paths) {
      boolean there = voices.get(path.talker.leg) == path.talker;
      if (there && !said.containsKey(path.talker.leg) && path.gain.now() != 0) {
        path.gain.to(0);
        found.add(path);
      }
    }
    said.forEach(
        (talker, db) -> {
          Voice voice = voices.get(talker);
          if (voice != null) {
            Path path = pathFrom(voice);
            path.gain.to(Gain.factor(db) - ofAll * relations.toAll(talker));
            found.add(path);
          }
        });
    paths = found.toArray(new Path[0]);
  }

  private Path pathFrom(Voice voice) {
    for (Path path : paths) {
      if (path.talker == voice) {
        return path;
      }
    }
    return new Path(voice, new Ramp(0));
  }

  /** Nothing is sent: what plays to this leg goes on unheard. */
  void pass() {
    players.pass();
  }

  /** What it hears, besides not hearing itself. */
  Program program() {
    if (!room.is(0) || players.any()) {
      return differs() ? Program.OWN : Program.ALL;
    }
    if (only.is(0)) {
      return Program.NOTHING;
    }
    if (!only.is(1)) {
      return Program.OWN;
    }
    if (waits) {
      return Program.LOBBY;
    }
    return held == Hold.MUSIC ? Program.HOLD : Program.NOTHING;
  }

  /** Whether it hears something else than all others do, besides not hearing itself. */
  boolean differs() {
    return !room.is(1) || !music.is(0) || tail > 0 || !plain();
  }

  /** Nothing is said of it that is not said of others as well. */
  private boolean plain() {
    if (players.any() || !all.is(1)) {
      return false;
    }
    for (int i = 0; i < paths.length; i++) {
      if (!paths[i].gain.is(0)) {
        return false;
      }
    }
    return true;
  }

  /** It is sent what many hear in this tick. */
  void shares(Program program, RateMix mix) {
    begun = true;
    shares = true;
    if (program == Program.ALL) {
      limiter.continueFrom(mix.limiter);
      music.jump(0);
    } else {
      boolean hasMusic = program == Program.LOBBY || program == Program.HOLD;
      music.jump(hasMusic ? mix.interlude.musicGain() : 0);
      lastMusic = hasMusic ? mix.interlude.intermission().music() : null;
      rest();
    }
  }

  /** It hears what all hear in this tick, or that without itself, by a stream of its own. */
  void restByItself(Limiter ofAll) {
    begun = true;
    shares = false;
    limiter.continueFrom(ofAll);
  }

  /**
   * Makes what it hears.
   *
   * @param own what the leg itself has added
   * @return the frame, in {@code mix.own}
   */
  short[] render(RateMix mix, Contribution own, long tick) {
    begun = true;
    shares = false;
    Intermission intermission = mix.interlude.intermission();
    Sound holdMusic = intermission.music();
    if (room.is(0)) {
      Arrays.fill(sum, 0);
      rest();
    } else {
      System.arraycopy(mix.sum, 0, sum, 0, sum.length);
      own.takeAway(sum);
      all.apply(sum);
      addDifferences();
      room.apply(sum);
    }
    addOnly(waits && holdMusic == null ? intermission.framesLobby() : NO_TONE);
    addMusic(holdMusic, tick);
    limiter.take(sum);
    limiter.write(sum, mix.own);
    return mix.own;
  }

  /** It hears nothing of the conference: changes are made unheard. */
  private void rest() {
    all.settle();
    tail = 0;
    if (down != null) {
      down.reset();
    }
    for (int i = 0; i < paths.length; i++) {
      paths[i].gain.settle();
    }
  }

  private void addDifferences() {
    boolean any = false;
    for (int i = 0; i < paths.length; i++) {
      Contribution talker = paths[i].talker.contribution();
      if (talker == null || !talker.audible()) {
        paths[i].gain.settle();
      } else if (!paths[i].gain.is(0)) {
        if (!any) {
          Arrays.fill(differences, 0);
          any = true;
        }
        paths[i].gain.add(talker.raised(), differences);
      }
    }
    if (!any && tail == 0) {
      return;
    }
    if (!any) {
      Arrays.fill(differences, 0);
    }
    if (down == null) {
      AudioMixer.add(sum, differences);
    } else {
      tail = any ? TAIL_FRAMES : tail - 1;
      down.resample(differences, differences.length, extra);
      AudioMixer.add(sum, extra);
    }
  }

  /** What is played to this leg, and the tone for whoever waits. */
  private void addOnly(long framesWaiting) {
    boolean tone =
        framesWaiting != NO_TONE
            && context.settings.alone().inLobby()
            && context.tone(rateHz).render(framesWaiting, scratch);
    if (!tone && !players.any()) {
      only.settle();
      return;
    }
    Arrays.fill(extra, 0);
    if (tone) {
      AudioMixer.add(extra, scratch);
    }
    players.add(rateHz, extra);
    only.apply(extra);
    AudioMixer.add(sum, extra);
  }

  private void addMusic(@Nullable Sound holdMusic, long tick) {
    boolean wanted = holdMusic != null && (waits || held == Hold.MUSIC);
    music.to(wanted ? only.target() : 0);
    lastMusic = holdMusic == null ? lastMusic : holdMusic;
    if (lastMusic != null && !music.is(0)) {
      lastMusic.read(rateHz, tick % lastMusic.frames(), scratch);
      music.add(scratch, sum);
    } else {
      music.settle();
    }
    lastMusic = music.is(0) ? null : lastMusic;
  }
}
