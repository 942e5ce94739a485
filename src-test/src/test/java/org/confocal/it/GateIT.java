package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.FocusDialog;
import org.confocal.it.c3p.Roster;
import org.confocal.it.c3p.Xml;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.tone.Pcm;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The gate as callers meet it: keys and passcodes at real doors, and the silence of the lobby. */
class GateIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(NodeConfig.onFreePorts().with("confocal.sip.domain", C3pUser.DOMAIN));

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Pattern KEY = Pattern.compile("(?m)^key +([0-9a-f]+)$");
  private static final int ADA = ToneMap.TONES_HZ.get(1);
  private static final int BEN = ToneMap.TONES_HZ.get(3);
  private static final int EVE = ToneMap.TONES_HZ.get(4);

  private final ToneMap map = ToneMap.standard();

  private static SipMessage calls(String uri) {
    try (RtpClient phone = RtpClient.open("mei", EVE, G711.PCMU)) {
      SipMessage answer = phone.call(uri);
      if (answer.status() == 200) {
        phone.hangUp();
      }
      return answer;
    }
  }

  @Test
  void phonesComeInByKeyOrPasscodeAndNotWithout() {
    String made =
        NODE.process()
            .cliDone(
                "meeting",
                "create",
                "--number",
                "7000",
                "--admission",
                "anonymous",
                "--passcode",
                "471147114711",
                "--leader-passcode",
                "888899998888");
    Matcher key = KEY.matcher(made);
    assertThat(key.find()).as(made).isTrue();
    String uri = NODE.config().uri("7000");

    assertThat(calls(uri).status()).isEqualTo(401);
    assertThat(calls(uri + ";conf-key=" + key.group(1)).status()).isEqualTo(200);
    assertThat(calls(uri + ";passcode=471147114711").status()).isEqualTo(200);
    assertThat(calls(uri.replace("7000@", "7000*888899998888@")).status()).isEqualTo(200);
    SipMessage wrong = calls(uri.replace("7000@", "7000*471147114712@"));
    SipMessage wrongKey = calls(uri + ";conf-key=0123456789abcdef01234567");

    assertThat(wrong.status()).isEqualTo(403);
    assertThat(wrong.reason()).isEqualTo("Wrong passcode for conference 7000");
    assertThat(wrongKey.status()).isEqualTo(403);
    assertThat(wrongKey.reason()).isEqualTo("Wrong key for conference 7000");
    assertThat(NODE.process().log())
        .doesNotContain(key.group(1))
        .doesNotContain("471147114711")
        .doesNotContain("471147114712")
        .doesNotContain("888899998888");
    assertThat(NODE.process().cliDone("meeting", "show", "7000"))
        .contains(key.group(1))
        .doesNotContain("471147114711");
  }

  @Test
  void aGuestWithTheKeyHasConferenceControlUnderAnEntityThatWasMadeForHim() {
    try (C3pUser dana = C3pUser.on(NODE, "dana");
        C3pUser guest = C3pUser.stranger(NODE, "gus");
        C3pUser user = C3pUser.on(NODE, "ulla")) {
      String conference = dana.schedules("7F3A9C20B1D84E70", "anonymous", "");
      FocusDialog danas = dana.joins(conference);
      Roster roster = danas.watches(true);

      FocusDialog joined = guest.joins(conference + ";conf-key=" + dana.key(conference));

      String entity = joined.joined().one("addUser/user").attr("entity");
      assertThat(entity).matches("sip:guest-[0-9a-f]{12}@" + C3pUser.DOMAIN);
      assertThat(joined.role()).isEqualTo("attendee");
      eventually("the guest", SOON, () -> roster.read().users().containsKey(entity));
      assertThat(roster.users()).doesNotContainKey(guest.uri());
      guest.chats(conference);
      FocusDialog proved = user.joins(conference + ";conf-key=" + dana.key(conference));
      assertThat(proved.joined().one("addUser/user").attr("entity")).isEqualTo(user.uri());
    }
  }

  @Test
  void aPresenterLetsAClientInAndBansAnother() {
    try (C3pUser dana = C3pUser.on(NODE, "dana");
        C3pUser mei = C3pUser.on(NODE, "mei")) {
      String conference = dana.schedules("7F3A9C20B1D84E71", "openAuthenticated", "");
      FocusDialog danas = dana.joins(conference);
      Roster roster = danas.watches(true);
      String number = roster.documents().get(0).textOf("conference-description/pstn-access/id");
      NODE.process().cliDone("meeting", "change", number, "--lobby", "everybody");

      FocusDialog meis = mei.joins(conference);
      Roster hers = meis.watches(true);
      Xml waiting = hers.documents().get(0);
      assertThat(hers.users()).containsOnlyKeys(mei.uri());
      assertThat(waiting.textOf("users/user/endpoint/status")).isEqualTo("pending");
      assertThat(waiting.textOf("users/user/endpoint/joining-info/reason")).isEqualTo("lobby");
      assertThat(meis.outcome(meis.setLock(true))).isNotEqualTo("success");
      eventually("mei waits", SOON, () -> roster.read().users().containsKey(mei.uri()));

      assertThat(
              danas.outcome(
                  "<setLobbyAccess><conferenceKeys confEntity=\"%s\"/><access>granted</access>"
                          .formatted(conference)
                      + "<ci:user entity=\"%s\"/></setLobbyAccess>".formatted(mei.uri())))
          .isEqualTo("success");
      eventually("mei sees dana", SOON, () -> hers.read().users().containsKey(dana.uri()));
      mei.chats(conference);

      assertThat(
              danas.outcome(
                  danas.deleteUser(mei.uri()).replace("<deleteUser>", "<deleteUser ban=\"true\">")))
          .isEqualTo("success");
      SipMessage again =
          mei.invites(
              mei.peer().call(conference),
              conference,
              "application/cccp+xml",
              mei.addUser(conference));
      assertThat(again.status()).isEqualTo(403);
    }
  }

  @Test
  void whoWaitsHearsNothingOfTheRoomAndIsNotHeardUntilHeIsLetInAlsoAfterAKill() {
    NODE.process()
        .cliDone(
            "meeting", "create", "--number", "7001", "--admission", "open", "--lobby", "guests");
    String uri = NODE.config().uri("7001");
    try (RtpClient ada = RtpClient.open("ada", ADA, G711.PCMU);
        RtpClient ben = RtpClient.open("ben", BEN, G711.PCMA);
        RtpClient eve = RtpClient.open("eve", EVE, G711.PCMU)) {
      assertThat(ada.call(uri).status()).isEqualTo(200);
      assertThat(ben.call(uri).status()).isEqualTo(200);
      NODE.process().cliDone("conference", "admit", "7001");
      assertThat(eve.call(uri).status()).isEqualTo(200);
      long begun = System.nanoTime();
      Eventually.pass(Duration.ofSeconds(3));
      silentRoom(ada, ben, eve, begun);

      NODE.crash();
      begun = System.nanoTime();
      assertThat(NODE.process().cliDone("conference", "show", "7001")).contains("waiting");
      Eventually.pass(Duration.ofSeconds(4));
      silentRoom(ada, ben, eve, begun);

      NODE.process().cliDone("conference", "admit", "7001");
      begun = System.nanoTime();
      Eventually.pass(Duration.ofSeconds(3));
      assertThat(map.median(heard(eve, begun)).heard()).containsExactlyInAnyOrder(ADA, BEN);
      assertThat(map.median(heard(ada, begun)).heard()).containsExactlyInAnyOrder(BEN, EVE);
      assertThat(map.median(heard(ben, begun)).heard()).containsExactlyInAnyOrder(ADA, EVE);
    }
  }

  /** What came since then; a restart begins a count of its own. */
  private static Pcm heard(RtpClient client, long since) {
    return client.reception().since(since).audio();
  }

  /** Both talkers hear each other, and the one who waits is apart from them in both directions. */
  private void silentRoom(RtpClient ada, RtpClient ben, RtpClient eve, long since) {
    assertThat(heard(eve, since).duration()).isGreaterThan(Duration.ofSeconds(2));
    assertThat(map.loudest(heard(eve, since)).heardFrom(-60)).doesNotContain(ADA, BEN);
    assertThat(map.loudest(heard(ada, since)).heardFrom(-60)).doesNotContain(EVE);
    assertThat(map.loudest(heard(ben, since)).heardFrom(-60)).doesNotContain(EVE);
    assertThat(map.median(heard(ada, since)).heard()).containsExactly(BEN);
    assertThat(map.median(heard(ben, since)).heard()).containsExactly(ADA);
  }
}
