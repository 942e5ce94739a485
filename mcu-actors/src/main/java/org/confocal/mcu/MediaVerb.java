package org.confocal.mcu;

import java.util.Optional;
import java.util.function.Consumer;
import org.confocal.media.CommandResult;
import org.confocal.media.Hold;
import org.confocal.media.MediaPlane;
import org.confocal.media.SessionId;
import org.confocal.media.Volume;
import org.confocal.media.mix.Relations;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Sound;

/** What an MCU has done to a leg or a conference by the media plane, beside connecting it. */
sealed interface MediaVerb {
  /** Hands it to the plane. */
  void applyTo(MediaPlane plane, String conferenceKey, long epoch, Consumer<CommandResult> done);

  /** What it is about: a later one about the same takes its place. */
  Subject subject();

  /**
   * Something that is set or played.
   *
   * @param leg 0 = the conference
   * @param name of what plays; empty for all else
   */
  record Subject(String what, int leg, String name) {
    private Subject(String what, int leg) {
      this(what, leg, "");
    }
  }

  record Deafen(int leg, boolean deaf) implements MediaVerb {
    @Override
    public Subject subject() {
      return new Subject("deafen", leg);
    }

    @Override
    public void applyTo(MediaPlane plane, String key, long epoch, Consumer<CommandResult> done) {
      plane.deafen(id(key, leg), epoch, deaf, done);
    }
  }

  record SetAside(int leg, Hold held) implements MediaVerb {
    @Override
    public Subject subject() {
      return new Subject("hold", leg);
    }

    @Override
    public void applyTo(MediaPlane plane, String key, long epoch, Consumer<CommandResult> done) {
      plane.hold(id(key, leg), epoch, held, done);
    }
  }

  record Loudness(int leg, Volume volume) implements MediaVerb {
    @Override
    public Subject subject() {
      return new Subject("volume", leg);
    }

    @Override
    public void applyTo(MediaPlane plane, String key, long epoch, Consumer<CommandResult> done) {
      plane.volume(id(key, leg), epoch, volume, done);
    }
  }

  record Relate(Relations relations) implements MediaVerb {
    @Override
    public Subject subject() {
      return new Subject("relate", 0);
    }

    @Override
    public void applyTo(MediaPlane plane, String key, long epoch, Consumer<CommandResult> done) {
      plane.relate(key, epoch, relations, done);
    }
  }

  record Music(Sound sound) implements MediaVerb {
    @Override
    public Subject subject() {
      return new Subject("music", 0);
    }

    @Override
    public void applyTo(MediaPlane plane, String key, long epoch, Consumer<CommandResult> done) {
      plane.music(key, epoch, sound, done);
    }
  }

  /**
   * Plays something.
   *
   * @param leg empty = to all who hear the conference
   */
  record Play(Optional<Integer> leg, Playback playback) implements MediaVerb {
    @Override
    public Subject subject() {
      return new Subject("play", leg.orElse(0), playback.name());
    }

    @Override
    public void applyTo(MediaPlane plane, String key, long epoch, Consumer<CommandResult> done) {
      if (leg.isPresent()) {
        plane.play(id(key, leg.get()), epoch, playback, done);
      } else {
        plane.play(key, epoch, playback, done);
      }
    }
  }

  /**
   * Ends what plays.
   *
   * @param leg empty = to all who hear the conference
   */
  record Stop(Optional<Integer> leg, String name) implements MediaVerb {
    @Override
    public Subject subject() {
      return new Subject("play", leg.orElse(0), name);
    }

    @Override
    public void applyTo(MediaPlane plane, String key, long epoch, Consumer<CommandResult> done) {
      if (leg.isPresent()) {
        plane.stop(id(key, leg.get()), epoch, name, done);
      } else {
        plane.stop(key, epoch, name, done);
      }
    }
  }

  private static SessionId id(String conferenceKey, int leg) {
    return new SessionId(conferenceKey, Integer.toString(leg));
  }
}
