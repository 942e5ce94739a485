package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.confocal.engine.Rejection;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;
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

  @Test
  void everyReasonAndFaultHasAWordOfC3p() {
    for (Rejection.Reason reason : EnumSet.allOf(Rejection.Reason.class)) {
      assertThat(RejectionMapping.codes(reason).c3pReason()).as(reason.name()).isNotBlank();
    }
    for (C3pFault fault : C3pFault.values()) {
      assertThat(RejectionMapping.codes(fault).c3pReason()).as(fault.name()).isNotBlank();
      assertThat(RejectionMapping.codes(fault).sipStatus()).isBetween(400, 499);
    }
  }

  @Test
  void diagnosticsAreTheNumbersThatClientsKnow() {
    assertThat(RejectionMapping.codes(Rejection.Reason.UNKNOWN_CONFERENCE).diagnostics())
        .isEqualTo(3012);
    assertThat(RejectionMapping.codes(Rejection.Reason.CONFERENCE_LOCKED).diagnostics())
        .isEqualTo(3014);
    assertThat(RejectionMapping.codes(Rejection.Reason.VERSION_CONFLICT).c3pReason())
        .isEqualTo("otherFailure");
  }

  @Test
  void theTextGoesIntoTheHeaderWithoutHarm() throws WireFormatException {
    Rejection rejection =
        Rejection.of(Rejection.Reason.UNKNOWN_CONFERENCE, "no \"meeting\" of \\ that name");

    SipResponse response = RejectionMapping.conferencing(request(), rejection, "example.test");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers().first("ms-diagnostics"))
        .contains("3012;reason=\"no 'meeting' of / that name\";source=\"example.test\"");
  }

  @Test
  void whatIsNotImplementedMayBeToldOutside() throws WireFormatException {
    Rejection rejection = Rejection.of(Rejection.Reason.NOT_SUPPORTED, "no");

    SipResponse response = RejectionMapping.conferencing(request(), rejection, "example.test");

    assertThat(response.headers().first("ms-diagnostics")).isEmpty();
    assertThat(response.headers().first("ms-diagnostics-public"))
        .contains("3004;reason=\"no\";source=\"example.test\"");
  }

  private static SipRequest request() throws WireFormatException {
    NameAddress ada = NameAddress.of(SipUri.parse("sip:ada@example.test"));
    return SipRequest.of("INVITE", ada.uri(), ada, ada, "c1", 1);
  }
}
