package org.confocal.engine.roster;

/** The status words of RFC 4575 section 5.7.2 that we use. */
public enum EndpointStatus {
  CONNECTED("connected"),
  ON_HOLD("on-hold"),
  PENDING("pending"),
  /** RFC 4575 has no word of its own for whoever waits to be let in. */
  LOBBY("pending"),
  DIALING_OUT("dialing-out"),
  ALERTING("alerting"),
  DISCONNECTED("disconnected");

  private final String word;

  EndpointStatus(String word) {
    this.word = word;
  }

  /** The word of RFC 4575. */
  public String word() {
    return word;
  }
}
