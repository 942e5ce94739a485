package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.FocusDialog;
import org.confocal.it.c3p.Roster;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * When a media type is introduced, the connections of every client for it are established: clients
 * of three kinds in one conference, by C3P, by plain SIP with audio, by plain SIP with messages.
 */
class MediaIntroductionIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(NodeConfig.onFreePorts().with("confocal.sip.domain", C3pUser.DOMAIN));

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final int ADA = ToneMap.TONES_HZ.get(0);
  private static final int BEN = ToneMap.TONES_HZ.get(1);
  private static final int EVE = ToneMap.TONES_HZ.get(3);

  private final ToneMap map = ToneMap.standard();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private C3pUser dana;
  private String conference;
  private String dialled;
  private FocusDialog danaControls;
  private Roster roster;

  @BeforeEach
  void danaHasAConferenceForEverybody() {
    dana = C3pUser.on(NODE, "dana");
    conference = dana.schedules("7F3A9C20B1D84E6F", "anonymous", "");
    danaControls = dana.joins(conference);
    roster = danaControls.watches(true);
    dialled =
        NODE.config().uri(roster.documents().get(0).textOf("conference-description/pstn-access/id"))
            + ";conf-key="
            + dana.key(conference);
  }

  @AfterEach
  void danaGoes() {
    dana.close();
  }

  private Baresip phone(String name, int tone) {
    return Baresip.start(directory, Baresip.Account.direct(name, tone));
  }

  private void sees(String what, int users) {
    eventually(what, SOON, () -> roster.read().users().size() == users);
  }

  @Test
  void everyKindOfClientIsConnectedByTheWayThatItUnderstands() {
    try (Baresip ada = phone("ada", ADA);
        Baresip ben = phone("ben", BEN);
        SipPeer textOnly =
            SipPeer.udp("mei", NODE.sip()).agreeingTo(r -> r.method().equals("MESSAGE"))) {
      ada.call(dialled);
      ben.call(dialled);
      sees("two phones", 3);

      SipCall mei = textOnly.call(dialled);
      SipMessage answer = mei.join(C3pUser.messages());

      assertThat(answer.body()).contains("m=message").contains("sip null");
      SipMessage offer = mei.awaitRequest("INVITE", SOON);
      assertThat(offer.body()).contains("m=message").contains("m=audio");
      textOnly.answer(offer, 200, messagesOnly());
      sees("the writer", 4);
      SipCall danaChats = dana.chats(conference);
      eventually(
          "the chat in the views",
          SOON,
          () -> roster.read().locks().containsKey(conference.replace(":focus:", ":chat:")));
      dana.says(danaChats, "welcome");
      assertThat(mei.awaitRequest("MESSAGE", SOON).body()).isEqualTo("welcome");
      Eventually.pass(Duration.ofSeconds(3));
      assertThat(mei.bye().status()).isEqualTo(200);
      ada.hangUp();
      ben.hangUp();
      assertThat(map.loudest(ada.heard()).heard()).contains(BEN);
      assertThat(map.loudest(ben.heard()).heard()).contains(ADA);
    }
  }

  private static String messagesOnly() {
    return C3pUser.messages() + "m=audio 0 RTP/AVP 0\r\n";
  }

  @Test
  void aPresenterMutesOneOfThreePhones() {
    try (Baresip ada = phone("ada", ADA);
        Baresip ben = phone("ben", BEN);
        Baresip eve = phone("eve", EVE)) {
      List.of(ada, ben, eve).forEach(p -> p.call(dialled));
      sees("three phones", 4);
      String guest =
          roster.users().keySet().stream()
              .filter(u -> roster.user(u).textOf("display-text").equals("ada"))
              .findFirst()
              .orElseThrow();
      Eventually.pass(Duration.ofSeconds(3));

      assertThat(
              danaControls.outcome(
                  danaControls.mute(guest, roster.endpoint(guest, "audio-video"), true)))
          .isEqualTo("success");

      Eventually.pass(Duration.ofSeconds(4));
      List.of(ada, ben, eve).forEach(Baresip::hangUp);
      Duration last = Duration.ofSeconds(3);
      assertThat(map.loudest(ben.heard()).heard()).contains(ADA, EVE);
      assertThat(map.loudest(ben.heard().last(last)).heard()).containsExactly(EVE);
      assertThat(map.loudest(eve.heard().last(last)).heard()).containsExactly(BEN);
      assertThat(map.loudest(ada.heard().last(last)).heard()).containsExactlyInAnyOrder(BEN, EVE);
    }
  }

  @Test
  void thePresenterHasAPhoneCalled() {
    try (Baresip ada = phone("ada", ADA);
        Baresip eve = phone("eve", EVE)) {
      ada.call(dialled);
      sees("ada", 2);

      String eveUri = "sip:eve@127.0.0.1:" + eve.sipPort();
      var result =
          danaControls.ordersAndWaits(danaControls.dialOut("sip:eve@elsewhere.test", eveUri));

      assertThat(result.attr("code")).isEqualTo("success");
      sees("eve", 3);
      Eventually.pass(Duration.ofSeconds(4));
      ada.hangUp();
      assertThat(danaControls.outcome(danaControls.deleteUser("sip:eve@elsewhere.test")))
          .isEqualTo("success");
      assertThat(map.loudest(ada.heard()).heard()).contains(EVE);
    }
  }
}
