package org.confocal.engine.conference;

import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.meeting.Meeting;

/** What the policy of the organizer forbids, whatever he has laid down for the meeting. Pure. */
public final class PolicyGate {
  private PolicyGate() {}

  /**
   * Decides about somebody who comes.
   *
   * @param others participants who are in or on their way, without him
   */
  public static Optional<Rejection> join(
      ConferencePolicy policy, Meeting meeting, Caller caller, int others) {
    if (caller.user().isEmpty() && !policy.anonymousAllowed()) {
      return no(
          Rejection.Reason.AUTHENTICATION_REQUIRED,
          "Conference "
              + meeting.number()
              + " admits registered users only: its organizer's policy "
              + policy.name()
              + " allows nobody anonymous");
    }
    return others >= policy.meetingSize()
        ? no(
            Rejection.Reason.CAPACITY_EXCEEDED,
            "Conference "
                + meeting.number()
                + " is full: its organizer's policy "
                + policy.name()
                + " allows "
                + policy.meetingSize()
                + " participants")
        : Optional.empty();
  }

  /** Decides about an order. */
  public static Optional<Rejection> order(ConferencePolicy policy, ControlOrder order) {
    if (order instanceof ControlOrder.StartRecording && !policy.recordingAllowed()) {
      return no(
          Rejection.Reason.NOT_AUTHORIZED,
          "The organizer's policy " + policy.name() + " does not allow to record");
    }
    return order instanceof ControlOrder.DialOut && !policy.dialOutAllowed()
        ? no(
            Rejection.Reason.DIAL_OUT_NOT_ALLOWED,
            "The organizer's policy " + policy.name() + " does not allow to call others")
        : Optional.empty();
  }

  private static Optional<Rejection> no(Rejection.Reason reason, String text) {
    return Optional.of(Rejection.of(reason, text));
  }
}
