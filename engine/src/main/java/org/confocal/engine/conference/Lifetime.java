package org.confocal.engine.conference;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.confocal.engine.meeting.Meeting;

/**
 * How long a conference may run. Pure: it counts from instants of the journal, so that a focus that
 * starts again comes to the same deadline.
 *
 * @param maxLength after the last join; zero = for ever
 * @param unauthenticatedGrace how long it goes on when nobody is in who has proved who he is; zero
 *     = for ever
 */
public record Lifetime(Duration maxLength, Duration unauthenticatedGrace) {
  /** When a conference ends if nothing happens before, and why. */
  public record Deadline(Instant at, EndReason why) {}

  /** The earliest deadline of a conference; empty when it has none, or does not run. */
  public Optional<Deadline> deadline(Conference state) {
    if (!state.active()) {
      return Optional.empty();
    }
    Attendance attendance = state.attendance();
    Optional<Deadline> length =
        maxLength.isZero()
            ? Optional.empty()
            : attendance
                .lastJoin()
                .map(at -> new Deadline(at.plus(maxLength), EndReason.NOBODY_JOINED));
    Optional<Deadline> unattended =
        unauthenticatedGrace.isZero() || !state.meeting().filter(Lifetime::isAttended).isPresent()
            ? Optional.empty()
            : attendance
                .unattendedSince()
                .map(at -> new Deadline(at.plus(unauthenticatedGrace), EndReason.UNATTENDED));
    return unattended.isPresent()
            && length.filter(l -> l.at().isBefore(unattended.get().at())).isEmpty()
        ? unattended
        : length;
  }

  /**
   * Whether a meeting is one of users who prove who they are. To one that lets everybody in, or all
   * who call from this machine, phones come that never prove anything: it is theirs too.
   */
  private static boolean isAttended(Meeting meeting) {
    return switch (meeting.admission()) {
      case AUTHENTICATED, CLOSED, ANONYMOUS -> true;
      case LOOPBACK, OPEN -> false;
    };
  }
}
