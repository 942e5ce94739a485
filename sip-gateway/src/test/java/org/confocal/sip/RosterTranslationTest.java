package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.roster.EndpointStatus;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterEndpoint;
import org.confocal.engine.roster.RosterHead;
import org.confocal.engine.roster.RosterMedia;
import org.confocal.engine.roster.RosterUser;
import org.confocal.wire.confinfo.ConferenceInfo;
import org.confocal.wire.confinfo.ConferenceInfoWriter;
import org.confocal.wire.confinfo.Dialect;
import org.junit.jupiter.api.Test;

class RosterTranslationTest {
  private static final ConferenceUri CONFERENCE =
      new ConferenceUri(new UserUri("sip:dana@example.test"), new ConferenceId("7F3A9C20B1D84E6F"));
  private static final String FOCUS =
      "sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F";
  private static final String CHAT =
      "sip:dana@example.test;gruu;opaque=app:conf:chat:id:7F3A9C20B1D84E6F";
  private static final String GUID = "{2337A5B1-BB6A-6757-68BB-B3727AAB331B}";
  private static final Instant SINCE = Instant.parse("2026-11-22T12:00:03Z");

  private static RosterEndpoint endpoint(Optional<McuType> session, RosterMedia... media) {
    return new RosterEndpoint(
        GUID, session, EndpointStatus.CONNECTED, false, SINCE, "", List.of(media));
  }

  private static RosterUser dana(RosterEndpoint... endpoints) {
    return new RosterUser(new UserUri("sip:dana@example.test"), "Dana", true, List.of(endpoints));
  }

  private static RosterDocument full(RosterUser... users) {
    RosterHead head =
        new RosterHead(
            "Budget",
            new MeetingNumber("40812"),
            Admission.AUTHENTICATED,
            Set.of(McuType.CHAT, McuType.AUDIO_VIDEO),
            Set.of(McuType.CHAT),
            true);
    return new RosterDocument(
        CONFERENCE, true, Optional.of(head), users.length, List.of(users), List.of());
  }

  private static Optional<Boolean> recording(boolean full, boolean recording) {
    RosterHead head =
        new RosterHead(
            "Budget",
            new MeetingNumber("40812"),
            Admission.AUTHENTICATED,
            Set.of(McuType.CHAT),
            Set.of(),
            false,
            recording);
    RosterDocument document =
        new RosterDocument(CONFERENCE, full, Optional.of(head), 0, List.of(), List.of());
    return RosterTranslation.of(document, Dialect.MICROSOFT)
        .conferenceState()
        .flatMap(ConferenceInfo.ConferenceState::recording);
  }

  @Test
  void thatItIsRecordedIsToldAndThatItNoLongerIs() {
    assertThat(recording(true, true)).contains(true);
    assertThat(recording(false, true)).contains(true);
    assertThat(recording(false, false)).contains(false);
    assertThat(recording(true, false)).isEmpty();
  }

  @Test
  void oldClientsFindTheChatAndTheLockWhereTheyLook() {
    String xml =
        ConferenceInfoWriter.write(
            RosterTranslation.of(full(), Dialect.MICROSOFT), Dialect.MICROSOFT);

    assertThat(xml)
        .contains("entity=\"" + FOCUS + "\" state=\"full\"")
        .contains(
            "<entry><uri>"
                + CHAT
                + "</uri><display-text>chat</display-text><purpose>chat</purpose></entry>")
        .contains("<msci:conference-id>7F3A9C20B1D84E6F</msci:conference-id>")
        .contains("<msci:admission-policy>openAuthenticated</msci:admission-policy>")
        .contains("<msci:uri>sip:dana@example.test</msci:uri>")
        .contains("<msci:pstn-access><msci:id>40812</msci:id></msci:pstn-access>")
        .contains(
            "<msci:entity-view entity=\""
                + CHAT
                + "\"><msci:entity-state><msci:locked>true</msci:locked><msci:media>"
                + "<entry label=\"chat\"><type>chat</type></entry>")
        .doesNotContain("main-audio");
  }

