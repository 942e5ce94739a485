package org.confocal.engine.conference;

/** What a participant may do. */
public enum Role {
  ORGANIZER,
  PRESENTER,
  ATTENDEE;

  /** May steer the conference and the others in it. */
  public boolean presents() {
    return this != ATTENDEE;
  }
}
