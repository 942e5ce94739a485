package org.confocal.wire.confinfo;

import java.util.Optional;

/** Who called whom. RFC 4575 section 5.7.4. */
public enum JoiningMethod {
  DIALED_IN("dialed-in"),
  DIALED_OUT("dialed-out"),
  FOCUS_OWNER("focus-owner");

  private final String word;

  JoiningMethod(String word) {
    this.word = word;
  }

  /** As it is written in a document. */
  public String word() {
    return word;
  }

  /** By its word; empty for a word that is none of these. */
  public static Optional<JoiningMethod> named(String word) {
    for (JoiningMethod candidate : values()) {
      if (candidate.word.equals(word)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
