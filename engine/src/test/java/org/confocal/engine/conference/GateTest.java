package org.confocal.engine.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Meeting;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Caller STRANGER = new Caller(Optional.empty(), "Ravi", false);
  private static final Caller NEIGHBOUR = new Caller(Optional.empty(), "Ravi", true);
  private static final Caller USER =
      new Caller(Optional.of(new UserUri("sip:ravi@example.test")), "Ravi", false);

  @Test
  void anOpenConferenceAdmitsEverybody() {
    assertThat(refusal(Admission.OPEN, STRANGER)).isEmpty();
    assertThat(refusal(Admission.OPEN, USER)).isEmpty();
  }

  @Test
  void aConferenceForUsersAsksStrangersWhoTheyAre() {
    assertThat(refusal(Admission.AUTHENTICATED, STRANGER))
        .contains(Rejection.Reason.AUTHENTICATION_REQUIRED);
    assertThat(refusal(Admission.AUTHENTICATED, NEIGHBOUR))
        .contains(Rejection.Reason.AUTHENTICATION_REQUIRED);
    assertThat(refusal(Admission.AUTHENTICATED, USER)).isEmpty();
  }

  @Test
  void aLoopbackConferenceAdmitsThisMachineAndUsers() {
    assertThat(refusal(Admission.LOOPBACK, NEIGHBOUR)).isEmpty();
    assertThat(refusal(Admission.LOOPBACK, USER)).isEmpty();
    assertThat(refusal(Admission.LOOPBACK, STRANGER))
        .contains(Rejection.Reason.AUTHENTICATION_REQUIRED);
  }

  @Test
  void theOneTooManyIsRefused() {
    assertThat(refusal(Admission.OPEN, USER, 2)).isEmpty();
    assertThat(refusal(Admission.OPEN, USER, 3)).contains(Rejection.Reason.CAPACITY_EXCEEDED);
  }

  private static Optional<Rejection.Reason> refusal(Admission admission, Caller caller) {
    return refusal(admission, caller, 0);
  }

  private static Optional<Rejection.Reason> refusal(
      Admission admission, Caller caller, int present) {
    Meeting meeting = meeting(admission);
    return Gate.refusal(
            Conference.idle(FocusKey.of(meeting.uri())), meeting, Entry.PLAIN, caller, present, 3)
        .map(Rejection::reason);
  }

  private static Meeting meeting(Admission admission) {
    return new Meeting(
        new ConferenceUri(new UserUri("sip:dana@example.test"), new ConferenceId("7F3A9C20")),
        new MeetingNumber("9000"),
        "",
        admission,
        Instant.EPOCH,
        1);
  }
}
