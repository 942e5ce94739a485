package org.confocal.media.sound;

import org.confocal.media.mix.Gain;

/**
 * A sound that is to be played.
 *
 * @param name by which it can be stopped; another one of the same name takes its place
 * @param sound what
 * @param gainDb how loud, from {@link Gain#LEAST_DB} to {@link Gain#MOST_DB}
 * @param times how often, from 1; {@link #FOR_EVER} until it is stopped
 */
public record Playback(String name, Sound sound, int gainDb, int times) {

  public static final int FOR_EVER = 0;

  public Playback {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("playback: '' (expected: a name)");
    }
    Gain.require("playback '" + name + "'", gainDb, Gain.MOST_DB);
    if (times < FOR_EVER) {
      throw new IllegalArgumentException(
          "playback '" + name + "': " + times + " times (expected: 0 or more)");
    }
  }

  /** Once, as it is. */
  public static Playback once(String name, Sound sound) {
    return new Playback(name, sound, 0, 1);
  }
}
