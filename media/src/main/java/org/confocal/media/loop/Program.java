package org.confocal.media.loop;

/** What a leg hears, so far as others hear the same. */
enum Program {
  /** The sum of the conference. */
  ALL,

  /** Music or the tone of the lobby: for whoever waits. */
  LOBBY,

  /** Music, or silence if there is none: for whoever is held. */
  HOLD,

  /** Silence: for whoever is deaf, or held without music. */
  NOTHING,

  /** Something of its own. */
  OWN
}
