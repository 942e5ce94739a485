package org.confocal.media;

import org.confocal.media.mix.Gain;

/**
 * How loud a leg is, from {@link Gain#LEAST_DB} to {@link Gain#MOST_DB}.
 *
 * @param inDb how the others hear it
 * @param outDb how it hears the others, music and what is played to it
 */
public record Volume(int inDb, int outDb) {

  /** As it comes. */
  public static final Volume PLAIN = new Volume(0, 0);

  public Volume {
    Gain.require("volume in", inDb, Gain.MOST_DB);
    Gain.require("volume out", outDb, Gain.MOST_DB);
  }
}
