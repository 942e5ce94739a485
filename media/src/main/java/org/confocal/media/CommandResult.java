package org.confocal.media;

/** The answer to a command of {@link MediaPlane}. */
public sealed interface CommandResult {

  /** Done. Repeating the command gives the same answer. */
  record Done() implements CommandResult {}

  /**
   * No such session or conference; nothing was changed. A close answers {@link Done} all the same.
   */
  record Unknown() implements CommandResult {}

  /**
   * A newer focus steers this conference; nothing was changed and the sender should stop.
   *
   * @param highest the highest epoch seen for the conference
   */
  record Stale(long highest) implements CommandResult, ReserveResult {}

  /**
   * The peer takes no telephone events, or nothing can be sent to him at present (he has put us on
   * hold); nothing was changed.
   */
  record NoEvents() implements CommandResult {}

  /**
   * The command queue of the loop is full, or the plane is closed, or too many keys wait; nothing
   * was changed.
   */
  record Busy() implements CommandResult, ReserveResult {}
}
