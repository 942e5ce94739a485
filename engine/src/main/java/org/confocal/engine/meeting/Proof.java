package org.confocal.engine.meeting;

/** What somebody has shown at the gate beside his name. */
public enum Proof {
  /** Nothing, or nothing that could be looked at: the meeting has no such secret. */
  NONE,
  /** The conference key. */
  KEY,
  /** The conference passcode. */
  PASSCODE,
  /** The leader passcode: he comes in as presenter. */
  LEADER,
  /** A conference key that is not the meeting's. */
  WRONG_KEY,
  /** A passcode that is none of the meeting's. */
  WRONG_PASSCODE;

  /** Something was shown and it was not right. */
  public boolean wrong() {
    return this == WRONG_KEY || this == WRONG_PASSCODE;
  }

  /** Something was shown and it was right. */
  public boolean right() {
    return this != NONE && !wrong();
  }
}
