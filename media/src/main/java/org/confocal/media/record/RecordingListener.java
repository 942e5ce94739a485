package org.confocal.media.record;

/** Is told what becomes of recordings, on the thread that writes them: it returns at once. */
public interface RecordingListener {

  /** A chunk is durable. */
  default void recorded(String conferenceKey, RecordedChunk chunk) {}

  /**
   * The recording has ended because it could not be written. What was told as durable stays.
   *
   * @param why in words for an operator
   */
  default void recordingFailed(String conferenceKey, String recording, String why) {}
}
