package org.confocal.media.record;

/** What a recording is kept as. */
public enum RecordingFormat {
  /** Opus in Ogg (RFC 7845). */
  OPUS("ogg"),
  /** Linear samples of 16 bits. */
  WAV("wav");

  private final String suffix;

  RecordingFormat(String suffix) {
    this.suffix = suffix;
  }

  /** Of file names, without the dot. */
  public String suffix() {
    return suffix;
  }
}
