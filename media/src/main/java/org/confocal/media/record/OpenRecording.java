package org.confocal.media.record;

import java.io.IOException;
import org.confocal.media.codec.OpusCodecs;
import org.jspecify.annotations.Nullable;

/** One recording while it is written: takes frames from its ring and makes chunks of them. */
final class OpenRecording {
  /** How a part is made: a port for tests. */
  @FunctionalInterface
  interface Opener {
    RecordingParts.Part open(long nowMillis) throws IOException;
  }

  private static final int FRAME_MS = 20;
  private static final int FRAMES_PER_SECOND = 50;

  /** Longer holes are not filled: the loop has stood still for a minute. */
  private static final long MOST_MISSING = RecordingParts.LONGEST_GAP_MS / FRAME_MS;

  private final String conferenceKey;
  private final RecordingParameters parameters;
  private final RecordingRing ring;
  private final Opener opener;
  private final short[] frame;
  private final short[] silence;
  private final long chunkFrames;
  private RecordingParts.@Nullable Part part;
  private long framesInChunk;
  private long chunkFromMs;
  private int chunks;

  OpenRecording(
      String conferenceKey, RecordingParameters parameters, RecordingRing ring, OpusCodecs opus) {
    this(conferenceKey, parameters, ring, new RecordingParts(parameters, opus)::open);
  }

  OpenRecording(
      String conferenceKey, RecordingParameters parameters, RecordingRing ring, Opener opener) {
    this.conferenceKey = conferenceKey;
    this.parameters = parameters;
    this.ring = ring;
    this.opener = opener;
    this.frame = new short[parameters.rateHz() / FRAMES_PER_SECOND];
    this.silence = new short[frame.length];
    this.chunkFrames = parameters.chunk().toMillis() / FRAME_MS;
  }

  boolean is(String key, RecordingParameters other) {
    return conferenceKey.equals(key) && parameters.directory().equals(other.directory());
  }

  void open(long nowMillis) throws IOException {
    RecordingParts.Part opened = opener.open(nowMillis);
    part = opened;
    opened.file().sync();
    chunkFromMs = opened.file().millis();
  }

  /**
   * Writes what has come.
   *
   * @return false when the recording is over
   */
  boolean work(RecordingListener listener) throws IOException {
    boolean ended = ring.ended();
    drain(listener);
    if (ended) {
      finish(listener);
    }
    return !ended;
  }

  /** Ends it although its loop has not said so. */
  void end(RecordingListener listener) throws IOException {
    drain(listener);
    finish(listener);
  }

  private void drain(RecordingListener listener) throws IOException {
    for (int missing = ring.take(frame);
        missing != RecordingRing.NONE;
        missing = ring.take(frame)) {
      fill(missing, listener);
      append(frame, listener);
    }
  }

  private void fill(long missing, RecordingListener listener) throws IOException {
    for (long i = Math.min(missing, MOST_MISSING); i > 0; i--) {
      append(silence, listener);
    }
  }

  private void append(short[] sound, RecordingListener listener) throws IOException {
    RecordingFile file = file();
    file.append(sound);
    framesInChunk++;
    if (framesInChunk >= chunkFrames) {
      file.sync();
      tell(false, listener);
    }
  }

  private void finish(RecordingListener listener) throws IOException {
    fill(ring.owedAtEnd(), listener);
    RecordingFile file = file();
    file.close();
    tell(true, listener);
    part = null;
  }

  private void tell(boolean last, RecordingListener listener) {
    RecordingParts.Part now = now();
    long toMs = now.file().millis();
    listener.recorded(
        conferenceKey,
        new RecordedChunk(
            parameters.id(), now.name(), ++chunks, chunkFromMs, toMs, now.file().bytes(), last));
    chunkFromMs = toMs;
    framesInChunk = 0;
  }

  /** It cannot be written: the loop gives nothing more, and what can be saved is. */
  @SuppressWarnings("UnusedException") // the first failure is the one that is told
  void fail(String why, RecordingListener listener) {
    ring.abandon();
    if (part != null) {
      try {
        part.file().close();
      } catch (Throwable again) {
        // it stays as it is on the disk, and is mended when it is opened again
      }
      part = null;
    }
    listener.recordingFailed(conferenceKey, parameters.id(), why);
  }

  private RecordingFile file() {
    return now().file();
  }

  private RecordingParts.Part now() {
    RecordingParts.Part now = part;
    if (now == null) {
      throw new IllegalStateException("recording " + parameters.id() + " is not open");
    }
    return now;
  }
}
