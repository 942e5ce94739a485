package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.FocusDialog;
import org.confocal.it.c3p.Roster;
import org.confocal.it.c3p.Xml;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Subscriptions to a conference: RFC 6665, RFC 4575 and the manner of OCS (MS-CONFBAS). */
class RosterIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(
          NodeConfig.onFreePorts()
              .with("confocal.sip.domain", C3pUser.DOMAIN)
              .with("confocal.engine.focus.roster.large-from", "12"));

  private static final Duration SOON = Duration.ofSeconds(5);

  private final List<C3pUser> users = new ArrayList<>();
  private C3pUser dana;
  private String conference;
  private FocusDialog danaControls;

  @BeforeEach
  void danaIsIn() {
    dana = user("dana");
    conference = dana.schedules("7F3A9C20B1D84E6F", "");
    danaControls = dana.joins(conference);
  }

  private C3pUser user(String name) {
    C3pUser user = C3pUser.on(NODE, name);
    users.add(user);
    return user;
  }

  @AfterEach
  void allGo() {
    users.forEach(C3pUser::close);
  }

  @Test
  void theFirstDocumentIsWholeAndLaterOnesFollowItWithoutGap() {
    Roster roster = danaControls.watches(false);
    eventually("the first document", SOON, () -> roster.read().users().size() == 1);

    C3pUser ravi = user("ravi");
    FocusDialog raviControls = ravi.joins(conference);
    eventually("ravi", SOON, () -> roster.read().users().size() == 2);
    raviControls.leaves();
    eventually("dana alone", SOON, () -> roster.read().users().size() == 1);

    List<Xml> documents = roster.documents();
    assertThat(documents.get(0).attr("state")).isIn("", "full");
    assertThat(documents.stream().skip(1)).allMatch(d -> d.attr("state").equals("partial"));
    List<Long> versions = documents.stream().map(d -> Long.parseLong(d.attr("version"))).toList();
    assertThat(versions)
        .containsExactlyElementsOf(
            IntStream.range(0, versions.size()).mapToObj(i -> versions.get(0) + i).toList());
    assertThat(roster.gaps()).isZero();
  }

  @Test
  void aPlainSubscriberIsToldInPlainWords() {
    Roster roster = danaControls.watches(false);
    dana.chats(conference);
    eventually(
        "the chat", SOON, () -> !roster.read().user(dana.uri()).all("endpoint/media").isEmpty());

    SipMessage notify = roster.notifications().get(0).message();
    assertThat(notify.method()).isEqualTo("NOTIFY");
    assertThat(notify.header("Event")).isEqualTo("conference");
    assertThat(notify.header("Subscription-State")).matches("active;expires=[0-9]+");
    assertThat(notify.header("Content-Type")).isEqualTo("application/conference-info+xml");
    assertThat(roster.user(dana.uri()).textOf("endpoint/media/type")).isEqualTo("message");
  }

  @Test
  void anOldClientGetsTheFirstDocumentInTheAnswerAndNeverAnswersTheRest() {
    Roster roster = danaControls.watches(true);

    assertThat(roster.documents()).hasSize(1);
    assertThat(roster.documents().get(0).all("conference-description/conf-uris/entry"))
        .extracting(e -> e.textOf("purpose"))
        .contains("chat", "audio-video");
    user("ravi").joins(conference);
    eventually("ravi", SOON, () -> roster.read().users().size() == 2);
    assertThat(roster.notifications())
        .allMatch(a -> a.message().method().equals("BENOTIFY"))
        .hasSize(1);
  }

  @Test
  void bothKindsReadTheSameTruth() {
    C3pUser ravi = user("ravi");
    FocusDialog raviControls = ravi.joins(conference);
    ravi.chats(conference);
    dana.speaks(conference, Sdp.audio(40_000));
    Roster plain = danaControls.watches(false);
    Roster old = raviControls.watches(true);

    eventually(
        "the same",
        SOON,
        () -> plain.read().users().equals(old.read().users()) && plain.users().size() == 2);
  }

  @Test
  void whoeverIsNotInTheConferenceIsToldNothing() {
    C3pUser ravi = user("ravi");
    SipCall call = ravi.peer().call(conference);

    SipMessage answer =
        ravi.proven(
            () ->
                call.request("SUBSCRIBE")
                    .header("From", "<" + ravi.uri() + ">;tag=abcd")
                    .header("Event", "conference")
                    .header("Accept", "application/conference-info+xml"),
            "SUBSCRIBE",
            conference);

    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void anotherEventIsRefusedInWords() {
    SipMessage answer =
        dana.peer()
            .call(conference)
            .request("SUBSCRIBE")
            .header("Event", "presence")
            .send()
            .answer();

    assertThat(answer.status()).isEqualTo(489);
    assertThat(answer.header("Allow-Events")).contains("conference");
  }

  @Test
  void whoeverUnsubscribesIsToldTheEndAndNothingMore() {
    Roster roster = danaControls.watches(false);
    eventually("the first document", SOON, () -> roster.read().users().size() == 1);

    assertThat(roster.subscribe(0).status()).isEqualTo(200);

    eventually("the end", SOON, () -> roster.read().over());
    int told = roster.notifications().size();
    FocusDialog raviControls = user("ravi").joins(conference);
    Roster other = raviControls.watches(false);
    eventually("ravi's own roster", SOON, () -> other.read().users().size() == 2);
    assertThat(roster.notifications()).hasSize(told);
  }

  @Test
  void aRefreshBringsTheWholeUnderAHigherVersion() {
    Roster roster = danaControls.watches(false);
    eventually("the first document", SOON, () -> roster.read().users().size() == 1);
    long before = roster.version();

    assertThat(roster.subscribe(3600).status()).isEqualTo(200);

    eventually("the whole again", SOON, () -> roster.read().version() > before);
    Xml last = roster.documents().get(roster.documents().size() - 1);
    assertThat(last.attr("state")).isIn("", "full");
  }

  @Test
  void whoeverLeavesTheConferenceIsToldNoMore() {
    FocusDialog raviControls = user("ravi").joins(conference);
    Roster roster = raviControls.watches(false);

    raviControls.leaves();

    eventually("the end", SOON, () -> roster.read().over());
  }

  @Test
  void whoeverIsToldOneThingAtATimeMissesNothing() {
    C3pUser slow = user("slow");
    FocusDialog slowControls = slow.joins(conference);
    slow.peer().agreeingTo(r -> false);
    Roster roster = slowControls.watches(false);
    SipMessage first = slow.peer().await("NOTIFY", SOON, m -> m.method().equals("NOTIFY"));
    Roster other = danaControls.watches(false);

    for (int i = 0; i < 4; i++) {
      user("one" + i).joins(conference);
    }
    eventually("six", SOON, () -> other.read().users().size() == 6);
    long distinct =
        roster.notifications().stream()
            .map(SipPeer.Arrival::message)
            .map(m -> m.header("CSeq"))
            .distinct()
            .count();
    assertThat(distinct).isEqualTo(1);
    slow.peer().agreeingTo(r -> r.method().equals("NOTIFY"));
    slow.peer().answer(first, 200, "");

    eventually("six at last", SOON, () -> roster.read().users().size() == 6);
    assertThat(roster.gaps()).isZero();
  }

  @Test
  void aLargeMeetingShowsPresentersOneselfAndACount() {
    C3pUser ravi = user("ravi");
    Roster roster = ravi.joins(conference).watches(false);
    eventually("two", SOON, () -> roster.read().users().size() == 2);

    for (int i = 0; i < 11; i++) {
      user("many" + i).joins(conference);
    }

    eventually(
        "presenters and oneself",
        SOON,
        () ->
            roster.read().users().keySet().equals(Set.of(dana.uri(), ravi.uri()))
                && roster.count() == 13);
    assertThat(roster.gaps()).isZero();
  }
}
