package org.confocal.engine.meeting;

/**
 * Who waits in front of the door until a presenter lets him in. Organizer and presenters never
 * wait. Unless it is {@link #OFF}, whoever the lock would refuse waits too.
 */
public enum Lobby {
  /** Nobody waits; a locked conference refuses. */
  OFF,
  /** Whoever has not proved who he is. */
  GUESTS,
  /** Whoever the organizer has not listed. */
  UNINVITED,
  /** Everybody. */
  EVERYBODY
}
