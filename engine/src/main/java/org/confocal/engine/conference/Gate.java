package org.confocal.engine.conference;

import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Invitee;
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
   * @param meeting what the organizer has laid down, also when the conference does not run yet
   * @param present legs that are there or on their way
   * @param most legs that the conference may have
   * @return empty = welcome
   */
  public static Optional<Rejection> refusal(
      Conference state, Meeting meeting, Entry entry, Caller caller, int present, int most) {
    if (entry.kind() != LegKind.PLAIN && caller.user().isEmpty()) {
      return no(
          Rejection.Reason.AUTHENTICATION_REQUIRED,
          "Conference control needs a user who has proved who he is");
    }
    boolean isIn = caller.user().filter(state::isIn).isPresent();
    if (entry.kind() == LegKind.MEDIA && !isIn) {
      return no(
          Rejection.Reason.NOT_INVITED,
          caller.user().orElseThrow() + " is no participant: join the conference first");
    }
    if (entry.mcu().isPresent() && !meeting.terms().allows(entry.mcu().get())) {
      return no(
          Rejection.Reason.UNKNOWN_MCU,
          "Conference " + meeting.number() + " has no " + entry.mcu().get().token());
    }
    if (!isIn) {
      Optional<Rejection> stranger = strangerRefusal(state, meeting, caller);
      if (stranger.isPresent()) {
        return stranger;
      }
    }
    return present >= most
        ? no(
            Rejection.Reason.CAPACITY_EXCEEDED,
            "Conference " + meeting.number() + " is full: " + most + " are in")
        : Optional.empty();
  }

  private static Optional<Rejection> strangerRefusal(
      Conference state, Meeting meeting, Caller caller) {
    if (!authenticated(meeting.admission(), caller)) {
      return no(
          Rejection.Reason.AUTHENTICATION_REQUIRED,
          "Conference " + meeting.number() + " admits registered users only");
    }
    boolean listed = caller.user().flatMap(meeting.terms()::invitee).isPresent();
    boolean organizes = caller.user().filter(meeting.uri().organizer()::equals).isPresent();
    if (meeting.admission() == Admission.CLOSED && !listed && !organizes) {
      return no(
          Rejection.Reason.NOT_INVITED,
          caller.user().orElseThrow() + " is not invited to conference " + meeting.number());
    }
    boolean locked = state.active() ? state.room().locked() : meeting.terms().locked();
    boolean presents = caller.user().filter(u -> roleOf(state, meeting, u).presents()).isPresent();
    return locked && !presents
        ? no(Rejection.Reason.CONFERENCE_LOCKED, "Conference " + meeting.number() + " is locked")
        : Optional.empty();
  }

  /** The role in which a user joins: his present one, or what the organizer has laid down. */
  public static Role roleOf(Conference state, Meeting meeting, UserUri user) {
    if (state.room().roles().containsKey(user) || state.isIn(user)) {
      return state.role(user);
    }
    if (meeting.uri().organizer().equals(user)) {
      return Role.ORGANIZER;
    }
    return meeting.terms().invitee(user).filter(Invitee::presenter).isPresent()
        ? Role.PRESENTER
        : Role.ATTENDEE;
  }

  private static boolean authenticated(Admission admission, Caller caller) {
    return switch (admission) {
      case OPEN -> true;
      case LOOPBACK -> caller.thisMachine() || caller.user().isPresent();
      case AUTHENTICATED, CLOSED -> caller.user().isPresent();
    };
  }

  private static Optional<Rejection> no(Rejection.Reason reason, String text) {
    return Optional.of(Rejection.of(reason, text));
  }
}
