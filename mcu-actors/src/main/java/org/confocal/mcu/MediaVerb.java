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

  record Deafen(int leg, boolean deaf) implements MediaVerb {
    @Override
    public void applyTo(MediaPlane plane, String key, long epoch, Consumer<CommandResult> done) {
      plane.deafen(id(key, leg), epoch, deaf, done);
    }
  }

  record SetAside(int leg, Hold held) implements MediaVerb {
    @Override
    public void applyTo(MediaPlane plane, String key, long epoch, Consumer<CommandResult> done) {
      plane.hold(id(key, leg), epoch, held, done);
    }
  }

  record Loudness(int leg, Volume volume) implements MediaVerb {
    @Override
    public void applyTo(MediaPlane plane, String key, long epoch, Consumer<CommandResult> done) {
      plane.volume(id(key, leg), epoch, volume, done);
    }
  }

  record Relate(Relations relations) implements MediaVerb {
    @Override
    public void applyTo(MediaPlane plane, String key, long epoch, Consumer<CommandResult> done) {
      plane.relate(key, epoch, relations, done);
    }
  }

  record Music(Sound sound) implements MediaVerb {
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
