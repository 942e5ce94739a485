package org.confocal.engine.meeting;

import java.time.Instant;
import org.confocal.engine.Stored;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.MeetingNumber;

/**
 * The durable record of a meeting.
 *
 * @param uri organizer and id
 * @param number what phones dial
 * @param subject free text, at most 256 characters, may be empty
 * @param version 1 at first, one more with each change
 */
public record Meeting(
    ConferenceUri uri,
    MeetingNumber number,
    String subject,
    Admission admission,
    Instant created,
    long version)
    implements Stored {
  private static final int LONGEST_SUBJECT = 256;

  public Meeting {
    if (subject.length() > LONGEST_SUBJECT) {
      throw new IllegalArgumentException(
          "subject: " + subject.length() + " characters (expected: <= " + LONGEST_SUBJECT + ")");
    }
  }
}
