package org.confocal.engine.conference;

import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.Proof;

/**
 * Who becomes presenter by coming in, beside the organizer and those whom he has listed as
 * presenters.
 */
public enum Promotion {
  /** Nobody else. */
  NOBODY,
  /** Everybody whom the organizer has listed. */
  INVITED,
  /** Every user of the organizer's domain who has proved who he is. */
  COMPANY;

  /**
   * The role in which somebody joins. A role that was given or taken in this conference stays.
   *
   * @param proved he has proved that he is {@code user}
   * @param shown what else he has shown
   */
  public Role role(Conference state, Meeting meeting, UserUri user, boolean proved, Proof shown) {
    Role role = Gate.roleOf(state, meeting, user, shown);
    boolean settled = state.room().roles().containsKey(user) || state.isIn(user);
    return role == Role.ATTENDEE && !settled && proved && isMeant(meeting, user)
        ? Role.PRESENTER
        : role;
  }

  private boolean isMeant(Meeting meeting, UserUri user) {
    return switch (this) {
      case NOBODY -> false;
      case INVITED -> meeting.terms().invitee(user).isPresent();
      case COMPANY -> user.domain().equals(meeting.uri().organizer().domain());
    };
  }
}
