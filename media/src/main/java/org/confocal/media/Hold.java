package org.confocal.media;

/** Whether a leg is set aside by the conference: then it is not heard and hears no conference. */
public enum Hold {
  NONE,

  /** It hears silence. */
  SILENCE,

  /** It hears the music of its conference, if there is one. */
  MUSIC
}
