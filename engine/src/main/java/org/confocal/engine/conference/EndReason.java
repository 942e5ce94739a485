package org.confocal.engine.conference;

/** Why a conference ended. The text is what a leg is told in its BYE. */
public enum EndReason {
  EVERYBODY_LEFT("Everybody has left"),
  ENDED_BY_OPERATOR("The conference was ended"),
  MEETING_DELETED("The meeting was deleted"),
  SERVER_STOPS("The server stops"),
  ENDED_BY_PRESENTER("A presenter has ended the conference"),
  NOBODY_JOINED("Nobody has joined the conference for too long"),
  UNATTENDED("Nobody is in the conference who has proved who he is"),
  ORGANIZER_GONE("The organizer is no user any more, or is disabled");

  private final String text;

  EndReason(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
