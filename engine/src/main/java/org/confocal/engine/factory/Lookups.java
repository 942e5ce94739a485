package org.confocal.engine.factory;

import java.time.Instant;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.focus.Foci;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Meeting;

/** What a factory answers or hands on without changing anything. */
record Lookups(UserUri organizer, Foci foci) {
  void find(Meetings state, FocusFactoryProtocol.Find f) {
    f.replyTo()
        .tell(
            state
                .find(f.id())
                .<FocusFactoryProtocol.Reply>map(FocusFactoryProtocol.Done::new)
                .orElseGet(() -> new FocusFactoryProtocol.NotDone(unknown(f.id()))));
  }

  void all(Meetings state, FocusFactoryProtocol.All all) {
    all.replyTo().tell(MeetingPage.of(state, all.after()));
  }

  void route(Meetings state, FocusFactoryProtocol.Route r) {
    Optional<Meeting> meeting = state.find(r.id());
    if (meeting.isEmpty()) {
      r.command().refuse(unknown(r.id()));
    } else {
      foci.tell(FocusKey.of(meeting.get().uri()), r.command());
    }
  }

  void join(
      Meeting meeting, FocusProtocol.Joining joining, PolicyBook book, Optional<Instant> expires) {
    foci.tell(
        FocusKey.of(meeting.uri()),
        new FocusProtocol.Join(meeting, joining, book.policy(), expires));
  }

  void refuse(FocusProtocol.Joining joining, Rejection why) {
    joining.replyTo().tell(new FocusProtocol.Refused(joining.key(), why));
  }

  Rejection unknown(ConferenceId id) {
    return Rejection.of(Rejection.Reason.UNKNOWN_CONFERENCE, organizer + " has no meeting " + id);
  }
}
