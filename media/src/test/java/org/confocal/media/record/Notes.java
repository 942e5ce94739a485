package org.confocal.media.record;

import java.util.ArrayList;
import java.util.List;

/** Keeps what is told of recordings. */
public final class Notes implements RecordingListener {
  public final List<RecordedChunk> chunks = new ArrayList<>();
  public final List<String> failures = new ArrayList<>();

  @Override
  public void recorded(String conferenceKey, RecordedChunk chunk) {
    chunks.add(chunk);
  }

  @Override
  public void recordingFailed(String conferenceKey, String recording, String why) {
    failures.add(recording + ": " + why);
  }

  public RecordedChunk last() {
    return chunks.get(chunks.size() - 1);
  }
}
