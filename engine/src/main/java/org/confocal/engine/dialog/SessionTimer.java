package org.confocal.engine.dialog;

/**
 * An agreed session timer (RFC 4028).
 *
 * @param intervalSeconds session interval
 * @param weRefresh true when the refreshing is ours, false when it is the peer's
 */
public record SessionTimer(int intervalSeconds, boolean weRefresh) {
  public SessionTimer {
    if (intervalSeconds < 1) {
      throw new IllegalArgumentException(
          "session interval: " + intervalSeconds + " (expected: >= 1)");
    }
  }
}
