package org.confocal.engine.meeting;

/** Who may join a meeting without being asked for more. */
public enum Admission {
  /** Users of this installation who have proved who they are. */
  AUTHENTICATED,
  /** As {@link #AUTHENTICATED}, and whoever calls from this machine itself. */
  LOOPBACK,
  /** Everybody, without any key. */
  OPEN,
  /** As {@link #AUTHENTICATED}, and whoever gives the conference key or a passcode. */
  ANONYMOUS,
  /** Users who have proved who they are and whom the organizer has listed. */
  CLOSED
}
