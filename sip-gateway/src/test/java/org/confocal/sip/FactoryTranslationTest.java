package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Invitee;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;
import org.confocal.sip.kit.C3pTexts;
import org.confocal.wire.c3p.C3pAnswer;
import org.confocal.wire.c3p.C3pEnvelope;
import org.confocal.wire.c3p.C3pFormatException;
import org.confocal.wire.c3p.C3pReasons;
import org.confocal.wire.c3p.C3pRequest;
import org.confocal.wire.c3p.C3pResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactoryTranslationTest {
  private static final OwnNames NAMES = TestSettings.names();
  private static final UserUri DANA = new UserUri(C3pTexts.DANA);
  private static final ConferenceId ID = new ConferenceId("7F3A9C20B1D84E6F");
  private static final Instant CREATED = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant EXPIRY = Instant.parse("2026-11-22T19:00:00Z");
  private static final Invitee RAVI = new Invitee(new UserUri(C3pTexts.RAVI), true);

  private static final String DESCRIPTION =
      """
      <ci:subject>Budget</ci:subject><msci:conference-id>7F3A9C20B1D84E6F</msci:conference-id>
      <msci:expiry-time>2026-11-22T19:00:00Z</msci:expiry-time>
      <msci:admission-policy>closedAuthenticated</msci:admission-policy>
      """;

  private static final String REST =
      """
      <ci:conference-state><ci:locked>true</ci:locked></ci:conference-state>
      <ci:users><ci:user entity="sip:Ravi@localhost"><ci:roles><ci:entry>presenter</ci:entry></ci:roles>
      </ci:user><ci:user entity="sip:mei@elsewhere.test"/></ci:users>
      <msci:conference-view><msci:entity-view entity="chat"/><msci:entity-view entity="meeting"/>
      </msci:conference-view>
      """;

  private static Meeting meeting(MeetingTerms terms) {
    return new Meeting(
        new ConferenceUri(DANA, ID),
        new MeetingNumber("40812"),
        "Budget",
        Admission.AUTHENTICATED,
        CREATED,
        3,
        terms);
  }

  private static MeetingTerms terms() {
    return new MeetingTerms(
        Optional.of(EXPIRY), List.of(RAVI), Set.of(McuType.CHAT), true, Optional.empty());
  }

  private static FactoryOrder order(String command) throws C3pRefusal {
    try {
      C3pRequest request =
          C3pRequest.read(
              C3pTexts.request(C3pTexts.DANA, C3pTexts.FACTORY, command)
                  .getBytes(StandardCharsets.UTF_8));
      return FactoryTranslation.order(request.command(), DANA, NAMES);
    } catch (C3pFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static String reason(String command) {
    C3pRefusal refusal = catchThrowableOfType(C3pRefusal.class, () -> order(command));
    assertThat(refusal).as(command).isNotNull();
    return refusal.codes().c3pReason();
  }

  private static MeetingWish change(String command, Meeting before) throws C3pRefusal {
    FactoryOrder.Change change = (FactoryOrder.Change) order(command);
    return FactoryTranslation.wish(change.record(), MeetingWish.of(before), NAMES);
  }

  private static String xml(C3pAnswer answer) {
    return C3pResponse.success(
            new C3pEnvelope("41", C3pTexts.DANA, C3pTexts.FACTORY, answer.commandName()), answer)
        .write();
  }

  @Test
  void theMediaThatWeHaveAreTold() throws C3pRefusal {
    String types = "<mcu-types><mcuType>chat</mcuType><mcuType>audio-video</mcuType></mcu-types>";

    assertThat(xml(((FactoryOrder.Tell) order("<getConferencingCapabilities/>")).answer()))
        .contains("code=\"success\"><getConferencingCapabilities>" + types);
    assertThat(xml(((FactoryOrder.Tell) order("<getAvailableMcuTypes/>")).answer()))
        .contains("<getAvailableMcuTypes>" + types);
  }

  @Test
  void aMeetingIsScheduledWithEverythingThatWasLaidDown() throws C3pRefusal {
    FactoryOrder order = order(C3pTexts.add(DESCRIPTION, REST));

    assertThat(order)
        .isEqualTo(
            new FactoryOrder.Schedule(
                Optional.of(ID),
                new MeetingWish(
                    "Budget",
                    Admission.CLOSED,
                    new MeetingTerms(
                        Optional.of(EXPIRY),
                        List.of(RAVI, new Invitee(new UserUri("sip:mei@elsewhere.test"), false)),
                        Set.of(McuType.CHAT),
                        true,
                        Optional.empty()))));
  }

  @Test
  void aMeetingOfWhichNothingWasSaidIsTheUsualOne() throws C3pRefusal {
    FactoryOrder order = order(C3pTexts.add("<ci:subject/>", "<msci:conference-view/>"));

    assertThat(order).isEqualTo(new FactoryOrder.Schedule(Optional.empty(), MeetingWish.USUAL));
  }

  @Test
  void policiesAreThoseOfTheProtocol() throws C3pRefusal {
    assertThat(admission("anonymous")).isEqualTo(Admission.ANONYMOUS);
    assertThat(admission("openAuthenticated")).isEqualTo(Admission.AUTHENTICATED);
    assertThat(reason(C3pTexts.add(DESCRIPTION.replace("closedAuthenticated", "all"), "")))
        .isEqualTo(C3pReasons.REQUEST_MALFORMED);
  }

  private static Admission admission(String word) throws C3pRefusal {
    FactoryOrder order = order(C3pTexts.add(DESCRIPTION.replace("closedAuthenticated", word), ""));
    return ((FactoryOrder.Schedule) order).wish().admission();
  }

  @Test
  void whatNoMeetingCanHoldIsRefused() {
    assertThat(reason(C3pTexts.add(DESCRIPTION.replace("7F3A9C20B1D84E6F", "a-b"), "")))
        .isEqualTo(C3pReasons.REQUEST_MALFORMED);
    assertThat(reason(C3pTexts.add(DESCRIPTION.replace("Budget", "x".repeat(257)), "")))
        .isEqualTo(C3pReasons.REQUEST_TOO_LARGE);
    assertThat(
            reason(
                C3pTexts.add(
                    "",
                    "<ci:users>" + "<ci:user entity=\"sip:a@b\"/>".repeat(1001) + "</ci:users>")))
        .isEqualTo(C3pReasons.REQUEST_TOO_LARGE);
    assertThat(reason(C3pTexts.add("", REST.replace("sip:Ravi@localhost", "ravi"))))
        .isEqualTo(C3pReasons.USER_DOESNT_EXIST);
    assertThat(reason(C3pTexts.add("", REST.replace(">presenter<", ">boss<"))))
        .isEqualTo(C3pReasons.REQUEST_MALFORMED);
    assertThat(reason(C3pTexts.add("", REST.replace("\"chat\"", "\"phone-conf\""))))
        .isEqualTo(C3pReasons.NOT_SUPPORTED);
  }

  @Test
  void aChangeReplacesWhatItSaysAndNothingElse() throws C3pRefusal {
    String subject =
        "<ci:conference-description><ci:subject>Plans</ci:subject></ci:conference-description>";

    MeetingWish partial = change(C3pTexts.modify("state=\"partial\"", subject), meeting(terms()));
    MeetingWish whole = change(C3pTexts.modify("version=\"3\"", subject + REST), meeting(terms()));

    assertThat(partial).isEqualTo(new MeetingWish("Plans", Admission.AUTHENTICATED, terms()));
    assertThat(whole.terms().invitees()).hasSize(2);
    assertThat(whole.terms().expiry()).contains(EXPIRY);
  }

  @Test
  void aMeetingForThisMachineStaysOneWhenItIsReadAndWrittenBack() throws C3pRefusal {
    Meeting loopback = meeting(terms()).changed("Budget", Admission.LOOPBACK, terms(), CREATED);
    String same =
        C3pTexts.modify(
            "",
            "<ci:conference-description><msci:admission-policy>openAuthenticated"
                + "</msci:admission-policy></ci:conference-description>");

    assertThat(change(same, loopback).admission()).isEqualTo(Admission.LOOPBACK);
  }

  @Test
  void meetingsOfOthersAreNotTouched() {
    String others =
        "<deleteConference><conferenceKeys confEntity=\"%s\"/></deleteConference>"
            .formatted(C3pTexts.FOCUS.replace("dana", "mei"));

    assertThat(reason(others)).isEqualTo(C3pReasons.UNAUTHORIZED);
    assertThat(reason(others.replace("deleteConference", "getConference")))
        .isEqualTo(C3pReasons.UNAUTHORIZED);
    assertThat(reason(others.replace(":focus:", ":chat:")))
        .isEqualTo(C3pReasons.CONFERENCE_DOESNT_EXIST);
    assertThat(reason(C3pTexts.modify("", "").replace("dana", "mei")))
        .isEqualTo(C3pReasons.UNAUTHORIZED);
  }

  @Test
  void aMeetingIsFoundByUriOrId() throws C3pRefusal {
    String byUri =
        "<getConference><conferenceKeys confEntity=\"" + C3pTexts.FOCUS + "\"/></getConference>";
    String byId =
        "<getConference><conferenceKeys msci:conference-id=\"7f3a9c20b1d84e6f\"/></getConference>";

    assertThat(order(byUri)).isEqualTo(new FactoryOrder.Find(ID));
    assertThat(order(byId)).isEqualTo(new FactoryOrder.Find(ID));
    assertThat(order("<getConferences/>")).isEqualTo(new FactoryOrder.All());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<getEncryptionKey/>", "<bookRoom/>"})
  void whatTheFactoryDoesNotKnowIsNotSupported(String command) {
    assertThat(reason(command)).isEqualTo(C3pReasons.NOT_SUPPORTED);
  }

  @Test
  void commandsOfTheFocusAreNotSupported() {
    assertThat(reason(C3pTexts.lock("true"))).isEqualTo(C3pReasons.NOT_SUPPORTED);
    assertThat(reason(C3pTexts.join(C3pTexts.DANA))).isEqualTo(C3pReasons.NOT_SUPPORTED);
  }

  @Test
  void aScheduledMeetingIsAnsweredAsClientsExpectIt() {
    assertThat(xml(FactoryTranslation.stored("addConference", meeting(terms()))))
        .contains(
            "code=\"success\"><addConference><ci:conference-info entity=\""
                + C3pTexts.FOCUS
                + "\" state=\"full\" version=\"3\"><ci:conference-description>"
                + "<ci:subject>Budget</ci:subject>"
                + "<msci:conference-id>7F3A9C20B1D84E6F</msci:conference-id>"
                + "<msci:last-update>2026-11-22T12:00:00Z</msci:last-update>"
                + "<msci:expiry-time>2026-11-22T19:00:00Z</msci:expiry-time>"
                + "<msci:admission-policy>openAuthenticated</msci:admission-policy>"
                + "</ci:conference-description></ci:conference-info></addConference>");
  }

  @Test
  void aMeetingIsToldWhole() {
    assertThat(xml(FactoryTranslation.whole("getConference", meeting(terms()))))
        .contains("<ci:locked>true</ci:locked>")
        .contains("<ci:user entity=\"sip:ravi@example.test\"><ci:roles><ci:entry>presenter")
        .contains("<msci:pstn-access><msci:id>40812</msci:id></msci:pstn-access>")
        .contains(
            "<msci:conference-view><msci:entity-view entity=\"chat\"/></msci:conference-view>");
  }

  @Test
  void aDeletedMeetingIsTheEntityOnly() {
    assertThat(xml(FactoryTranslation.deleted("deleteConference", meeting(terms()))))
        .contains("<deleteConference><ci:conference-info entity=\"" + C3pTexts.FOCUS + "\"/>");
  }

  @Test
  void expiredMeetingsAreNotListed() {
    Meeting forEver = meeting(MeetingTerms.NONE);

    String before =
        xml(FactoryTranslation.all(List.of(meeting(terms()), forEver), EXPIRY.minusSeconds(1)));
    String after = xml(FactoryTranslation.all(List.of(meeting(terms()), forEver), EXPIRY));

    assertThat(before.split("<ci:conference-info", -1)).hasSize(3);
    assertThat(after.split("<ci:conference-info", -1)).hasSize(2);
  }
}
