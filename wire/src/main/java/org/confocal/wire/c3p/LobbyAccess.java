package org.confocal.wire.c3p;

import java.util.Optional;

/** What becomes of somebody who waits in the lobby. */
public enum LobbyAccess {
  GRANTED("granted"),
  DENIED("denied");

  private final String word;

  LobbyAccess(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<LobbyAccess> named(String word) {
    for (LobbyAccess access : values()) {
      if (access.word.equals(word)) {
        return Optional.of(access);
      }
    }
    return Optional.empty();
  }
}