  @Test
  void aUserIsToldWholeWithRoleEndpointAndMedia() {
    RosterMedia audio =
        new RosterMedia(1, McuType.AUDIO_VIDEO, Direction.RECVONLY, 1_234_567L, true);

    String xml =
        ConferenceInfoWriter.write(
            RosterTranslation.of(
                full(dana(endpoint(Optional.of(McuType.AUDIO_VIDEO), audio))), Dialect.MICROSOFT),
            Dialect.MICROSOFT);

    assertThat(xml)
        .contains(
            "<user entity=\"sip:dana@example.test\" state=\"full\">"
                + "<display-text>Dana</display-text><roles><entry>presenter</entry></roles>"
                + "<endpoint entity=\""
                + GUID
                + "\" msci:session-type=\"audio-video\"><status>connected</status>"
                + "<joining-method>dialed-in</joining-method>"
                + "<joining-info><when>2026-11-22T12:00:03Z</when></joining-info>"
                + "<media id=\"1\"><type>audio</type><src-id>1234567</src-id>"
                + "<status>recvonly</status>"
                + "<msci:media-ingress-filter>block</msci:media-ingress-filter></media>");
  }

  @Test
  void whoIsDeafOrSpeaksIsToldSoToThoseWhoKnowTheWords() {
    RosterMedia audio =
        new RosterMedia(1, McuType.AUDIO_VIDEO, Direction.SENDRECV, 7, false, true, true);
    RosterDocument document = full(dana(endpoint(Optional.of(McuType.AUDIO_VIDEO), audio)));
    String speaking = "<speaking xmlns=\"urn:confocal:conference-info\">true</speaking></media>";

    assertThat(
            ConferenceInfoWriter.write(
                RosterTranslation.of(document, Dialect.MICROSOFT), Dialect.MICROSOFT))
        .contains(
            "<status>sendonly</status>"
                + "<msci:media-ingress-filter>unblock</msci:media-ingress-filter>"
                + "<msci:media-egress-filter>block</msci:media-egress-filter>"
                + speaking);
    assertThat(
            ConferenceInfoWriter.write(
                RosterTranslation.of(document, Dialect.RFC4575), Dialect.RFC4575))
        .contains("<status>sendonly</status>" + speaking);
  }

  @Test
  void anEndpointWithoutMcuBelongsToTheFocus() {
    ConferenceInfo info =
        RosterTranslation.of(full(dana(endpoint(Optional.empty()))), Dialect.MICROSOFT);

    assertThat(info.users().get(0).endpoints().get(0).sessionType()).contains("focus");
  }

  @Test
  void plainSubscribersGetUrisAndSdpNamesAndNoExtension() {
    RosterMedia chat = new RosterMedia(1, McuType.CHAT, Direction.SENDRECV, 0, false);

    String xml =
        ConferenceInfoWriter.write(
            RosterTranslation.of(
                full(dana(endpoint(Optional.of(McuType.CHAT), chat))), Dialect.RFC4575),
            Dialect.RFC4575);

    assertThat(xml)
        .contains("<uri>" + FOCUS + "</uri><purpose>participation</purpose>")
        .contains("<endpoint entity=\"urn:uuid:2337a5b1-bb6a-6757-68bb-b3727aab331b\">")
        .contains("<type>message</type>")
        .doesNotContain("msci");
  }

  @Test
  void aPartialDocumentTellsTheChangedAndTheGoneAndTheCount() {
    RosterDocument partial =
        new RosterDocument(
            CONFERENCE,
            false,
            Optional.empty(),
            7,
            List.of(dana()),
            List.of(new UserUri("sip:mei@example.test")));

    String xml =
        ConferenceInfoWriter.write(
            RosterTranslation.of(partial, Dialect.MICROSOFT), Dialect.MICROSOFT);

    assertThat(xml)
        .contains("state=\"partial\" version=\"0\"><conference-state><user-count>7</user-count>")
        .contains("<user entity=\"sip:mei@example.test\" state=\"deleted\"/>")
        .doesNotContain("conference-view");
  }

  @Test
  void usersMayBeAddedForOneReader() {
    ConferenceInfo info = RosterTranslation.of(full(), Dialect.MICROSOFT, List.of(dana()));

    assertThat(info.users())
        .extracting(ConferenceInfo.User::entity)
        .containsExactly("sip:dana@example.test");
  }

  @Test
  void whatNoAttributeMayHoldIsShownOtherwise() {
    RosterUser guest =
        new RosterUser(new UserUri("sip:gu\u00a0est@example.test"), "", false, List.of());

    ConferenceInfo info = RosterTranslation.of(full(guest), Dialect.MICROSOFT);

    assertThat(info.users().get(0).entity()).isEqualTo("sip:gu_est@example.test");
    assertThat(info.users().get(0).displayText()).isEmpty();
  }
}
