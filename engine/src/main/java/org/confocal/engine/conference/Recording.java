package org.confocal.engine.conference;

import java.time.Instant;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.RecordingFormat;

/**
 * A recording of a conference, as far as it is known to be on disk.
 *
 * @param id its name, unique in the conference
 * @param by who has ordered it
 * @param why it has ended by itself; empty unless it has failed
 * @param part file in which it goes on; empty before anything is on disk
 * @param partMs length of that part
 * @param partBytes length of that file
 * @param earlierMs length of the parts before it
 * @param earlierBytes of the files before it
 */
public record Recording(
    String id,
    RecordingFormat format,
    UserUri by,
    Instant since,
    State state,
    String why,
    String part,
    long partMs,
    long partBytes,
    long earlierMs,
    long earlierBytes) {
  /** What becomes of a recording. */
  public enum State {
    /** It is being recorded, or goes on as soon as the conference does. */
    ON,
    /** Somebody has ended it, or the conference was over. */
    STOPPED,
    /** It could not be written. */
    FAILED
  }

  static Recording begun(ConferenceEvent.RecordingStarted e) {
    return new Recording(e.id(), e.format(), e.by(), e.at(), State.ON, "", "", 0, 0, 0, 0);
  }

  /** Length of what is on disk in all parts. */
  public long durableMs() {
    return earlierMs + partMs;
  }

  /** Length of the files of all parts. */
  public long bytes() {
    return earlierBytes + partBytes;
  }

  Recording with(ConferenceEvent.RecordingChunk e) {
    boolean same = e.part().equals(part);
    return new Recording(
        id,
        format,
        by,
        since,
        state,
        why,
        e.part(),
        e.partMs(),
        e.partBytes(),
        same ? earlierMs : durableMs(),
        same ? earlierBytes : bytes());
  }

  Recording ended(State end, String reason) {
    return state != State.ON
        ? this
        : new Recording(
            id, format, by, since, end, reason, part, partMs, partBytes, earlierMs, earlierBytes);
  }
}
