package org.confocal.wire.confinfo;

import java.util.Optional;

/** Whether an MCU takes the media that comes from an endpoint. MS-CONFAV 2.2. */
public enum IngressFilter {
  BLOCK("block"),
  UNBLOCK("unblock");

  private final String word;

  IngressFilter(String word) {
    this.word = word;
  }

  /** As it is written in a document. */
  public String word() {
    return word;
  }

  /** By its word; empty for a word that is none of these. */
  public static Optional<IngressFilter> named(String word) {
    for (IngressFilter candidate : values()) {
      if (candidate.word.equals(word)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
