package org.confocal.engine.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.confocal.engine.Samples;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Invitee;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;
import org.confocal.engine.meeting.Proof;
import org.junit.jupiter.api.Test;

class PromotionTest {
  private static final UserUri MEI = new UserUri("sip:mei@example.test");
  private static final UserUri STRANGER = new UserUri("sip:ian@elsewhere.test");
  private static final Meeting MEETING =
      Samples.MEETING.changed(
          "Budget",
          Admission.OPEN,
          new MeetingTerms(
              MeetingTerms.NONE.expiry(),
              List.of(new Invitee(Samples.RAVI, false), new Invitee(STRANGER, false)),
              MeetingTerms.NONE.media(),
              false,
              MeetingTerms.NONE.updated()),
          Samples.AT);
  private static final Conference STATE =
      Conference.idle(Samples.KEY).apply(new ConferenceEvent.Activated(Samples.AT, 1, MEETING));

  private static Role role(Promotion rule, UserUri user) {
    return rule.role(STATE, MEETING, user, true, Proof.NONE);
  }

  @Test
  void nobodyIsPromotedByItself() {
    assertThat(role(Promotion.NOBODY, Samples.RAVI)).isEqualTo(Role.ATTENDEE);
    assertThat(role(Promotion.NOBODY, Samples.DANA)).isEqualTo(Role.ORGANIZER);
  }

  @Test
  void theInvitedBecomePresenters() {
    assertThat(role(Promotion.INVITED, Samples.RAVI)).isEqualTo(Role.PRESENTER);
    assertThat(role(Promotion.INVITED, STRANGER)).isEqualTo(Role.PRESENTER);
    assertThat(role(Promotion.INVITED, MEI)).isEqualTo(Role.ATTENDEE);
  }

  @Test
  void theCompanyAreTheUsersOfTheOrganizersDomain() {
    assertThat(role(Promotion.COMPANY, MEI)).isEqualTo(Role.PRESENTER);
    assertThat(role(Promotion.COMPANY, STRANGER)).isEqualTo(Role.ATTENDEE);
    assertThat(Promotion.COMPANY.role(STATE, MEETING, MEI, false, Proof.NONE))
        .isEqualTo(Role.ATTENDEE);
  }

  @Test
  void aRoleThatWasTakenStaysTaken() {
    Conference demoted =
        STATE.apply(new ConferenceEvent.RoleChanged(Samples.AT, MEI, Role.ATTENDEE, Samples.DANA));

    assertThat(Promotion.COMPANY.role(demoted, MEETING, MEI, true, Proof.NONE))
        .isEqualTo(Role.ATTENDEE);
  }
}
