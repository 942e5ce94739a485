package org.confocal.engine.mcu;

/** Whether the conference has set a leg aside: then it is not heard, and hears no conference. */
public enum Holding {
  NONE,
  /** It hears silence. */
  SILENCE,
  /** It hears the music of the site, if there is one. */
  MUSIC
}
