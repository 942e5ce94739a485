package org.confocal.media.record;

import java.io.IOException;

/** A part of a recording while it is written, in frames of 20 ms. */
interface RecordingFile {
  void append(short[] frame) throws IOException;

  /** What was appended is on disk when this returns. */
  void sync() throws IOException;

  /** Length of the sound, what is not yet durable included. */
  long millis();

  /** Length of the file after the last {@link #sync}. */
  long bytes();

  /** Syncs, and lets go of the file. */
  void close() throws IOException;
}
