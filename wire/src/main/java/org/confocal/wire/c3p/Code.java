package org.confocal.wire.c3p;

import java.util.Optional;

/** How a command went. MS-CONFPRO 2.2.3. */
public enum Code {
  SUCCESS("success"),
  FAILURE("failure"),
  /** Another response with the same request id will follow. Never from the focus factory. */
  PENDING("pending");

  private final String word;

  Code(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<Code> named(String word) {
    for (Code code : values()) {
      if (code.word.equals(word)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }
}
