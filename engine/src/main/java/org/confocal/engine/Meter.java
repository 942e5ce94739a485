package org.confocal.engine;

import java.time.Duration;
import org.confocal.engine.id.FocusKey;

/**
 * Counts what operators want to know. Every method may be called from any thread and returns at
 * once; what becomes of the numbers is the server's affair.
 */
public interface Meter {
  /** Counts nothing. */
  Meter NONE = new Meter() {};

  /** A leg has joined. */
  default void joined() {}

  /** Somebody was refused at the gate. */
  default void refused(Rejection.Reason reason) {}

  /** A conference runs on this node with so many legs. */
  default void running(FocusKey conference, int legs) {}

  /** A conference runs here no more. */
  default void stopped(FocusKey conference) {}

  /** A write to the journal took so long. */
  default void stored(Duration latency) {}

  /** So many subscribers were sent the same document. */
  default void notified(int subscribers) {}

  /** A line of a chat was sent to so many. */
  default void said(int recipients) {}

  /** A line did not reach so many, and its sender has no dialog in which he could be told. */
  default void unreported(int missed) {}
}
