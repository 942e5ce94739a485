package org.confocal.wire.confinfo;

import java.util.Optional;

/**
 * How much of an element is told: all of it, what has changed, or that it is gone. RFC 4575 section
 * 4.4.
 */
public enum ElementState {
  FULL("full"),
  PARTIAL("partial"),
  DELETED("deleted");

  private final String word;

  ElementState(String word) {
    this.word = word;
  }

  /** As it is written in a document. */
  public String word() {
    return word;
  }

  /** By its word; empty for a word that is none of these. */
  public static Optional<ElementState> named(String word) {
    for (ElementState candidate : values()) {
      if (candidate.word.equals(word)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
