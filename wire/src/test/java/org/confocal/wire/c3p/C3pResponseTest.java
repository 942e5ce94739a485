package org.confocal.wire.c3p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confocal.wire.Golden;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.confinfo.ConferenceInfo;
import org.confocal.wire.confinfo.ConferenceInfoReader;
import org.confocal.wire.confinfo.ConferenceInfoWriter;
import org.confocal.wire.confinfo.Dialect;
import org.confocal.wire.confinfo.ElementState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class C3pResponseTest {
  static final List<String> FILES =
      List.of(
          "get-conferencing-capabilities",
          "get-available-mcu-types",
          "add-conference",
          "add-conference-failed",
          "get-conferences",
          "delete-conference",
          "add-user",
          "add-user-dial-in",
          "modify-conference-lock",
          "delete-user-pending",
          "get-conference-roster");
  private static final String CONFERENCE =
      "sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F";
  private static final C3pEnvelope REQUEST =
      new C3pEnvelope("7", "sip:dana@example.test", CONFERENCE, "modifyConferenceLock");

  static List<String> files() {
    return FILES;
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatWasReadIsWrittenAndReadTheSame(String file) throws WireFormatException {
    C3pResponse first = golden(file);

    String written = first.write();

    assertThat(read(written)).isEqualTo(first);
    assertThat(read(written).write()).isEqualTo(written);
  }

  @Test
  void capabilitiesNameMcusAndNumbers() throws WireFormatException {
    C3pAnswer answer = golden("get-conferencing-capabilities").answer();

    assertThat(answer)
        .isEqualTo(
            new C3pAnswer.Capabilities(
                List.of("chat", "audio-video", "meeting", "phone-conf"),
                Optional.of(
                    new C3pAnswer.AccessNumbers(
                        Optional.of("https://dialin.example.test/"),
                        Optional.of("https://dialin.example.test/out"),
                        List.of(
                            new C3pAnswer.Region("Lab", List.of("+15550100")),
                            new C3pAnswer.Region("North wing", List.of("+15550110", "+15550111"))),
                        Optional.of("Lab")))));
  }

  @Test
  void anAddedConferenceIsToldWithItsEntityAndVersion() throws WireFormatException {
    C3pAnswer answer = golden("add-conference").answer();

    assertThat(answer)
        .isEqualTo(
            new C3pAnswer.Conference(
                "addConference",
                new ConferenceRecordBuilder(CONFERENCE)
                    .state(ElementState.FULL)
                    .version(1)
                    .subject("")
                    .conferenceId("7F3A9C20B1D84E6F")
                    .lastUpdate(Instant.parse("2026-11-22T12:00:00Z"))
                    .expiryTime(Instant.parse("2026-11-22T19:00:00Z"))
                    .admissionPolicy("openAuthenticated")
                    .organizer(
                        new ConferenceInfo.Organizer(Optional.of("Dana"), "sip:dana@example.test"))
                    .pstnAccessId("40812")
                    .build()));
  }

  @Test
  void aFailureNamesItsReason() throws WireFormatException {
    C3pResponse response = golden("add-conference-failed");

    assertThat(response.code()).isEqualTo(Code.FAILURE);
    assertThat(response.answer())
        .isEqualTo(new C3pAnswer.Failed("addConference", C3pReasons.CONFERENCE_EXISTS_ALREADY));
  }

  @Test
  void aListOfConferencesIsRead() throws WireFormatException {
    C3pAnswer.Conferences answer = (C3pAnswer.Conferences) golden("get-conferences").answer();

    assertThat(answer.conferences()).hasSize(2);
    assertThat(answer.conferences().get(0).active()).contains(true);
    assertThat(answer.conferences().get(1).version()).contains(9L);
  }

  @Test
  void connectionInfoKeepsItsOrder() throws WireFormatException {
    C3pAnswer.User answer = (C3pAnswer.User) golden("add-user-dial-in").answer();

    assertThat(answer.user().role()).contains("attendee");
    assertThat(answer.connectionInfo())
        .containsExactly(
            entry(
                "Mcu-Server-Uri", "sip:mcu1.example.test@example.test;gruu;opaque=srvr:DataMCU:A1"),
            entry("Mcu-Conference-Uri", CONFERENCE.replace(":focus:", ":meeting:")),
            entry("sAuthId", "483920175566"));
  }

  @Test
  void aPendingCommandIsEmpty() throws WireFormatException {
    C3pResponse response = golden("delete-user-pending");

    assertThat(response.code()).isEqualTo(Code.PENDING);
    assertThat(response.answer()).isEqualTo(new C3pAnswer.Empty("deleteUser"));
  }

  @Test
  void aRosterStandsInAnAnswerAsItWasWritten() throws WireFormatException {
    ConferenceInfo roster = ConferenceInfoReader.read(Golden.bytes("confinfo/full.microsoft.xml"));
    String xml = ConferenceInfoWriter.write(roster, Dialect.MICROSOFT);
    C3pEnvelope request =
        new C3pEnvelope("1", "sip:dana@example.test", CONFERENCE, "getConference");

    C3pResponse answer =
        read(
            C3pResponse.success(request, new C3pAnswer.FullDocument("getConference", xml)).write());

    C3pAnswer.FullDocument document = (C3pAnswer.FullDocument) answer.answer();
    assertThat(ConferenceInfoReader.read(document.xml().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(roster);
  }

  @Test
  void anAnswerGoesTheWayOfItsRequestBack() {
    C3pResponse pending = C3pResponse.pending(REQUEST);

    assertThat(pending.from()).isEqualTo(REQUEST.to());
    assertThat(pending.to()).isEqualTo(REQUEST.from());
    assertThat(pending.requestId()).isEqualTo("7");
  }

  @Test
  void aFailureIsWrittenAsClientsKnowIt() {
    String xml = C3pResponse.failure(REQUEST, C3pReasons.UNAUTHORIZED).write();

    assertThat(xml)
        .startsWith("<response xmlns=\"urn:ietf:params:xml:ns:cccp\"")
        .contains(" C3PVersion=\"1\" requestId=\"7\" from=\"" + CONFERENCE + "\"")
        .endsWith(" code=\"failure\"><modifyConferenceLock reason=\"unauthorized\"/></response>");
  }

  @Test
  void aJoinIsAnsweredAsClientsKnowIt() {
    C3pUser user =
        new C3pUser(
            "sip:ravi@example.test",
            Optional.of("R & D"),
            Optional.of("attendee"),
            Optional.of(new C3pEndpoint("{2337}", Optional.empty(), Optional.empty())));

    String xml =
        C3pResponse.success(REQUEST, new C3pAnswer.User(CONFERENCE, user, Map.of())).write();

    assertThat(xml)
        .contains("xmlns:ci=\"urn:ietf:params:xml:ns:conference-info\"")
        .endsWith(
            "<addUser><conferenceKeys confEntity=\""
                + CONFERENCE
                + "\"/><ci:user entity=\"sip:ravi@example.test\"><ci:display-text>R &amp; D"
                + "</ci:display-text><ci:roles><ci:entry>attendee</ci:entry></ci:roles>"
                + "<ci:endpoint entity=\"{2337}\"/></ci:user></addUser></response>");
  }

  @Test
  void successAndFailureCannotBeMixed() {
    C3pAnswer failed = new C3pAnswer.Failed("addUser", C3pReasons.TIMEOUT);

    assertThatThrownBy(() -> C3pResponse.success(REQUEST, failed))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static C3pResponse golden(String file) throws WireFormatException {
    return C3pResponse.read(Golden.bytes("c3p/" + file + ".response.xml"));
  }

  private static C3pResponse read(String text) throws WireFormatException {
    return C3pResponse.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
