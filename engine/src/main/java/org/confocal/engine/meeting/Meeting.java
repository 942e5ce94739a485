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
 * @param terms what else the organizer has laid down; absent in the oldest records
 */
public record Meeting(
    ConferenceUri uri,
    MeetingNumber number,
    String subject,
    Admission admission,
    Instant created,
    long version,
    MeetingTerms terms)
    implements Stored {
  private static final int LONGEST_SUBJECT = 256;

  public Meeting {
    terms = terms == null ? MeetingTerms.NONE : terms;
    if (subject.length() > LONGEST_SUBJECT) {
      throw new IllegalArgumentException(
          "subject: " + subject.length() + " characters (expected: <= " + LONGEST_SUBJECT + ")");
    }
  }

  /** A meeting of which nothing more was laid down. */
  public Meeting(
      ConferenceUri uri,
      MeetingNumber number,
      String subject,
      Admission admission,
      Instant created,
      long version) {
    this(uri, number, subject, admission, created, version, MeetingTerms.NONE);
  }

  /** The same meeting under another subject. */
  public Meeting withSubject(String other) {
    return new Meeting(uri, number, other, admission, created, version, terms);
  }

  /** The meeting after a change by its organizer. */
  public Meeting changed(
      String newSubject, Admission newAdmission, MeetingTerms newTerms, Instant at) {
    return new Meeting(
        uri, number, newSubject, newAdmission, created, version + 1, newTerms.changedAt(at));
  }

  /** The same with these terms, as the same version. */
  public Meeting with(MeetingTerms other) {
    return new Meeting(uri, number, subject, admission, created, version, other);
  }

  /** What may be shown to whoever is not its organizer. */
  public Meeting withoutSecrets() {
    return with(terms.with(Secrets.NONE));
  }
}
