package org.confocal.engine.factory;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;

/** Decides what may be scheduled and changed. Pure. */
final class Scheduling {
  private Scheduling() {}

  /** Refuses one more meeting; {@code inFlight} are on their way to be stored. */
  static Optional<Rejection> refusal(
      UserUri organizer, Meetings state, Set<ConferenceId> inFlight, ConferenceId id, int most) {
    if (state.find(id).isPresent() || inFlight.contains(id)) {
      return Optional.of(
          Rejection.of(
              Rejection.Reason.ALREADY_EXISTS,
              "meeting " + id + " of " + organizer + " exists already"));
    }
    return state.byId().size() + inFlight.size() >= most
        ? Optional.of(
            Rejection.of(
                Rejection.Reason.CAPACITY_EXCEEDED,
                organizer + " has " + state.byId().size() + " meetings (expected: < " + most + ")"))
        : Optional.empty();
  }

  /** Refuses a change; whoever changes what somebody else has changed must look again. */
  static Optional<Rejection> refusal(
      Meeting known, FocusFactoryProtocol.Change c, PolicyBook policies, Instant now) {
    if (c.version().filter(v -> v != known.version()).isPresent()) {
      return Optional.of(
          Rejection.of(
              Rejection.Reason.VERSION_CONFLICT,
              "version: " + c.version().get() + " (expected: " + known.version() + ")"));
    }
    return Expiry.refusal(c.terms().expiry(), known.terms().expiry(), now)
        .or(
            () ->
                c.admission() == known.admission()
                    ? Optional.empty()
                    : policies.refusal(c.admission()));
  }

  /** The same terms for a meeting of that id: one without a reservation never expires. */
  static MeetingTerms terms(ConferenceId id, MeetingTerms wanted) {
    return id.isReservationless() ? wanted.expiring(Optional.empty()) : wanted;
  }

  /** The same meeting under another number. */
  static Meeting renumbered(Meeting m, MeetingNumber number) {
    return new Meeting(
        m.uri(), number, m.subject(), m.admission(), m.created(), m.version(), m.terms());
  }
}
