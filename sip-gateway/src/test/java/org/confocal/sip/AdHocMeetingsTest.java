package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.confocal.engine.Rejection;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.meeting.Meeting;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.message.SipResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdHocMeetingsTest {
  private static final String URI = "sip:conference@example.test";

  private final EdgeHarness edge = new EdgeHarness();
  private final SipPeer dana = edge.tcp();
  private int serial;

  @AfterEach
  void close() {
    dana.close();
    edge.close();
  }

  private String request(String method, String more) {
    return """
        %s %s SIP/2.0
        Via: SIP/2.0/TCP 127.0.0.1:%d;branch=z9hG4bKa%d
        From: <sip:dana@example.test>;tag=d1
        To: <%s>
        Call-ID: a-1
        CSeq: %d %s
        Contact: <sip:127.0.0.1:%d;transport=tcp>
        %sContent-Length: 0

        """
        .formatted(method, URI, dana.port(), serial, URI, serial, method, dana.port(), more);
  }

  /** Calls for a new conference, with the proof that is asked for. */
  private FocusFactoryProtocol.Schedule calls() {
    serial++;
    dana.send(request("INVITE", ""));
    SipResponse challenge = dana.expect(401);
    String value = challenge.header("WWW-Authenticate").orElseThrow();
    serial++;
    dana.send(
        request(
            "INVITE",
            "Authorization: " + EdgeHarness.proof(value, "dana", "INVITE", URI, 1) + "\n"));
    return edge.said(FocusFactoryProtocol.Schedule.class);
  }

  private static Meeting meeting(FocusFactoryProtocol.Schedule schedule) {
    return new Meeting(
        new ConferenceUri(EdgeHarness.DANA, schedule.id().orElseThrow()),
        new MeetingNumber("40812"),
        "",
        schedule.admission(),
        EdgeHarness.NOW,
        1,
        schedule.terms());
  }

  private static void already(FocusFactoryProtocol.Schedule schedule) {
    schedule
        .replyTo()
        .tell(
            new FocusFactoryProtocol.NotDone(
                Rejection.of(Rejection.Reason.ALREADY_EXISTS, "It is there")));
  }

  @Test
  void theSameCallFindsTheSameMeeting() {
    FocusFactoryProtocol.Schedule schedule = calls();

    already(schedule);

    assertThat(edge.said(FocusFactoryProtocol.RouteJoin.class).id())
        .isEqualTo(schedule.id().orElseThrow());
    serial++;
    dana.send(request("INVITE", ""));
    assertThat(edge.said(FocusFactoryProtocol.Schedule.class).id()).isEqualTo(schedule.id());
  }

  @Test
  void aMeetingOfACancelledCallIsDeleted() {
    FocusFactoryProtocol.Schedule schedule = calls();
    dana.send(request("CANCEL", ""));
    dana.expect(200);
    dana.expect(487);

    schedule.replyTo().tell(new FocusFactoryProtocol.Done(meeting(schedule)));

    assertThat(edge.said(FocusFactoryProtocol.Delete.class).id())
        .isEqualTo(schedule.id().orElseThrow());
  }
}
