package org.confocal.sip;

import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;

/** What an organizer may lay down of a meeting. */
record MeetingWish(String subject, Admission admission, MeetingTerms terms) {
  /** What holds where a client says nothing: all media, for every user of this installation. */
  static final MeetingWish USUAL = new MeetingWish("", Admission.AUTHENTICATED, MeetingTerms.NONE);

  static MeetingWish of(Meeting meeting) {
    return new MeetingWish(meeting.subject(), meeting.admission(), meeting.terms());
  }
}
