package org.confocal.media.loop;

import org.confocal.media.sound.Sound;
import org.jspecify.annotations.Nullable;

/**
 * What those of a conference hear who are held or wait: its music, or the tone of its lobby. The
 * phase of both is the conference's, so that all hear the same and can share an encoder.
 */
final class Intermission {

  private static final long NOBODY = -1;

  private @Nullable Sound music;
  private long framesLobby = NOBODY;

  /** Null: none. */
  void music(@Nullable Sound newMusic) {
    music = newMusic;
  }

  @Nullable Sound music() {
    return music;
  }

  /** A tick begins in which somebody waits, or nobody. */
  void onTick(boolean anybodyWaits) {
    framesLobby = anybodyWaits ? framesLobby + 1 : NOBODY;
  }

  /** For how many ticks before this one somebody has waited. */
  long framesLobby() {
    return framesLobby;
  }
}
