package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.confocal.engine.Rejection;
import org.junit.jupiter.api.Test;

class RejectionMappingTest {
  @Test
  void everyReasonHasAStatusOfRefusal() {
    for (Rejection.Reason reason : EnumSet.allOf(Rejection.Reason.class)) {
      assertThat(RejectionMapping.sipStatus(reason)).as(reason.name()).isBetween(400, 599);
    }
  }

  @Test
  void theStatusesThatClientsActOnAreThoseOfTheStandard() {
    assertThat(RejectionMapping.sipStatus(Rejection.Reason.UNKNOWN_NUMBER)).isEqualTo(404);
    assertThat(RejectionMapping.sipStatus(Rejection.Reason.CAPACITY_EXCEEDED)).isEqualTo(486);
    assertThat(RejectionMapping.sipStatus(Rejection.Reason.MEDIA_NOT_ACCEPTABLE)).isEqualTo(488);
    assertThat(RejectionMapping.sipStatus(Rejection.Reason.UNKNOWN_DIALOG)).isEqualTo(481);
    assertThat(RejectionMapping.sipStatus(Rejection.Reason.OFFER_PENDING)).isEqualTo(491);
    assertThat(RejectionMapping.sipStatus(Rejection.Reason.UNAVAILABLE)).isEqualTo(503);
  }
}
