package org.confocal.media.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.confocal.media.codec.OpusCodecs;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that encodes and writes all recordings of a process. It waits for the disk, so
 * that no loop has to. A recording that cannot be written ends, and all others go on.
 */
public final class RecordingWriter implements Runnable {
  /** Most recordings at a time; one more fails. */
  static final int MOST = 1000;

  private static final long PAUSE_NS = 50_000_000L;
  private static final long IDLE_NS = 1_000_000_000L;
  private static final long END_MS = 5_000;

  private record Opening(String conferenceKey, OpenRecording recording, RecordingParameters of) {}

  private final OpusCodecs opus;
  private final LongSupplier wallClockMillis;
  private final RecordingListener listener;
  private final ConcurrentLinkedQueue<Opening> openings = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final List<OpenRecording> open = new ArrayList<>();
  private final AtomicLong active = new AtomicLong();
  private final AtomicLong chunks = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile @Nullable Thread thread;
  private volatile boolean closing;

  /**
   * @param wallClockMillis since 1970: parts are named after it
   * @param listener is told on the writer's thread; what it throws is its own fault
   */
  public RecordingWriter(
      OpusCodecs opus, LongSupplier wallClockMillis, RecordingListener listener) {
    this.opus = opus;
    this.wallClockMillis = wallClockMillis;
    this.listener = listener;
  }

  /** Starts the thread; it is a daemon. */
  public void start() {
    Thread writer = new Thread(this, "recording-writer");
    writer.setDaemon(true);
    thread = writer;
    writer.start();
  }

  /** Any thread: from now on what comes by the ring is written. Never blocks. */
  public void open(String conferenceKey, RecordingParameters parameters, RecordingRing ring) {
    open(conferenceKey, parameters, new OpenRecording(conferenceKey, parameters, ring, opus));
  }

  void open(String conferenceKey, RecordingParameters parameters, OpenRecording recording) {
    if (waiting.incrementAndGet() + active.get() > MOST) {
      waiting.decrementAndGet();
      failed.incrementAndGet();
      recording.fail("too many recordings (expected: at most " + MOST + ")", told);
      return;
    }
    openings.add(new Opening(conferenceKey, recording, parameters));
    LockSupport.unpark(thread);
  }

  /** Recordings that are written now. */
  public long active() {
    return active.get();
  }

  /** Chunks that were made durable. */
  public long chunks() {
    return chunks.get();
  }

  /** Recordings that could not be written. */
  public long failed() {
    return failed.get();
  }

  @Override
  public void run() {
    while (true) {
      boolean last = closing;
      turn();
      if (last) {
        endAll();
        return;
      }
      LockSupport.parkNanos(this, open.isEmpty() ? IDLE_NS : PAUSE_NS);
    }
  }

  /** Writes all that has come. Its thread does that again and again; a test does it instead. */
  public void turn() {
    for (Opening next = openings.poll(); next != null; next = openings.poll()) {
      begin(next);
      waiting.decrementAndGet();
    }
    for (int i = open.size() - 1; i >= 0; i--) {
      work(open.get(i));
    }
  }

  /** A recording that goes on must have ended before. */
  private void begin(Opening opening) {
    for (int i = open.size() - 1; i >= 0; i--) {
      if (open.get(i).is(opening.conferenceKey(), opening.of())) {
        work(open.get(i));
      }
    }
    open.add(opening.recording());
    active.set(open.size());
    try {
      opening.recording().open(wallClockMillis.getAsLong());
    } catch (Throwable e) { // one recording: the thread is that of all of them
      fail(opening.recording(), e);
    }
  }

  private void work(OpenRecording recording) {
    try {
      if (!recording.work(told)) {
        open.remove(recording);
        active.set(open.size());
      }
    } catch (Throwable e) {
      fail(recording, e);
    }
  }

  /** The loops have ended: what they have not ended themselves ends where it is. */
  private void endAll() {
    for (int i = open.size() - 1; i >= 0; i--) {
      OpenRecording recording = open.remove(i);
      try {
        recording.end(told);
      } catch (Throwable e) {
        fail(recording, e);
      }
    }
    active.set(0);
  }

  private void fail(OpenRecording recording, Throwable why) {
    failed.incrementAndGet();
    open.remove(recording);
    active.set(open.size());
    String text = why.getMessage();
    recording.fail(why instanceof IOException && text != null ? text : why.toString(), told);
  }

  /** Counts, and lets no listener end a recording. */
  private final RecordingListener told =
      new RecordingListener() {
        @Override
        public void recorded(String conferenceKey, RecordedChunk chunk) {
          chunks.incrementAndGet();
          tell(() -> listener.recorded(conferenceKey, chunk));
        }

        @Override
        public void recordingFailed(String conferenceKey, String recording, String why) {
          tell(() -> listener.recordingFailed(conferenceKey, recording, why));
        }

        @SuppressWarnings("UnusedException") // the listener's own fault
        private void tell(Runnable fact) {
          try {
            fact.run();
          } catch (Throwable itsOwnFault) {
            // the recording goes on
          }
        }
      };

  /** Writes what there is, once the loops have ended, and waits for it at most some seconds. */
  public void close() {
    closing = true;
    Thread writer = thread;
    if (writer == null) {
      turn();
      endAll();
      return;
    }
    LockSupport.unpark(writer);
    try {
      writer.join(END_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
