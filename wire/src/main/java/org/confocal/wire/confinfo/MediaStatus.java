package org.confocal.wire.confinfo;

import java.util.Optional;

/** The direction of a stream, as the endpoint sees it. RFC 4575 section 5.8.5. */
public enum MediaStatus {
  SENDRECV("sendrecv"),
  SENDONLY("sendonly"),
  RECVONLY("recvonly"),
  INACTIVE("inactive");

  private final String word;

  MediaStatus(String word) {
    this.word = word;
  }

  /** As it is written in a document. */
  public String word() {
    return word;
  }

  /** By its word; empty for a word that is none of these. */
  public static Optional<MediaStatus> named(String word) {
    for (MediaStatus candidate : values()) {
      if (candidate.word.equals(word)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
