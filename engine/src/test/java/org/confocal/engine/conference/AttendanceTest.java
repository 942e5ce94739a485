package org.confocal.engine.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.confocal.engine.Samples;
import org.confocal.engine.id.UserUri;
import org.junit.jupiter.api.Test;

class AttendanceTest {
  private static final Duration GRACE = Duration.ofMinutes(5);
  private static final Instant AT = Samples.AT;

  private static Leg leg(int number, UserUri user, boolean muted) {
    Leg l = Samples.LEG;
    return new Leg(
        number,
        user,
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
        AT,
        l.entry(),
        muted,
        false);
  }

  private static Conference with(Leg... legs) {
    Conference state =
        Conference.idle(Samples.KEY).apply(new ConferenceEvent.Activated(AT, 1, Samples.MEETING));
    for (Leg leg : legs) {
      state = state.apply(new ConferenceEvent.LegJoined(AT, leg));
    }
    return state;
  }

  private static ConferenceEvent leaves(int leg) {
    return new ConferenceEvent.LegLeft(AT, leg, Departure.LOST);
  }

  private static boolean isMuted(Conference state, Instant now) {
    return state.isMuted(Samples.RAVI, Role.ATTENDEE, now, GRACE);
  }

  @Test
  void whoeverComesBackInTimeIsMutedAsHeWas() {
    Conference state = with(leg(1, Samples.RAVI, true)).apply(leaves(1));

    assertThat(isMuted(state, AT.plus(GRACE))).isTrue();
    assertThat(isMuted(state, AT.plus(GRACE).plusMillis(1))).isFalse();
  }

  @Test
  void whoeverWasLetSpeakIsLetSpeakAgainThoughHisRoleIsMuted() {
    Conference state =
        with(leg(1, Samples.RAVI, true))
            .apply(new ConferenceEvent.RoleMuteChanged(AT, Role.ATTENDEE, true, Samples.DANA))
            .apply(new ConferenceEvent.MuteChanged(AT, 1, false, Samples.DANA))
            .apply(leaves(1));

    assertThat(isMuted(state, AT)).isFalse();
    assertThat(isMuted(state, AT.plus(Duration.ofHours(1)))).isTrue();
  }

  @Test
  void whoeverIsAwayIsMutedWithAllOfHisRole() {
    Conference state =
        with(leg(1, Samples.RAVI, false))
            .apply(leaves(1))
            .apply(new ConferenceEvent.RoleMuteChanged(AT, Role.ATTENDEE, true, Samples.DANA));

    assertThat(isMuted(state, AT)).isTrue();
  }

  @Test
  void aSecondLegIsMutedAsTheFirst() {
    assertThat(isMuted(with(leg(1, Samples.RAVI, true)), AT)).isTrue();
    assertThat(isMuted(with(leg(1, Samples.RAVI, true), leg(2, Samples.RAVI, false)), AT))
        .isFalse();
  }

  @Test
  void nobodyIsAwayWhileALegOfHisIsThere() {
    Conference state = with(leg(1, Samples.RAVI, true), leg(2, Samples.RAVI, true));

    assertThat(state.apply(leaves(1)).attendance().absences()).isEmpty();
  }

  @Test
  void aGuestIsSomebodyElseWhenHeCallsAgain() {
    Conference state = with(leg(7, UserUri.of("guest-7", "example.test"), true));

    assertThat(state.apply(leaves(7)).attendance().absences()).isEmpty();
  }

  @Test
  void whoeverIsAwayLongestIsForgottenFirst() {
    Conference state = with();
    for (int i = 1; i <= Attendance.MOST + 1; i++) {
      state =
          state
              .apply(
                  new ConferenceEvent.LegJoined(
                      AT, leg(i, UserUri.of("user" + i, "example.test"), true)))
              .apply(leaves(i));
    }

    assertThat(state.attendance().absences())
        .hasSize(Attendance.MOST)
        .noneMatch(a -> a.user().name().equals("user1"));
  }

  @Test
  void whoeverIsMutedWithALockIsSoWheneverHeComesBack() {
    Conference state =
        with(leg(1, Samples.RAVI, false))
            .apply(new ConferenceEvent.MuteChanged(AT, 1, true, Samples.DANA, true))
            .apply(leaves(1));
    Instant late = AT.plus(Duration.ofHours(1));

    assertThat(isMuted(state, late)).isTrue();
    assertThat(state.isMuted(Samples.RAVI, Role.PRESENTER, late, GRACE)).isFalse();
  }
}
