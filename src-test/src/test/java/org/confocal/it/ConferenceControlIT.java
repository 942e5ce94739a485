package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.FocusDialog;
import org.confocal.it.c3p.Roster;
import org.confocal.it.c3p.Xml;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conference control by C3P, command by command: success by a presenter, refusal for an attendee,
 * an unknown target, a malformed body, a wrong conference, and what somebody else sees of it. Dana
 * is the organizer, Ravi an attendee, Mei watches.
 */
class ConferenceControlIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(
          NodeConfig.onFreePorts()
              .with("confocal.sip.domain", C3pUser.DOMAIN)
              .with("confocal.engine.focus.connection-grace", "1s"));

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Sdp OFFER = Sdp.audio(40_000);
  private static final String NOBODY = "sip:nobody@example.test";

  private C3pUser dana;
  private C3pUser ravi;
  private C3pUser mei;
  private String conference;
  private FocusDialog danaControls;
  private FocusDialog raviControls;
  private Roster watched;

  @BeforeEach
  void threeAreIn() {
    dana = C3pUser.on(NODE, "dana");
    ravi = C3pUser.on(NODE, "ravi");
    mei = C3pUser.on(NODE, "mei");
    conference = dana.schedules("7F3A9C20B1D84E6F", "");
    danaControls = dana.joins(conference);
    raviControls = ravi.joins(conference);
    watched = mei.joins(conference).watches(false);
  }

  @AfterEach
  void allGo() {
    List.of(dana, ravi, mei).forEach(C3pUser::close);
  }

  private void sees(String what, BooleanSupplier condition) {
    eventually(
        what,
        SOON,
        () -> {
          watched.read();
          return condition.getAsBoolean();
        });
  }

  private String role(C3pUser user) {
    return watched.user(user.uri()).textOf("roles/entry");
  }

  @Test
  void theOrganizerIsPresenterWhateverHisClientAsksFor() {
    assertThat(danaControls.role()).isEqualTo("presenter");
    assertThat(raviControls.role()).isEqualTo("attendee");
    sees("three", () -> watched.users().size() == 3);
    assertThat(role(dana)).isEqualTo("presenter");
    assertThat(role(ravi)).isEqualTo("attendee");
  }

  @Test
  void aListedPresenterIsOneFromTheStart() {
    String other =
        dana.schedules(
            "AAAA9C20",
            "<ci:users><ci:user entity=\"%s\"><ci:roles><ci:entry>presenter</ci:entry></ci:roles>"
                    .formatted(ravi.uri())
                + "</ci:user></ci:users>");

    assertThat(ravi.joins(other).role()).isEqualTo("presenter");
  }

  @Test
  void anUnknownConferenceIsToldSo() {
    String unknown = conference.replaceAll("id:.*", "id:FFFFFFFF");

    SipMessage answer =
        ravi.invites(
            ravi.peer().call(unknown), unknown, "application/cccp+xml", ravi.addUser(unknown));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("ms-diagnostics")).matches("3012;reason=\"[^\"]+\";source=\".*\"");
  }

  @Test
  void aJoinOfSomebodyElseOrSomewhereElseIsRefused() {
    String wrongConference = ravi.addUser(conference.replaceAll("id:.*", "id:FFFFFFFF"));
    String wrongUser = mei.addUser(conference);

    for (String body : List.of(wrongConference, wrongUser, "<request>", "no XML at all")) {
      SipMessage answer =
          ravi.invites(ravi.peer().call(conference), conference, "application/cccp+xml", body);

      assertThat(answer.status()).as(body).isIn(400, 403);
      assertThat(answer.header("ms-diagnostics")).as(body).matches("30[0-9]{2};reason=\".*");
    }
  }

  @Test
  void aRoleIsGivenAndTaken() {
    assertThat(danaControls.outcome(danaControls.setRole(ravi.uri(), "presenter")))
        .isEqualTo("success");
    sees("the new presenter", () -> role(ravi).equals("presenter"));

    assertThat(danaControls.outcome(danaControls.setRole(ravi.uri(), "attendee")))
        .isEqualTo("success");
    sees("the attendee again", () -> role(ravi).equals("attendee"));
  }

  @Test
  void aRoleThatNobodyKnowsIsRefused() {
    SipMessage answer = danaControls.info(danaControls.setRole(ravi.uri(), "emperor"));

    assertThat(answer.status() == 400 || answer.body().contains("code=\"failure\"")).isTrue();
  }

  @Test
  void theLockIsSeenInEveryViewAndKeepsStrangersOut() {
    mei.chats(conference);
    assertThat(danaControls.outcome(danaControls.setLock(true))).isEqualTo("success");

    C3pUser late = C3pUser.on(NODE, "late");
    SipMessage answer =
        late.invites(
            late.peer().call(conference),
            conference,
            "application/cccp+xml",
            late.addUser(conference));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("ms-diagnostics")).startsWith("3014;").contains("locked");
    Roster old = danaControls.watches(true);
    assertThat(old.locks()).containsEntry(conference.replace(":focus:", ":chat:"), "true");
    assertThat(danaControls.outcome(danaControls.setLock(false))).isEqualTo("success");
    assertThat(late.joins(conference).role()).isEqualTo("attendee");
    late.close();
  }

  @Test
  void whoeverIsRemovedIsToldSoAndIsGone() {
    var chat = ravi.chats(conference);
    Roster own = raviControls.watches(true);

    assertThat(danaControls.outcome(danaControls.deleteUser(ravi.uri()))).isEqualTo("success");

    chat.awaitRequest("BYE", SOON);
    raviControls.call().awaitRequest("BYE", SOON);
    eventually("the end of the subscription", SOON, () -> own.read().over());
    sees("two", () -> watched.users().size() == 2);
    assertThat(watched.users()).doesNotContainKey(ravi.uri());
  }

  @Test
  void aParticipantRemovesHimself() {
    assertThat(raviControls.outcome(raviControls.deleteUser(ravi.uri()))).isEqualTo("success");

    raviControls.call().awaitRequest("BYE", SOON);
  }

  @Test
  void aMuteIsSeenAndUndone() {
    ravi.speaks(conference, OFFER);
    sees("the audio", () -> !audio(ravi).isEmpty());
    String endpoint = watchedBy(danaControls).endpoint(ravi.uri(), "audio-video");

    assertThat(danaControls.outcome(danaControls.mute(ravi.uri(), endpoint, true)))
        .isEqualTo("success");

    sees("the mute", () -> audio(ravi).equals("recvonly"));
    Roster old = watchedBy(danaControls);
    assertThat(
            old.user(ravi.uri()).all("endpoint/media/media-ingress-filter").stream().map(Xml::text))
        .containsExactly("block");
    assertThat(raviControls.outcome(raviControls.mute(ravi.uri(), endpoint, false)))
        .isEqualTo("success");
    sees("the voice", () -> audio(ravi).equals("sendrecv"));
  }

  private static Roster watchedBy(FocusDialog dialog) {
    return dialog.watches(true);
  }

  private String audio(C3pUser user) {
    return watched.user(user.uri()).all("endpoint/media").stream()
        .filter(m -> m.textOf("type").equals("audio"))
        .map(m -> m.textOf("status"))
        .findFirst()
        .orElse("");
  }

  @Test
  void anAttendeeSteersNobody() {
    long before = watched.read().version();
    List<String> commands =
        List.of(
            raviControls.setRole(ravi.uri(), "presenter"),
            raviControls.deleteUser(mei.uri()),
            raviControls.setLock(true),
            "<deleteConference>" + raviControls.keys() + "</deleteConference>",
            muteAll(conference),
            raviControls.dialOut(NOBODY, NOBODY));

    for (String command : commands) {
      assertThat(raviControls.outcome(command)).as(command).isEqualTo("unauthorized");
    }

    assertThat(watched.read().version()).isEqualTo(before);
  }

  private static String muteAll(String conference) {
    String mcu = conference.replace(":focus:", ":audio-video:");
    return """
        <modifyConference mscp:mcuUri="%s"><ci:conference-info entity="%s" state="partial">\
        <msci:conference-view ci:state="partial">\
        <msci:entity-view ci:state="partial" entity="%s"><msci:entity-state>\
        <msci:mediaFiltersRules><msci:initialFilters><msci:role>attendee</msci:role>\
        <msci:ingressFilter>block</msci:ingressFilter></msci:initialFilters>\
        </msci:mediaFiltersRules></msci:entity-state></msci:entity-view>\
        </msci:conference-view></ci:conference-info></modifyConference>"""
        .formatted(mcu, conference, mcu);
  }

  @Test
  void allAttendeesAreMutedAtOnce() {
    ravi.speaks(conference, OFFER);
    sees("the audio", () -> audio(ravi).equals("sendrecv"));

    assertThat(danaControls.outcome(muteAll(conference))).isEqualTo("success");

    sees("the mute", () -> audio(ravi).equals("recvonly"));
  }

  @Test
  void anUnknownTargetIsToldSo() {
    assertThat(danaControls.outcome(danaControls.setRole(NOBODY, "presenter")))
        .isEqualTo("userDoesntExist");
    assertThat(danaControls.outcome(danaControls.deleteUser(NOBODY))).isEqualTo("userDoesntExist");
    assertThat(danaControls.outcome(danaControls.mute(NOBODY, "{x}", true)))
        .isEqualTo("userDoesntExist");
    assertThat(danaControls.outcome(danaControls.mute(ravi.uri(), "{x}", true)))
        .isEqualTo("endpointDoesntExist");
  }

  @Test
  void aWrongConferenceIsToldSo() {
    String wrong = conference.replaceAll("id:.*", "id:FFFFFFFF");
    List<String> commands =
        List.of(
            danaControls.setRole(ravi.uri(), "presenter"),
            danaControls.deleteUser(ravi.uri()),
            danaControls.setLock(true),
            "<getConference>" + danaControls.keys() + "</getConference>",
            "<deleteConference>" + danaControls.keys() + "</deleteConference>");

    for (String command : commands) {
      SipMessage answer = danaControls.info(command.replace(conference, wrong));

      boolean refused = answer.status() >= 400 || answer.body().contains("code=\"failure\"");
      assertThat(refused).as("%s: %s", command, answer).isTrue();
    }
    assertThat(watched.read().users()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<modifyUserRoles/>",
        "<deleteUser><userKeys/></deleteUser>",
        "<modifyConferenceLock><locked>perhaps</locked></modifyConferenceLock>",
        "<modifyEndpointMedia/>",
        "<addUser/>"
      })
  void aMalformedCommandIsToldSo(String command) {
    SipMessage answer = danaControls.info(command);

    boolean refused = answer.status() == 400 || answer.body().contains("code=\"failure\"");
    assertThat(refused).as("%s", answer).isTrue();
    assertThat(danaControls.outcome(danaControls.setLock(false))).isEqualTo("success");
  }

  @Test
  void aBodyThatIsNoXmlIsToldSoAndTheDialogLives() {
    SipMessage answer = danaControls.infoWith("<request");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("ms-diagnostics")).startsWith("3006;");
    assertThat(danaControls.outcome(danaControls.setLock(false))).isEqualTo("success");
  }

  @ParameterizedTest
  @ValueSource(strings = {"renewUser", "playRecording", "setLobbyAccess"})
  void whatIsNotHereIsNotSupported(String command) {
    String body = "<%s>%s</%s>".formatted(command, danaControls.keys(), command);

    Xml response = danaControls.orders(body);

    assertThat(response.attr("code")).isEqualTo("failure");
  }

  @Test
  void theWholeRosterIsToldOnDemand() {
    Xml response =
        raviControls.orders("<getConference>" + raviControls.keys() + "</getConference>");

    Xml roster = response.one("getConference/conference-info");
    assertThat(roster.all("users/user")).hasSize(3);
    assertThat(roster.attr("entity")).isEqualTo(conference);
  }

  @Test
  void whoeverWillComeHimselfIsToldWhereByALateResult() {
    String chat = conference.replace(":focus:", ":chat:");
    Xml result =
        raviControls.ordersAndWaits(
            """
            <addUser mscp:mcuUri="%s"><conferenceKeys confEntity="%s"/><ci:user entity="%s">\
            <ci:roles><ci:entry>attendee</ci:entry></ci:roles>\
            <ci:endpoint entity="{8CF44715-96FE-8EC8-3552-396C2BDFA8BB}">\
            <ci:joining-method>dialed-in</ci:joining-method></ci:endpoint></ci:user></addUser>"""
                .formatted(chat, conference, ravi.uri()));

    assertThat(result.attr("code")).isEqualTo("success");
    assertThat(result.all("addUser/connection-info/entry"))
        .extracting(e -> e.textOf("key") + "=" + e.textOf("value"))
        .contains("Mcu-Conference-Uri=" + chat);
  }

  @Test
  void aCallToNobodyFailsLate() {
    Xml result = danaControls.ordersAndWaits(danaControls.dialOut(NOBODY, NOBODY));

    assertThat(result.attr("code")).isEqualTo("failure");
    assertThat(watched.read().users()).hasSize(3);
  }

  @Test
  void theEndOfTheConferenceIsTheEndForAll() {
    Xml response =
        danaControls.orders("<deleteConference>" + danaControls.keys() + "</deleteConference>");

    assertThat(response.attr("code")).isEqualTo("success");
    raviControls.call().awaitRequest("BYE", SOON);
    sees("the end", () -> watched.over());
  }

  @Test
  void whoeverLeavesTakesHisMediaAlong() {
    var audio = ravi.speaks(conference, OFFER);

    assertThat(raviControls.leaves().status()).isEqualTo(200);

    audio.awaitRequest("BYE", SOON);
    sees("two", () -> watched.users().size() == 2);
  }

  @Test
  void whoeverLosesHisConnectionAndDoesNotComeBackIsGone() {
    ravi.chats(conference);
    sees("three", () -> watched.users().size() == 3);

    ravi.close();

    sees("two", () -> watched.users().size() == 2);
    assertThat(watched.users()).doesNotContainKey(ravi.uri());
  }

  @Test
  void whoeverComesBackByAnotherConnectionStays() {
    ravi.reconnects(NODE);
    raviControls = raviControls.moved();
    assertThat(ravi.updates(raviControls.call()).status()).isEqualTo(200);
    C3pUser other = C3pUser.on(NODE, "other");
    other.joins(conference);
    sees("four", () -> watched.users().size() == 4);

    other.close();

    sees("the other is gone", () -> watched.users().size() == 3);
    assertThat(watched.users()).containsKey(ravi.uri());
  }

  @Test
  void anMcuTakesParticipantsOnly() {
    C3pUser late = C3pUser.on(NODE, "late");
    String mcu = conference.replace(":focus:", ":audio-video:");

    SipMessage answer = late.invites(late.peer().call(mcu), mcu, "application/sdp", OFFER.text());

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("ms-diagnostics")).startsWith("3014;");
    late.close();
  }
}
