package org.confocal.media.record;

import java.io.IOException;
import java.nio.file.Path;

/** A part as a WAV file. */
final class LinearPart implements RecordingFile {
  private static final int MS_PER_SECOND = 1000;

  private final WavFile file;
  private final int rateHz;

  private LinearPart(WavFile file, int rateHz) {
    this.file = file;
    this.rateHz = rateHz;
  }

  static LinearPart open(Path path, int rateHz) throws IOException {
    return new LinearPart(WavFile.open(path, rateHz), rateHz);
  }

  @Override
  public void append(short[] frame) throws IOException {
    file.append(frame, frame.length);
  }

  @Override
  public void sync() throws IOException {
    file.sync();
  }

  @Override
  public long millis() {
    return file.samples() * MS_PER_SECOND / rateHz;
  }

  @Override
  public long bytes() {
    return file.bytes();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
