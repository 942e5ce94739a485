package org.confocal.engine.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.confocal.engine.Samples;
import org.confocal.engine.conference.Lifetime.Deadline;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Meeting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifetimeTest {
  private static final Lifetime OCS = new Lifetime(Duration.ofHours(24), Duration.ofMinutes(10));
  private static final Instant BEGUN = Samples.AT;

  private static Conference begun(Admission admission) {
    Meeting m = Samples.MEETING;
    Meeting meeting =
        new Meeting(m.uri(), m.number(), m.subject(), admission, m.created(), m.version());
    return Conference.idle(Samples.KEY).apply(new ConferenceEvent.Activated(BEGUN, 1, meeting));
  }

  /** Ravi's leg, in at that time. */
  private static ConferenceEvent joins(int number, Instant at, boolean dialedOut) {
    Leg l = Samples.CONTROL;
    return new ConferenceEvent.LegJoined(
        at,
        new Leg(
            number,
            Samples.RAVI,
            l.displayName(),
            Role.ATTENDEE,
            l.dialog(),
            l.joinKey(),
            l.changeKey(),
            l.place(),
            l.remote(),
            l.local(),
            l.version(),
            l.timer(),
            at,
            l.entry(),
            false,
            dialedOut));
  }

  private static Instant minutes(long later) {
    return BEGUN.plus(Duration.ofMinutes(later));
  }

  @Test
  void aConferenceThatDoesNotRunHasNoDeadline() {
    assertThat(OCS.deadline(Conference.idle(Samples.KEY))).isEmpty();
  }

  @Test
  void aDayAfterTheLastJoinItIsOver() {
    Conference state =
        begun(Admission.CLOSED)
            .apply(joins(1, minutes(1), false))
            .apply(joins(2, minutes(30), false));

    assertThat(OCS.deadline(state))
        .contains(new Deadline(minutes(30).plus(Duration.ofHours(24)), EndReason.NOBODY_JOINED));
  }

  @Test
  void withoutAUserWhoHasProvedHimselfTheGraceBeginsWithTheConference() {
    Conference state = begun(Admission.AUTHENTICATED).apply(joins(1, minutes(3), true));

    assertThat(OCS.deadline(state)).contains(new Deadline(minutes(10), EndReason.UNATTENDED));
  }

  @Test
  void theGraceBeginsWhenTheLastOfThemLeaves() {
    Conference state =
        begun(Admission.AUTHENTICATED)
            .apply(joins(1, minutes(1), false))
            .apply(joins(2, minutes(2), true))
            .apply(joins(3, minutes(3), false))
            .apply(new ConferenceEvent.LegLeft(minutes(4), 1, Departure.LEFT));

    Conference alone = state.apply(new ConferenceEvent.LegLeft(minutes(20), 3, Departure.LEFT));

    assertThat(OCS.deadline(state).map(Deadline::why)).contains(EndReason.NOBODY_JOINED);
    assertThat(OCS.deadline(alone)).contains(new Deadline(minutes(30), EndReason.UNATTENDED));
  }

  @ParameterizedTest
  @EnumSource(
      value = Admission.class,
      names = {"OPEN", "LOOPBACK"})
  void phonesMayHaveAnOpenMeetingForThemselves(Admission admission) {
    assertThat(OCS.deadline(begun(admission)).map(Deadline::why)).contains(EndReason.NOBODY_JOINED);
  }

  @Test
  void zeroIsNever() {
    Conference state = begun(Admission.CLOSED);

    assertThat(new Lifetime(Duration.ZERO, Duration.ZERO).deadline(state)).isEmpty();
    assertThat(new Lifetime(Duration.ZERO, Duration.ofMinutes(10)).deadline(state))
        .contains(new Deadline(minutes(10), EndReason.UNATTENDED));
  }

  @Test
  void theEarlierDeadlineCounts() {
    Lifetime shortOne = new Lifetime(Duration.ofMinutes(5), Duration.ofMinutes(10));

    assertThat(shortOne.deadline(begun(Admission.CLOSED)).map(Deadline::why))
        .contains(EndReason.NOBODY_JOINED);
  }

  @Test
  void whatIsOlderThanTheRuleCountsFromItsLegs() {
    Conference now = begun(Admission.CLOSED).apply(joins(1, minutes(7), false));

    Conference old =
        new Conference(
            now.key(),
            now.activation(),
            now.incarnation(),
            now.meeting(),
            now.lastLeg(),
            now.revision(),
            now.legs(),
            now.departed(),
            now.room());

    assertThat(old.attendance().lastJoin()).contains(minutes(7));
    assertThat(old.attendance().unattendedSince()).isEqualTo(Optional.empty());
  }
}
