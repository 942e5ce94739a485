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
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.Linphonec;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.Ports;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.Sipp;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five kinds of client in one conference: one of the OCS generation that has signed in, a
 * registered linphone, a registered baresip over TLS, a sipp that only writes, and a guest with the
 * key.
 */
class FiveKindsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int LIN = ToneMap.TONES_HZ.get(0);
  private static final int BOB = ToneMap.TONES_HZ.get(2);
  private static final int GUS = ToneMap.TONES_HZ.get(4);
  private static final String LINS_PASSWORD = "battery-staple";
  private static final String BOBS_PASSWORD = "correct-horse";

  private final ToneMap map = ToneMap.standard();
  private final int tls = Ports.free();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private ConfocalProcess node() {
    return ConfocalProcess.start(
        directory.resolve("data"),
        NodeConfig.onFreePorts().with("confocal.sip.domain", C3pUser.DOMAIN).withTls(tls));
  }

  private Baresip overTls() {
    return Baresip.start(
        directory,
        Baresip.Account.direct("bob", BOB)
            .over("tls")
            .registeredAt("127.0.0.1:" + tls, BOBS_PASSWORD));
  }

  private Sipp writes(ConfocalProcess node, String number, String key) {
    return Sipp.start(
        directory,
        "chat-leg.xml",
        List.of(
            "127.0.0.1:" + node.config().sipPort(),
            "-s",
            number,
            "-key",
            "key",
            key,
            "-m",
            "1",
            "-d",
            "2000"));
  }

  private static long messages(C3pUser user, String text) {
    return user.peer().arrivals(m -> m.method().equals("MESSAGE") && m.body().equals(text)).size();
  }

  @Test
  void theyHearReadAndSeeEachOther() {
    try (ConfocalProcess node = node()) {
      Management.of(node).addUser("lin", LINS_PASSWORD);
      Management.of(node).addUser("bob", BOBS_PASSWORD);
      String registrar = "127.0.0.1:" + node.config().sipPort();
      try (C3pUser dana = C3pUser.signedIn(node, "dana");
          Linphonec lin =
              Linphonec.startRegistered(directory, "lin", LIN, registrar, LINS_PASSWORD);
          Baresip bob = overTls();
          Baresip gus = Baresip.start(directory, Baresip.Account.direct("gus", GUS))) {
        String conference = dana.schedules("5F5F5F5FA0A0A0A0", "anonymous", "");
        String key = dana.key(conference);
        FocusDialog controls = dana.joins(conference);
        Roster ocs = controls.watches(true);
        Roster plain = controls.watches(false);
        String number = ocs.documents().get(0).textOf("conference-description/pstn-access/id");

        lin.call(node.uri(number));
        bob.call("sip:" + number + "@127.0.0.1:" + tls + ";transport=tls");
        gus.call(node.uri(number) + ";conf-key=" + key);
        eventually("four", SOON, () -> ocs.read().users().size() == 4);
        SipCall chat = dana.chats(conference);
        try (Sipp texter = writes(node, number, key)) {
          eventually("what sipp says", SOON, () -> messages(dana, "from sipp") == 1);
          assertThat(dana.says(chat, "hello all").status()).isEqualTo(200);
          eventually("five", SOON, () -> ocs.read().users().size() == 5);
          eventually("one truth", SOON, () -> plain.read().users().equals(ocs.read().users()));
          assertThat(ocs.users())
              .containsKeys(dana.uri(), "sip:lin@example.test", "sip:bob@example.test");
          assertThat(ocs.users().keySet()).filteredOn(u -> u.contains("guest-")).hasSize(2);
          assertThat(texter.allWent(SOON)).as(texter.output()).isTrue();
        }
        eventually(
            "the writer leaves both",
            SOON,
            () -> ocs.read().users().size() == 4 && plain.read().users().equals(ocs.users()));
        Eventually.pass(Duration.ofSeconds(3));
        gus.hangUp();
        bob.hangUp();
        lin.hangUp();

        assertThat(messages(dana, "from sipp")).isEqualTo(1);
        assertThat(map.loudest(gus.heard()).heard()).contains(LIN, BOB).doesNotContain(GUS);
        assertThat(map.loudest(bob.heard()).heard()).contains(LIN, GUS).doesNotContain(BOB);
        assertThat(map.loudest(lin.heard()).heard()).contains(BOB, GUS).doesNotContain(LIN);
        assertThat(bob.log()).contains("Via: SIP/2.0/TLS").doesNotContain("Via: SIP/2.0/UDP");
      }
    }
  }
}
