package org.confocal.wire.confinfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.confocal.wire.Damage;
import org.confocal.wire.Golden;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.xml.Namespaces;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConferenceInfoTest {
  private static final int ROUNDS = 6_000;
  private static final String CONFERENCE =
      "sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "full.microsoft.xml",
        "partial.microsoft.xml",
        "full.rfc4575.xml",
        "partial.rfc4575.xml",
        "over.rfc4575.xml"
      })
  void whatWasReadIsWrittenAndReadTheSame(String file) throws WireFormatException {
    ConferenceInfo first = golden(file);
    Dialect dialect = file.contains("microsoft") ? Dialect.MICROSOFT : Dialect.RFC4575;

    String written = ConferenceInfoWriter.write(first, dialect);

    assertThat(read(written)).isEqualTo(first);
    assertThat(ConferenceInfoWriter.write(read(written), dialect)).isEqualTo(written);
  }

  @ParameterizedTest
  @EnumSource
  void thatItIsRecordedIsToldByAnElementOfOurs(Dialect dialect) throws WireFormatException {
    ConferenceInfo recorded =
        new ConferenceInfo(
            CONFERENCE,
            ElementState.PARTIAL,
            3,
            Optional.empty(),
            Optional.of(
                new ConferenceInfo.ConferenceState(
                    Optional.of(2L), Optional.of(true), Optional.of(false), Optional.of(true))),
            List.of(),
            List.of());

    String written = ConferenceInfoWriter.write(recorded, dialect);

    assertThat(written)
        .contains(
            "<locked>false</locked>"
                + "<cf:recording xmlns:cf=\"urn:confocal:conference-info\">true</cf:recording>"
                + "</conference-state>");
    assertThat(read(written)).isEqualTo(recorded);
  }

  @Test
  void aMicrosoftRosterIsReadWhole() throws WireFormatException {
    ConferenceInfo info = golden("full.microsoft.xml");

    ConferenceInfo.Description about = info.description().orElseThrow();
    assertThat(info.entity()).isEqualTo(CONFERENCE);
    assertThat(info.version()).isEqualTo(7);
    assertThat(about.uris())
        .extracting(u -> u.purpose().orElseThrow())
        .containsExactly("chat", "audio-video");
    assertThat(about.organizer())
        .contains(new ConferenceInfo.Organizer(Optional.of("Dana"), "sip:dana@example.test"));
    assertThat(about.pstnAccessId()).contains("40812");
    assertThat(info.conferenceState()).contains(ConferenceInfo.ConferenceState.of(2, true, false));
    assertThat(info.users().get(0).endpoints().get(2))
        .isEqualTo(
            new ConferenceInfo.Endpoint(
                "{A0000003}",
                Optional.of("audio-video"),
                Optional.of(EndpointStatus.CONNECTED),
                Optional.of(JoiningMethod.DIALED_IN),
                Optional.empty(),
                Optional.empty(),
                List.of(
                    new ConferenceInfo.Media(
                        "1",
                        Optional.of("audio"),
                        Optional.of("main-audio"),
                        Optional.of("1234567"),
                        Optional.of(MediaStatus.SENDRECV),
                        Optional.of(MediaFilter.UNBLOCK)))));
    assertThat(info.users().get(0).endpoints().get(0).joined())
        .contains(Instant.parse("2026-11-22T12:00:03Z"));
    assertThat(info.views().get(1))
        .isEqualTo(
            new ConferenceInfo.EntityView(
                CONFERENCE.replace(":focus:", ":chat:"),
                Optional.of(false),
                List.of(new ConferenceInfo.MediaEntry("chat", "chat"))));
  }

  @Test
  void whoSpeaksAndWhoIsDeafIsReadAgain() throws WireFormatException {
    String xml =
        ConferenceInfoWriter.write(golden("full.microsoft.xml"), Dialect.MICROSOFT)
            .replaceFirst(
                "</media>",
                "<msci:media-egress-filter>block</msci:media-egress-filter>"
                    + "<speaking xmlns=\"urn:confocal:conference-info\">true</speaking></media>");

    ConferenceInfo info = read(xml);

    ConferenceInfo.Media media =
        info.users().stream()
            .flatMap(u -> u.endpoints().stream())
            .flatMap(e -> e.media().stream())
            .findFirst()
            .orElseThrow();
    assertThat(media.speaking()).isTrue();
    assertThat(media.egressFilter()).contains(MediaFilter.BLOCK);
    assertThat(ConferenceInfoWriter.write(info, Dialect.MICROSOFT)).isEqualTo(xml);
  }

  @Test
  void aPlainClientGetsNothingButRfc4575() throws WireFormatException {
    String xml = ConferenceInfoWriter.write(golden("full.microsoft.xml"), Dialect.RFC4575);

    assertThat(xml).doesNotContain("microsoft", "msci", "chat");
    assertThat(onlyNamespace(XmlReader.read(xml.getBytes(StandardCharsets.UTF_8)))).isTrue();
  }

  @Test
  void aPlainClientFindsTheConferenceUriForParticipation() throws WireFormatException {
    String xml = ConferenceInfoWriter.write(golden("full.microsoft.xml"), Dialect.RFC4575);

    assertThat(read(xml).description().orElseThrow().uris())
        .containsExactly(
            new ConferenceInfo.ConfUri(CONFERENCE, Optional.empty(), Optional.of("participation")));
  }

  @Test
  void chatIsAMessageStreamForAPlainClient() throws WireFormatException {
    String xml = ConferenceInfoWriter.write(golden("full.microsoft.xml"), Dialect.RFC4575);

    assertThat(xml)
        .contains("<media id=\"1\"><type>message</type><status>sendrecv</status></media>");
  }

  @Test
  void childrenStandInTheOrderOfTheSchema() throws WireFormatException {
    XmlElement root =
        XmlReader.read(
            ConferenceInfoWriter.write(golden("full.microsoft.xml"), Dialect.MICROSOFT)
                .getBytes(StandardCharsets.UTF_8));

    XmlElement endpoint = root.path("users", "user").orElseThrow().children("endpoint").get(2);
    assertThat(names(root))
        .containsExactly("conference-description", "conference-state", "users", "conference-view");
    assertThat(names(root.child("conference-description").orElseThrow()))
        .startsWith("display-text", "subject", "conf-uris", "conference-id");
    assertThat(names(endpoint)).containsExactly("status", "joining-method", "media");
    assertThat(names(endpoint.child("media").orElseThrow()))
        .containsExactly("type", "label", "src-id", "status", "media-ingress-filter");
  }

  @Test
  void aPartialViewOfMcusSaysThatItIsPartial() throws WireFormatException {
    String xml = ConferenceInfoWriter.write(golden("partial.microsoft.xml"), Dialect.MICROSOFT);

    assertThat(xml)
        .contains("<users state=\"partial\">", "<msci:conference-view ci:state=\"partial\">");
  }

  @Test
  void oneTextServesAllVersions() throws WireFormatException {
    ConferenceInfo info = golden("full.microsoft.xml");

    ConferenceInfoText text = ConferenceInfoWriter.text(info, Dialect.MICROSOFT);

    for (long version : new long[] {0, 7, 1 << 20, 0xffff_ffffL}) {
      assertThat(read(text.withVersion(version))).isEqualTo(info.withVersion(version));
    }
  }

  @Test
  void aRosterOfTwoHundredIsWithinTheDefaultLimits() throws WireFormatException {
    ConferenceInfo two = golden("full.microsoft.xml");
    ConferenceInfo.User dana = two.users().get(0);
    List<ConferenceInfo.User> users =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    new ConferenceInfo.User(
                        "sip:dana" + i + "@example.test",
                        dana.state(),
                        dana.displayText(),
                        dana.roles(),
                        dana.endpoints()))
            .toList();
    ConferenceInfo many =
        new ConferenceInfo(
            two.entity(),
            two.state(),
            two.version(),
            two.description(),
            two.conferenceState(),
            users,
            two.views());

    String xml = ConferenceInfoWriter.write(many, Dialect.MICROSOFT);

    assertThat(read(xml)).isEqualTo(many);
  }

  @Test
  void aVersionBeyondTheSchemaIsRefused() {
    assertThatThrownBy(() -> new ConferenceInfoText("", "").withVersion(0x1_0000_0000L))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<conference-info/>",
        "<users xmlns='urn:ietf:params:xml:ns:conference-info'/>",
        "<conference-info xmlns='urn:ietf:params:xml:ns:conference-info'/>",
        "<conference-info xmlns='urn:ietf:params:xml:ns:conference-info' entity='a' version='x'/>",
        "<conference-info xmlns='urn:ietf:params:xml:ns:conference-info' entity='a' state='x'/>",
        "<conference-info xmlns='urn:ietf:params:xml:ns:conference-info' entity='a'><users><user/>"
            + "</users></conference-info>"
      })
  void whatIsNoRosterIsRefused(String xml) {
    assertThatThrownBy(() -> read(xml)).isInstanceOf(WireFormatException.class);
  }

  @Test
  void aDamagedRosterParsesOrIsRefusedWithTheTypedError() {
    List<String> seeds =
        List.of(
            Golden.text("confinfo/full.microsoft.xml"),
            Golden.text("confinfo/partial.microsoft.xml"),
            Golden.text("confinfo/full.rfc4575.xml"));

    Damage.isSurvived(
        seeds,
        ROUNDS,
        ConferenceInfoReader::read,
        info -> {
          ConferenceInfoWriter.write(info, Dialect.RFC4575);
          return ConferenceInfoWriter.write(info, Dialect.MICROSOFT);
        });
  }

  private static boolean onlyNamespace(XmlElement e) {
    return e.namespace().equals(Namespaces.CONFERENCE_INFO)
        && e.attributes().stream().allMatch(a -> a.namespace().isEmpty())
        && e.children().stream().allMatch(ConferenceInfoTest::onlyNamespace);
  }

  private static List<String> names(XmlElement e) {
    return e.children().stream().map(XmlElement::name).toList();
  }

  private static ConferenceInfo golden(String file) throws WireFormatException {
    return ConferenceInfoReader.read(Golden.bytes("confinfo/" + file));
  }

  private static ConferenceInfo read(String text) throws WireFormatException {
    return ConferenceInfoReader.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
