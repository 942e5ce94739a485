package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.Roster;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Sipp;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** sipp schedules and joins by C3P while two baresip talk and a subscriber watches. */
class SippControlIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(NodeConfig.onFreePorts().with("confocal.sip.domain", C3pUser.DOMAIN));

  private static final Duration SOON = Duration.ofSeconds(8);
  private static final String PASSWORD = "sipp-secret"; // as in the scenario
  private static final String ID = "51BB51BB";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void sippSchedulesAndSteersWhileOthersTalkAndOneWatches() {
    Management management = Management.of(NODE.process());
    management.addUser("sippy", PASSWORD);
    String conference = "sip:sippy@" + C3pUser.DOMAIN + ";gruu;opaque=app:conf:focus:id:" + ID;
    try (Sipp sipp =
            Sipp.start(
                directory,
                "schedule-join-lock.xml",
                List.of(
                    "127.0.0.1:" + NODE.config().sipPort(),
                    "-t",
                    "t1",
                    "-m",
                    "1",
                    "-d",
                    "9000",
                    "-key",
                    "user",
                    "sippy",
                    "-key",
                    "organizer",
                    "sippy",
                    "-key",
                    "domain",
                    C3pUser.DOMAIN,
                    "-key",
                    "id",
                    ID));
        C3pUser mei = C3pUser.on(NODE, "mei");
        Baresip ada = phone("ada", ToneMap.TONES_HZ.get(0));
        Baresip ben = phone("ben", ToneMap.TONES_HZ.get(1))) {
      eventually(
          "the conference",
          SOON,
          () -> management.get("/confocal/conferences").body().contains(ID));
      Roster roster = mei.joins(conference).watches(true);
      String number = roster.documents().get(0).textOf("conference-description/pstn-access/id");
      String dialled = NODE.config().uri(number) + ";conf-key=" + key(number);
      ada.call(dialled);
      ben.call(dialled);
      eventually("all four", SOON, () -> roster.read().users().size() == 4);

      Eventually.pass(Duration.ofSeconds(3));
      eventually(
          "the lock", Duration.ofSeconds(15), () -> roster.read().locks().containsValue("true"));
      assertThat(sipp.allWent(Duration.ofSeconds(20))).as(sipp.output()).isTrue();
      ada.hangUp();
      ben.hangUp();
      ToneMap map = ToneMap.standard();
      assertThat(map.loudest(ada.heard()).heard()).contains(ToneMap.TONES_HZ.get(1));
      assertThat(map.loudest(ben.heard()).heard()).contains(ToneMap.TONES_HZ.get(0));
    }
  }

  private static String key(String number) {
    String shown = NODE.process().cliDone("meeting", "show", number);
    return shown.replaceAll("(?s).*\\nkey +([0-9a-f]+)\\n.*", "$1");
  }

  private Baresip phone(String name, int tone) {
    return Baresip.start(directory, Baresip.Account.direct(name, tone));
  }
}
