package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.Linphonec;
import org.confocal.it.kit.OneNode;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Real phones that are registered here call each other by name. */
class RegisteredPhonesIT {
  @RegisterExtension static final OneNode NODE = OneNode.shared();

  private static final String PASSWORD = "correct-horse";
  private static final int WANDA = ToneMap.TONES_HZ.get(0);
  private static final int WALT = ToneMap.TONES_HZ.get(2);
  private static final Duration HEARD_LAST = Duration.ofSeconds(3);

  private final ToneMap map = ToneMap.standard();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @BeforeAll
  static void theyAreUsers() {
    for (String name : List.of("wanda", "walt")) {
      var added = NODE.process().cliReading(PASSWORD, "user", "add", name, "--password-stdin");
      assertThat(added.exitCode()).as(added.output()).isZero();
    }
  }

  private static String registrar() {
    return "127.0.0.1:" + NODE.config().sipPort();
  }

  @Test
  void baresipCallsLinphonecAndBothHearEachOther() {
    try (Baresip wanda = baresip("wanda", WANDA, "tcp");
        Linphonec walt =
            Linphonec.startRegistered(directory, "walt", WALT, registrar(), PASSWORD)) {
      wanda.call(NODE.config().uri("walt"));
      Eventually.pass(Duration.ofSeconds(5));
      wanda.hangUp();
      walt.awaitEnd();

      assertThat(map.median(wanda.heard().last(HEARD_LAST)).heard()).containsExactly(WALT);
      assertThat(map.loudest(walt.heard()).heard()).containsExactly(WANDA);
    }
  }

  @Test
  void linphonecCallsBaresipAndBothHearEachOther() {
    try (Linphonec walt =
            Linphonec.startRegistered(directory, "walt", WALT, registrar(), PASSWORD);
        Baresip wanda = baresip("wanda", WANDA, "udp")) {
      walt.call(NODE.config().uri("wanda"));
      Eventually.pass(Duration.ofSeconds(5));
      walt.hangUp();
      wanda.awaitEnd(Duration.ofSeconds(10));

      assertThat(map.median(wanda.heard().last(HEARD_LAST)).heard()).containsExactly(WALT);
      assertThat(map.loudest(walt.heard()).heard()).containsExactly(WANDA);
    }
  }

  private Baresip baresip(String name, int toneHz, String transport) {
    return Baresip.start(
        directory,
        Baresip.Account.direct(name, toneHz).over(transport).registeredAt(registrar(), PASSWORD));
  }
}
