package org.confocal.engine.conference;

/** What a participant may do. */
public enum Role {
  ORGANIZER,
  PRESENTER,
  ATTENDEE
}
