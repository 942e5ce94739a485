package org.confocal.wire.confinfo;

import java.util.Optional;

/**
 * Whether an MCU takes the media that comes from an endpoint (ingress), or sends it any (egress).
 * MS-CONFAV 2.2.
 */
public enum MediaFilter {
  BLOCK("block"),
  UNBLOCK("unblock");

  private final String word;

  MediaFilter(String word) {
    this.word = word;
  }

  /** As it is written in a document. */
  public String word() {
    return word;
  }

  /** By its word; empty for a word that is none of these. */
  public static Optional<MediaFilter> named(String word) {
    for (MediaFilter candidate : values()) {
      if (candidate.word.equals(word)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
