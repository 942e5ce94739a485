package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.confocal.engine.Rejection;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.control.ControlResult;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Holding;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.RecordingFormat;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterHead;
import org.confocal.sip.kit.C3pTexts;
import org.confocal.sip.message.SipRequest;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.c3p.C3pEnvelope;
import org.junit.jupiter.api.Test;

class ControlAnswersTest {
  private static final ConferenceUri CONFERENCE = ConferenceUri.parse(C3pTexts.FOCUS).orElseThrow();
  private static final UserUri RAVI = new UserUri(C3pTexts.RAVI);

  private static String answer(String command, ControlResult result) {
    return ControlAnswers.response(
            new C3pEnvelope("41", C3pTexts.RAVI, C3pTexts.FOCUS, command), CONFERENCE, result)
        .write();
  }

  @Test
  void whatIsDoneIsSaidByAnEmptyElementOfTheCommand() {
    ControlResult done = ControlResult.done("41", new ControlOrder.SetLock(true), RAVI);

    assertThat(answer("modifyConferenceLock", done))
        .contains("requestId=\"41\" from=\"" + C3pTexts.FOCUS + "\" to=\"" + C3pTexts.RAVI + "\"")
        .contains("code=\"success\"><modifyConferenceLock/>");
  }

  @Test
  void whatIsRefusedIsSaidWithTheReason() {
    ControlResult refused =
        ControlResult.refused(
            "41",
            new ControlOrder.SetLock(true),
            RAVI,
            Rejection.of(Rejection.Reason.NOT_AUTHORIZED, "no"));

    assertThat(answer("modifyConferenceLock", refused))
        .contains("code=\"failure\"><modifyConferenceLock reason=\"unauthorized\"/>");
  }

  @Test
  void whoIsThereAlreadyIsAUserAndNoConference() {
    ControlResult refused =
        ControlResult.refused(
            "41",
            new ControlOrder.DialIn(RAVI, McuType.CHAT, C3pTexts.GUID),
            RAVI,
            Rejection.of(Rejection.Reason.ALREADY_EXISTS, "no"));

    assertThat(answer("addUser", refused)).contains("<addUser reason=\"userAlreadyExists\"/>");
  }

  @Test
  void whoMayDialInIsToldHow() {
    ControlResult done =
        new ControlResult(
            "41",
            new ControlOrder.DialIn(RAVI, McuType.CHAT, C3pTexts.GUID),
            RAVI,
            Optional.empty(),
            Optional.empty(),
            Map.of("sAuthId", "48", "Mcu-Conference-Uri", C3pTexts.CHAT));

    assertThat(answer("addUser", done))
        .contains(
            "<addUser><conferenceKeys confEntity=\""
                + C3pTexts.FOCUS
                + "\"/><ci:user entity=\"sip:ravi@example.test\"><ci:endpoint entity=\""
                + C3pTexts.GUID
                + "\"><ci:joining-method>dialed-in</ci:joining-method></ci:endpoint></ci:user>"
                + "<connection-info><entry><key>Mcu-Conference-Uri</key><value>"
                + C3pTexts.CHAT
                + "</value></entry><entry><key>sAuthId</key><value>48</value></entry>");
  }

  @Test
  void theRosterStandsInTheAnswer() {
    RosterDocument roster =
        new RosterDocument(
            CONFERENCE,
            true,
            Optional.of(
                new RosterHead(
                    "Budget",
                    new MeetingNumber("40812"),
                    Admission.OPEN,
                    Set.of(McuType.CHAT),
                    Set.of(),
                    false)),
            0,
            List.of(),
            List.of());
    ControlResult described =
        new ControlResult(
            "41",
            new ControlOrder.Describe(),
            RAVI,
            Optional.empty(),
            Optional.of(roster),
            Map.of());

    assertThat(answer("getConference", described))
        .contains(
            "<getConference><conference-info xmlns=\"urn:ietf:params:xml:ns:conference-info\"")
        .contains("<msci:admission-policy>anonymous</msci:admission-policy>");
  }

  @Test
  void anEndedConferenceIsTheEntityOnly() {
    ControlResult done = ControlResult.done("41", new ControlOrder.EndConference(), RAVI);

    assertThat(answer("deleteConference", done))
        .contains("<deleteConference><ci:conference-info entity=\"" + C3pTexts.FOCUS + "\"/>");
  }

  @Test
  void everyOrderCanBeAnsweredLate() throws WireFormatException {
    List<ControlOrder> orders =
        List.of(
            new ControlOrder.Describe(),
            new ControlOrder.Eject(RAVI, Optional.empty()),
            new ControlOrder.SetRole(RAVI, true),
            new ControlOrder.SetLock(true),
            new ControlOrder.Mute(RAVI, C3pTexts.GUID, 1, true),
            new ControlOrder.MuteRole(true, true),
            new ControlOrder.SetSubject("Plans"),
            new ControlOrder.DialIn(RAVI, McuType.CHAT, C3pTexts.GUID),
            new ControlOrder.DialOut(RAVI, "", true, McuType.CHAT, C3pTexts.GUID, RAVI.value()),
            new ControlOrder.Admit(List.of(RAVI), true),
            new ControlOrder.Ban(RAVI, true),
            new ControlOrder.StartRecording(RecordingFormat.OPUS),
            new ControlOrder.StopRecording(),
            new ControlOrder.EndConference(),
            new ControlOrder.MuteAll(true, false),
            ControlOrder.Filter.deafen(RAVI, true),
            new ControlOrder.Hold(RAVI, "", Holding.MUSIC),
            new ControlOrder.SetVolume(RAVI, "", Optional.of(3), Optional.empty()),
            new ControlOrder.Relate(List.of()),
            new ControlOrder.GiveFloor(Optional.empty()),
            new ControlOrder.Play(Optional.empty(), "gong", "gong", 1),
            new ControlOrder.StopPlaying(Optional.empty(), "gong"));

    assertThat(orders.stream().map(Object::getClass))
        .hasSameElementsAs(
            Stream.of(ControlOrder.class.getPermittedSubclasses())
                .flatMap(
                    c -> c.isInterface() ? Stream.of(c.getPermittedSubclasses()) : Stream.of(c))
                .toList());
    for (ControlOrder order : orders) {
      SipRequest info =
          ControlAnswers.inform(
              new EdgeProtocol.Inform(
                  65_537, dialog(), 7, CONFERENCE, ControlResult.done("9", order, RAVI)));
      assertThat(info.method()).isEqualTo("INFO");
      assertThat(info.body().is(C3pBody.TYPE)).isTrue();
      assertThat(info.body().text())
          .contains("requestId=\"9\" from=\"" + C3pTexts.FOCUS + "\" to=\"" + C3pTexts.RAVI);
    }
  }

  private static Dialog dialog() {
    return new Dialog(
        "c1",
        new LegTag(FocusKey.of(CONFERENCE), 1, "0000abcd"),
        "f1",
        "<" + C3pTexts.FOCUS + ">",
        "<" + C3pTexts.RAVI + ">",
        "sip:ravi@127.0.0.1:5999",
        "sip:c@127.0.0.1",
        List.of(),
        1,
        new PeerAddress("udp", "127.0.0.1", 5999),
        false);
  }
}
