package org.confocal.engine.conference;

import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Meeting;

/**
 * The one gate through which every door leads: decides whether a caller may be in the conference.
 * Pure.
 */
public final class Gate {
  private Gate() {}

  /**
   * Decides about one more leg.
   *
   * @param present legs that are there or on their way
   * @param most legs that the conference may have
   * @return empty = welcome
   */
  public static Optional<Rejection> refusal(Meeting meeting, Caller caller, int present, int most) {
    if (!invited(meeting.admission(), caller)) {
      return Optional.of(
          Rejection.of(
              Rejection.Reason.AUTHENTICATION_REQUIRED,
              "Conference " + meeting.number() + " admits registered users only"));
    }
    if (present >= most) {
      return Optional.of(
          Rejection.of(
              Rejection.Reason.CAPACITY_EXCEEDED,
              "Conference " + meeting.number() + " is full: " + most + " are in"));
    }
    return Optional.empty();
  }

  private static boolean invited(Admission admission, Caller caller) {
    return switch (admission) {
      case OPEN -> true;
      case LOOPBACK -> caller.thisMachine() || caller.user().isPresent();
      case AUTHENTICATED -> caller.user().isPresent();
    };
  }
}
