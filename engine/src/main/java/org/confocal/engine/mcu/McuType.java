package org.confocal.engine.mcu;

/** The media types that have a conferencing server of their own. */
public enum McuType {
  AUDIO_VIDEO("audio-video");

  private final String token;

  McuType(String token) {
    this.token = token;
  }

  /** The word that stands for the type in conference URIs and rosters. */
  public String token() {
    return token;
  }
}
