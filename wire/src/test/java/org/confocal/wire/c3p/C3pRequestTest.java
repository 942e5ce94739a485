package org.confocal.wire.c3p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.confocal.wire.Golden;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.confinfo.ElementState;
import org.confocal.wire.confinfo.MediaFilter;
import org.confocal.wire.confinfo.MediaStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class C3pRequestTest {
  static final List<String> FILES =
      List.of(
          "get-conferencing-capabilities",
          "get-available-mcu-types",
          "get-encryption-key",
          "get-conferences",
          "add-conference",
          "add-conference-with-invitees",
          "modify-conference",
          "modify-conference-live",
          "delete-conference",
          "get-conference-by-id",
          "get-conference-by-entity",
          "add-user",
          "add-user-dial-in",
          "add-user-dial-out",
          "delete-user",
          "modify-user-roles",
          "modify-conference-lock",
          "modify-endpoint-media",
          "set-lobby-access",
          "unknown");
  private static final String CONFERENCE =
      "sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F";
  private static final String AV = CONFERENCE.replace(":focus:", ":audio-video:");
  private static final String DATA = CONFERENCE.replace(":focus:", ":meeting:");

  static List<String> files() {
    return FILES;
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatWasReadIsWrittenAndReadTheSame(String file) throws WireFormatException {
    C3pRequest first = golden(file);

    String written = first.write();

    assertThat(read(written)).isEqualTo(first);
    assertThat(read(written).write()).isEqualTo(written);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachCommandIsRead(String file, C3pCommand expected) throws WireFormatException {
    assertThat(golden(file).command()).isEqualTo(expected);
  }

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of("get-conferencing-capabilities", new C3pCommand.GetConferencingCapabilities()),
        Arguments.of("get-available-mcu-types", new C3pCommand.GetAvailableMcuTypes()),
        Arguments.of("get-encryption-key", new C3pCommand.GetEncryptionKey()),
        Arguments.of("get-conferences", new C3pCommand.GetConferences()),
        Arguments.of("delete-conference", new C3pCommand.DeleteConference(CONFERENCE)),
        Arguments.of(
            "get-conference-by-id",
            new C3pCommand.GetConference(Optional.empty(), Optional.of("7F3A9C20B1D84E6F"))),
        Arguments.of(
            "get-conference-by-entity",
            new C3pCommand.GetConference(Optional.of(CONFERENCE), Optional.empty())),
        Arguments.of(
            "add-user",
            new C3pCommand.AddUser(
                Optional.empty(),
                CONFERENCE,
                user("ravi", Optional.empty(), "{2337A5B1-BB6A-6757-68BB-B3727AAB331B}"))),
        Arguments.of(
            "add-user-dial-in",
            new C3pCommand.AddUser(
                Optional.of(DATA),
                CONFERENCE,
                new C3pUser(
                    "sip:ravi@example.test",
                    Optional.empty(),
                    Optional.of("attendee"),
                    Optional.of(
                        new C3pEndpoint(
                            "{8CF44715-96FE-8EC8-3552-396C2BDFA8BB}",
                            Optional.of("dialed-in"),
                            Optional.empty()))))),
        Arguments.of(
            "add-user-dial-out",
            new C3pCommand.AddUser(
                Optional.of(AV),
                CONFERENCE,
                new C3pUser(
                    "sip:mei@example.test",
                    Optional.of("Mei"),
                    Optional.of("attendee"),
                    Optional.of(
                        new C3pEndpoint(
                            "0B7E1C55-41F0-4C53-9E3E-1B2D7C6A9F10",
                            Optional.of("dialed-out"),
                            Optional.of("tel:+15550123")))))),
        Arguments.of(
            "delete-user",
            new C3pCommand.DeleteUser(Optional.empty(), CONFERENCE, "sip:mei@example.test")),
        Arguments.of(
            "modify-user-roles",
            new C3pCommand.ModifyUserRoles(CONFERENCE, "sip:ravi@example.test", "presenter")),
        Arguments.of(
            "modify-conference-lock", new C3pCommand.ModifyConferenceLock(CONFERENCE, true)),
        Arguments.of(
            "modify-endpoint-media",
            new C3pCommand.ModifyEndpointMedia(
                Optional.of(AV),
                CONFERENCE,
                "sip:ravi@example.test",
                "{5A1F}",
                "1",
                Optional.of(MediaStatus.RECVONLY),
                Optional.of(MediaFilter.BLOCK),
                Optional.empty())),
        Arguments.of(
            "modify-endpoint-media-deaf",
            new C3pCommand.ModifyEndpointMedia(
                Optional.of(AV),
                CONFERENCE,
                "sip:ravi@example.test",
                "{5A1F}",
                "1",
                Optional.of(MediaStatus.SENDONLY),
                Optional.of(MediaFilter.UNBLOCK),
                Optional.of(MediaFilter.BLOCK))),
        Arguments.of(
            "set-lobby-access",
            new C3pCommand.SetLobbyAccess(
                CONFERENCE, LobbyAccess.GRANTED, List.of("sip:mei@example.test"))),
        Arguments.of(
            "modify-conference-live",
            new C3pCommand.ModifyConference(
                Optional.of(AV),
                new ConferenceRecordBuilder(CONFERENCE)
                    .state(ElementState.PARTIAL)
                    .views(
                        List.of(
                            new ConferenceRecord.View(
                                AV,
                                Optional.empty(),
                                List.of(
                                    new ConferenceRecord.InitialFilter(
                                        "attendee", MediaFilter.BLOCK)))))
                    .build())));
  }

  private static C3pUser user(String name, Optional<String> displayText, String endpoint) {
    return new C3pUser(
        "sip:" + name + "@example.test",
        displayText,
        Optional.of("attendee"),
        Optional.of(new C3pEndpoint(endpoint, Optional.empty(), Optional.empty())));
  }

  @Test
  void aSchedulingDocumentIsReadWhole() throws WireFormatException {
    C3pRequest request = golden("add-conference-with-invitees");

    assertThat(request.command())
        .isEqualTo(
            new C3pCommand.AddConference(
                new ConferenceRecordBuilder("")
                    .displayText("Budget")
                    .subject("Budget & plans for <next year>")
                    .conferenceId("BUDGET26")
                    .expiryTime(Instant.parse("2026-12-31T19:00:00.500Z"))
                    .admissionPolicy("closedAuthenticated")
                    .locked(false)
                    .users(
                        List.of(
                            new ConferenceRecord.Invitee(
                                "sip:ravi@example.test",
                                Optional.of("Ravi"),
                                Optional.of("presenter")),
                            new ConferenceRecord.Invitee(
                                "sip:mei@example.test", Optional.empty(), Optional.of("attendee"))))
                    .mediaTypes(List.of("chat"))
                    .build()));
  }

  @Test
  void theMediaTypesOfASchedulingDocumentAreItsViews() throws WireFormatException {
    C3pCommand.AddConference command =
        (C3pCommand.AddConference) golden("add-conference").command();

    assertThat(command.conference().mediaTypes()).containsExactly("chat", "audio-video");
    assertThat(command.conference().subject()).contains("");
  }

  @Test
  void theEnvelopeIsRead() throws WireFormatException {
    C3pRequest request = golden("add-user");

    assertThat(request.envelope())
        .isEqualTo(new C3pEnvelope("2", "sip:ravi@example.test", CONFERENCE, "addUser"));
  }

  @Test
  void aCommandThatNobodyKnowsIsNoError() throws WireFormatException {
    C3pCommand command = golden("unknown").command();

    assertThat(command).isInstanceOf(C3pCommand.Unknown.class);
    assertThat(command.name()).isEqualTo("playRecording");
  }

  @Test
  void aMalformedCommandKeepsItsEnvelope() {
    String text = Golden.text("c3p/modify-conference-lock.request.xml").replace("true", "perhaps");

    C3pFormatException error = catchThrowableOfType(C3pFormatException.class, () -> read(text));

    assertThat(error.got()).isEqualTo("perhaps");
    assertThat(error.envelope())
        .contains(
            new C3pEnvelope("16", "sip:dana@example.test", CONFERENCE, "modifyConferenceLock"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C3PVersion=\"1\"|C3PVersion=\"2\"",
        "requestId=\"2\"|",
        "from=\"sip:ravi@example.test\"|",
        "from=\"sip:ravi@example.test\"|from=\"sip:ravi@example.test&#13;&#10;X: y\"",
        "urn:ietf:params:xml:ns:cccp|urn:example",
        "</addUser>|</addUser><addUser/>",
        "</request>|"
      })
  void withoutAReadableEnvelopeThereIsNone(String change) {
    String text = changed("add-user", change);

    C3pFormatException error = catchThrowableOfType(C3pFormatException.class, () -> read(text));

    assertThat(error.envelope()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add-user|conferenceKeys|otherKeys",
        "add-user|confEntity|other",
        "add-user|ci:user|ci:other",
        "add-user|entity=\"sip:ravi@example.test\"|entity=\"sip:ravi@example.test&#10;\tX\"",
        "add-user|</ci:endpoint>|</ci:endpoint><ci:endpoint entity=\"b\"/>",
        "add-user|<ci:endpoint entity|<ci:endpoint other",
        "add-user-dial-out|<ci:joining-method>|<ci:joining-method/><ci:joining-method>",
        "add-conference|conference-info|conference-other",
        "add-conference|2026-11-22T19|tomorrow at 19",
        "modify-conference|version=\"3\"|version=\"-3\"",
        "modify-conference-live|>block<|>perhaps<",
        "modify-endpoint-media|>recvonly<|>up<",
        "modify-endpoint-media|mediaId|other",
        "modify-user-roles|<entry>presenter</entry>|",
        "delete-user|userEntity|other",
        "delete-conference|confEntity|other",
        "get-conference-by-entity|confEntity|other",
        "set-lobby-access|>granted<|>perhaps<",
        "set-lobby-access|ci:user|ci:other"
      })
  void aMalformedCommandIsRefused(String fileAndChange) {
    int bar = fileAndChange.indexOf('|');
    String text = changed(fileAndChange.substring(0, bar), fileAndChange.substring(bar + 1));

    C3pFormatException error = catchThrowableOfType(C3pFormatException.class, () -> read(text));

    assertThat(error).isNotNull();
    assertThat(error.envelope()).isPresent();
  }

  private static String changed(String file, String change) {
    String golden = Golden.text("c3p/" + file + ".request.xml");
    String[] parts = change.split("\\|", -1);
    String text = golden.replace(parts[0], parts[1]);
    assertThat(text).isNotEqualTo(golden);
    return text;
  }

  private static C3pRequest golden(String file) throws WireFormatException {
    return C3pRequest.read(Golden.bytes("c3p/" + file + ".request.xml"));
  }

  private static C3pRequest read(String text) throws C3pFormatException {
    return C3pRequest.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
