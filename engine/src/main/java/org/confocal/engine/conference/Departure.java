package org.confocal.engine.conference;

/** Why a leg ended. */
public enum Departure {
  /** The peer said BYE. */
  LEFT,
  /** The caller gave up before the call stood, or nobody acknowledged our answer. */
  NOT_COMPLETED,
  /** The peer did not answer a probe, or let its session timer run out. */
  LOST,
  /** The peer's answer to our offer cannot be used. */
  MEDIA_FAILED,
  /** A presenter sent the participant away. */
  EJECTED,
  /** A presenter did not let the participant in from the lobby. */
  DENIED,
  /** Nobody let the participant in from the lobby in time. */
  NOT_ADMITTED,
  /** The same user came again by another dialog to the same MCU. */
  REPLACED,
  /** The conference ended. */
  CONFERENCE_ENDED
}
