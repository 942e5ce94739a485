package org.confocal.server.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.conference.Recording;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.mcu.RecordingFormat;

/** What an operator can do about the recordings of a conference. */
public interface RecordingDoor {
  /**
   * A recording as an operator sees it.
   *
   * @param place directory of its parts, below that of all recordings
   * @param seconds how much of it is on disk for good, in all parts
   * @param part the file in which it goes on or has ended; empty when nothing is on disk yet
   * @param why it has ended by itself; empty unless it has failed
   */
  record RecordingView(
      String id,
      RecordingFormat format,
      Recording.State state,
      String by,
      Instant since,
      String place,
      String part,
      double seconds,
      long bytes,
      String why) {
    private static final double MS_PER_SECOND = 1000;

    static RecordingView of(FocusKey conference, Recording r) {
      return new RecordingView(
          r.id(),
          r.format(),
          r.state(),
          r.by().value(),
          r.since(),
          conference.value() + "/" + r.id(),
          r.part(),
          r.durableMs() / MS_PER_SECOND,
          r.bytes(),
          r.why());
    }
  }

  /** What is to be recorded; without a format it is Opus. */
  record NewRecording(Optional<RecordingFormat> format) {
    public NewRecording {
      format = format == null ? Optional.empty() : format;
    }
  }

  /** The last recordings of the conference under this number, oldest first. */
  CompletionStage<Answer<List<RecordingView>>> list(MeetingNumber number);

  /** Has the conference recorded that runs under this number; the answer is what is there then. */
  CompletionStage<Answer<List<RecordingView>>> start(MeetingNumber number, NewRecording wanted);

  /** Ends the recording of the conference under this number. */
  CompletionStage<Answer<List<RecordingView>>> stop(MeetingNumber number);
}
