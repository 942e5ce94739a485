package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.Linphonec;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Different phones, registered and not, over UDP and TCP, in one conference. */
class MixedClientsIT {
  private static final int LIN = ToneMap.TONES_HZ.get(0);
  private static final int BOB = ToneMap.TONES_HZ.get(2);
  private static final int EVE = ToneMap.TONES_HZ.get(4);
  private static final Duration HEARD_LAST = Duration.ofSeconds(3);

  private final ToneMap map = ToneMap.standard();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void aLinphoneARegisteredPhoneOverTcpAndAPhoneOverUdpHearEachOther() {
    Path data = directory.resolve("data");
    try (ConfocalProcess node = ConfocalProcess.start(data, NodeConfig.onFreePorts())) {
      node.cliDone("meeting", "create", "--number", "9000", "--open");
      var added = node.cliReading("correct-horse", "user", "add", "bob", "--password-stdin");
      assertThat(added.exitCode()).as(added.output()).isZero();
      String registrar = "127.0.0.1:" + node.config().sipPort();

      try (Linphonec lin = Linphonec.start(directory, "lin", LIN, "udp");
          Baresip bob =
              Baresip.start(
                  directory,
                  Baresip.Account.direct("bob", BOB)
                      .over("tcp")
                      .registeredAt(registrar, "correct-horse"));
          Baresip eve = Baresip.start(directory, Baresip.Account.direct("eve", EVE))) {
        lin.call(node.uri("9000"));
        bob.call(node.uri("9000"));
        eve.call(node.uri("9000"));
        Eventually.pass(Duration.ofSeconds(5));
        eve.hangUp();
        bob.hangUp();
        lin.hangUp();

        assertThat(map.median(eve.heard().last(HEARD_LAST)).heard()).containsExactly(LIN, BOB);
        assertThat(map.median(bob.heard().last(HEARD_LAST)).heard()).contains(LIN);
        assertThat(map.loudest(bob.heard()).heard()).contains(LIN, EVE).doesNotContain(BOB);
        assertThat(map.loudest(lin.heard()).heard()).contains(BOB, EVE).doesNotContain(LIN);
        assertThat(bob.log()).contains("Via: SIP/2.0/TCP");
      }
    }
  }
}
