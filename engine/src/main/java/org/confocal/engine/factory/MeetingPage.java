package org.confocal.engine.factory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.meeting.Meeting;

/** So many meetings as go into one message between nodes. */
final class MeetingPage {
  /** In meetings and people on their lists; a meeting with a long list is a page of its own. */
  private static final int MOST = 500;

  private MeetingPage() {}

  /** The meetings that follow {@code after}, or the first ones when it is not there. */
  static FocusFactoryProtocol.AllMeetings of(Meetings all, Optional<ConferenceId> after) {
    List<Meeting> page = new ArrayList<>();
    Collection<Meeting> meetings = all.byId().values();
    boolean reached = after.flatMap(all::find).isEmpty();
    int weight = 0;
    for (Meeting meeting : meetings) {
      if (!reached) {
        reached = after.equals(Optional.of(meeting.uri().id()));
        continue;
      }
      weight += 1 + meeting.terms().invitees().size();
      if (weight > MOST && !page.isEmpty()) {
        ConferenceId last = page.get(page.size() - 1).uri().id();
        return new FocusFactoryProtocol.AllMeetings(page, Optional.of(last));
      }
      page.add(meeting);
    }
    return new FocusFactoryProtocol.AllMeetings(page, Optional.empty());
  }
}
