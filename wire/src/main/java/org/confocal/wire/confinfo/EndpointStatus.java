package org.confocal.wire.confinfo;

import java.util.Optional;

/** How an endpoint is connected. RFC 4575 section 5.7.3. */
public enum EndpointStatus {
  CONNECTED("connected"),
  DISCONNECTED("disconnected"),
  PENDING("pending"),
  DIALING_OUT("dialing-out"),
  DIALING_IN("dialing-in"),
  ALERTING("alerting"),
  ON_HOLD("on-hold"),
  MUTED_VIA_FOCUS("muted-via-focus"),
  DISCONNECTING("disconnecting");

  private final String word;

  EndpointStatus(String word) {
    this.word = word;
  }

  /** As it is written in a document. */
  public String word() {
    return word;
  }

  /** By its word; empty for a word that is none of these. */
  public static Optional<EndpointStatus> named(String word) {
    for (EndpointStatus candidate : values()) {
      if (candidate.word.equals(word)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
