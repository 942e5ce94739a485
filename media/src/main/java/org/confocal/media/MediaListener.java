package org.confocal.media;

import java.util.Set;
import org.confocal.media.record.RecordingListener;

/**
 * The rare facts that the media plane tells. Called on loop threads, and on that of the recordings:
 * an implementation hands the fact on (an actor's {@code tell}) and returns at once. What it throws
 * is counted as a failure and stops nothing.
 */
public interface MediaListener extends RecordingListener {

  /** The first valid RTP packet of a session came, or the first after a changed remote address. */
  default void firstPacket(SessionId id) {}

  /**
   * A telephone event (RFC 4733) ended; told once however often it was sent.
   *
   * @param digit one of {@code 0-9 * # A-D}
   * @param durationMs how long the key was held
   */
  default void dtmf(SessionId id, char digit, int durationMs) {}

  /**
   * Neither RTP nor RTCP came for a while although the session should receive. Told once per
   * silence.
   *
   * @param silentForNs the time since the last sign of life, or since the session was connected
   */
  default void streamLost(SessionId id, long silentForNs) {}

  /** A stream that was told as lost is back. */
  default void streamBack(SessionId id) {}

  /**
   * Who is heard in the mix of all now, without those who are heard by some only; told when it
   * changed, but not more often than the settings say.
   */
  default void talkersChanged(String conferenceKey, Set<SessionId> talkers) {}

  /** What was played to all of a conference has come to its end by itself. */
  default void played(String conferenceKey, String name) {}

  /** What was played to one leg has come to its end by itself. */
  default void played(SessionId id, String name) {}

  /** No focus came back for the session's conference within the orphan grace, so it was closed. */
  default void orphanClosed(SessionId id) {}

  /** A fault of our own in a loop; the loop goes on. Told at most once a second per loop. */
  default void loopFailed(Throwable cause) {}
}
