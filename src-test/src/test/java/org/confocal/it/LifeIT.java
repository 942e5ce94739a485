package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

/** What users see of the life of a conference and of the policy of its organizer. */
class LifeIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(
          NodeConfig.onFreePorts()
              .with("confocal.sip.domain", C3pUser.DOMAIN)
              .with("confocal.engine.focus-factory.policy-age", "100ms"));

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Sdp OFFER = Sdp.audio(40_000);

  private C3pUser dana;
  private C3pUser ravi;
  private C3pUser mei;

  @BeforeEach
  void usersConnect() {
    dana = C3pUser.on(NODE, "dana");
    ravi = C3pUser.on(NODE, "ravi");
    mei = C3pUser.on(NODE, "mei");
  }

  @AfterEach
  void allGo() {
    List.of(dana, ravi, mei).forEach(C3pUser::close);
  }

  private static SipMessage tries(C3pUser user, String conference) {
    return user.invites(
        user.peer().call(conference), conference, "application/cccp+xml", user.addUser(conference));
  }

  private Xml schedules(String id, Instant expiry, String admission) {
    return dana.orders(
        """
        <addConference><ci:conference-info entity=""><ci:conference-description>\
        <msci:conference-id>%s</msci:conference-id><msci:expiry-time>%s</msci:expiry-time>\
        <msci:admission-policy>%s</msci:admission-policy>\
        </ci:conference-description></ci:conference-info></addConference>"""
            .formatted(id, expiry.truncatedTo(ChronoUnit.SECONDS), admission));
  }

  @Test
  void anExpiredMeetingIsToldSo() {
    Xml made = schedules("AAAA0001", Instant.now().minus(Duration.ofHours(1)), "openAuthenticated");
    String conference = made.one("addConference/conference-info").attr("entity");

    SipMessage answer = tries(ravi, conference);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("ms-diagnostics")).startsWith("3012;").contains("has expired at");
  }

  @Test
  void anExpiryInTheFarFutureIsRefused() {
    Xml refused =
        schedules("AAAA0002", Instant.now().plus(Duration.ofDays(4000)), "openAuthenticated");

    assertThat(refused.attr("code")).isEqualTo("failure");
  }

  @Test
  void theOneTooManyForThePolicyIsRefused() {
    NODE.process().cliDone("policy", "set", "small", "--size", "2", "--no-anonymous");
    NODE.process().cliDone("policy", "assign", dana.name(), "small");
    String conference = dana.schedules("AAAA0003", "");
    dana.joins(conference);
    dana.speaks(conference, OFFER);
    ravi.joins(conference);

    SipMessage answer = tries(mei, conference);

    assertThat(answer.status()).isEqualTo(486);
    Xml anonymous = schedules("AAAA0004", Instant.now().plus(Duration.ofDays(1)), "anonymous");
    assertThat(anonymous.attr("code")).isEqualTo("failure");
    assertThat(NODE.process().cliDone("policy", "show", "--user", dana.name()))
        .containsPattern("size +2")
        .containsPattern("anonymous +no")
        .containsPattern("dial-out +yes");
    assertThat(NODE.process().cliDone("policy", "list")).contains("default").contains("small");
    assertThat(NODE.process().cli("policy", "assign", dana.name(), "other").exitCode()).isOne();
  }

  @Test
  void whoeverComesBackHasHisRoleAndHisMuteAlsoAfterACrash() {
    String conference = dana.schedules("AAAA0005", "");
    FocusDialog danaControls = dana.joins(conference);
    FocusDialog raviControls = ravi.joins(conference);
    ravi.speaks(conference, OFFER);
    Roster watched = danaControls.watches(true);
    eventually(
        "the audio", SOON, () -> !watched.read().user(ravi.uri()).all("endpoint/media").isEmpty());
    String endpoint = watched.endpoint(ravi.uri(), "audio-video");
    assertThat(danaControls.outcome(danaControls.setRole(ravi.uri(), "presenter")))
        .isEqualTo("success");
    assertThat(danaControls.outcome(danaControls.mute(ravi.uri(), endpoint, true)))
        .isEqualTo("success");
    assertThat(raviControls.leaves().status()).isEqualTo(200);

    NODE.crash();
    ravi.reconnects(NODE);
    mei.reconnects(NODE);
    FocusDialog again = ravi.joins(conference);
    ravi.speaks(conference, OFFER);

    assertThat(again.role()).isEqualTo("presenter");
    Roster seen = mei.joins(conference).watches(true);
    eventually(
        "the mute",
        SOON,
        () ->
            seen.read().user(ravi.uri()).all("endpoint/media/media-ingress-filter").stream()
                .anyMatch(filter -> filter.text().equals("block")));
  }

  @Test
  void theMeetingWithoutReservationIsMadeOnDemand() {
    String number =
        NODE.process()
            .cliDone("meeting", "create", "--reservationless", "--organizer", dana.name());

    assertThat(number).contains("3814A82809A34ED0958CFDB60957BDF");
    assertThat(
            NODE.process()
                .cli("meeting", "create", "--reservationless", "--organizer", dana.name())
                .exitCode())
        .isOne();
  }

  @Test
  void whenTheOrganizerIsRemovedHisConferenceEnds() {
    String conference = dana.schedules("AAAA0006", "");
    FocusDialog raviControls = ravi.joins(conference);

    NODE.process().cliDone("user", "remove", dana.name());

    raviControls.call().awaitRequest("BYE", SOON);
    SipMessage again = tries(ravi, conference);
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.header("ms-diagnostics")).contains("is no user any more");
  }

  @Test
  void whileTheOrganizerIsDisabledHeIsRefusedAndHisMeetingRests() {
    String conference = dana.schedules("AAAA0007", "");
    String ravis = ravi.schedules("AAAA0008", "");
    FocusDialog raviControls = ravi.joins(conference);

    NODE.process().cliDone("user", "disable", dana.name());

    raviControls.call().awaitRequest("BYE", SOON);
    SipMessage rests = tries(mei, conference);
    assertThat(rests.status()).isEqualTo(403);
    assertThat(rests.header("ms-diagnostics")).contains("The organizer " + dana.uri());
    SipMessage refused = tries(dana, ravis);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("ms-diagnostics")).contains("The user " + dana.uri());
    assertThat(NODE.process().cliDone("user", "list"))
        .containsPattern(dana.name() + " .* disabled\n");
    NODE.process().cliDone("user", "enable", dana.name());
    mei.joins(conference);
    dana.joins(ravis);
  }
}
