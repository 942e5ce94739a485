package org.confocal.engine.mcu;

import java.util.Optional;

/** The media types that have a conferencing server of their own. */
public enum McuType {
  /** Audio, and video: RTP is mixed and relayed. */
  AUDIO_VIDEO("audio-video", "audio"),
  /** Instant messages to everybody. */
  CHAT("chat", "message");

  private final String token;
  private final String media;

  McuType(String token, String media) {
    this.token = token;
    this.media = media;
  }

  /** The word that stands for the type in conference URIs and rosters. */
  public String token() {
    return token;
  }

  /** The media name of SDP that the type serves. */
  public String media() {
    return media;
  }

  /** The type of that word; empty when there is no such MCU here. */
  public static Optional<McuType> ofToken(String token) {
    for (McuType type : values()) {
      if (type.token.equalsIgnoreCase(token)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
