package org.confocal.media.loop;

import java.util.Set;
import java.util.function.Consumer;
import org.confocal.media.MediaListener;
import org.confocal.media.SessionId;
import org.confocal.media.record.RecordedChunk;

/**
 * The present listener, which may be replaced at any time, and the answers to commands. What a
 * callback throws is its own fault: it is counted and must not stop the sound of others.
 */
final class GuardedListener implements MediaListener {

  private static final MediaListener NOBODY = new MediaListener() {};
  private static final long REPORT_EVERY_NS = 1_000_000_000L;

  private final LoopCounters counters;
  private volatile MediaListener listener = NOBODY;
  private boolean hasReported;
  private long lastReportNs;

  GuardedListener(LoopCounters counters) {
    this.counters = counters;
  }

  /** Any thread. */
  void replace(MediaListener newListener) {
    listener = newListener;
  }

  /** Any thread. */
  void drop() {
    listener = NOBODY;
  }

  @Override
  public void firstPacket(SessionId id) {
    tell(l -> l.firstPacket(id));
  }

  @Override
  public void dtmf(SessionId id, char digit, int durationMs) {
    tell(l -> l.dtmf(id, digit, durationMs));
  }

  @Override
  public void streamLost(SessionId id, long silentForNs) {
    tell(l -> l.streamLost(id, silentForNs));
  }

  @Override
  public void streamBack(SessionId id) {
    tell(l -> l.streamBack(id));
  }

  @Override
  public void talkersChanged(String conferenceKey, Set<SessionId> talkers) {
    tell(l -> l.talkersChanged(conferenceKey, talkers));
  }

  @Override
  public void played(String conferenceKey, String name) {
    tell(l -> l.played(conferenceKey, name));
  }

  @Override
  public void played(SessionId id, String name) {
    tell(l -> l.played(id, name));
  }

  @Override
  public void recorded(String conferenceKey, RecordedChunk chunk) {
    tell(l -> l.recorded(conferenceKey, chunk));
  }

  @Override
  public void recordingFailed(String conferenceKey, String recording, String why) {
    tell(l -> l.recordingFailed(conferenceKey, recording, why));
  }

  @Override
  public void orphanClosed(SessionId id) {
    tell(l -> l.orphanClosed(id));
  }

  /** Counts a fault of ours and tells it unless one was told within the last second. */
  void failed(Throwable cause, long nowNs) {
    counters.increment(Counter.FAILURES);
    if (!hasReported || nowNs - lastReportNs >= REPORT_EVERY_NS) {
      hasReported = true;
      lastReportNs = nowNs;
      tell(l -> l.loopFailed(cause));
    }
  }

  <T> void answer(Consumer<T> done, T result) {
    try {
      done.accept(result);
    } catch (RuntimeException e) {
      counters.increment(Counter.FAILURES);
    }
  }

  private void tell(Consumer<MediaListener> fact) {
    answer(fact, listener);
  }
}
