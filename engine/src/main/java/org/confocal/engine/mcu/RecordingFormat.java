package org.confocal.engine.mcu;

/** What a recording of a conference is kept as. */
public enum RecordingFormat {
  /** Opus in Ogg: about 11 MB an hour. */
  OPUS,
  /** Linear samples in a WAV file: about 115 MB an hour. */
  WAV
}
