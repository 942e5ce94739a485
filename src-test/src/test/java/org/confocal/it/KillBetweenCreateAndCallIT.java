package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A command that was answered has happened, whatever happens to the node afterwards. */
class KillBetweenCreateAndCallIT {
  private static final int ADA = ToneMap.TONES_HZ.get(0);
  private static final int BEN = ToneMap.TONES_HZ.get(1);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path data;

  @Test
  void aMeetingMadeBeforeTheKillIsThereAfterIt() {
    NodeConfig config = NodeConfig.onFreePorts();
    try (ConfocalProcess node = ConfocalProcess.start(data, config)) {
      node.cliDone("meeting", "create", "--number", "4711", "--subject", "Survivor", "--open");
      node.kill9();
    }

    try (ConfocalProcess node = ConfocalProcess.start(data, config);
        RtpClient ada = RtpClient.open("ada", ADA, G711.PCMU);
        RtpClient ben = RtpClient.open("ben", BEN, G711.PCMA)) {
      String shown = node.cliDone("meeting", "show", "4711");
      int adasAnswer = ada.call(node.uri("4711")).status();
      int bensAnswer = ben.call(node.uri("4711")).status();
      Eventually.pass(Duration.ofSeconds(3));

      assertThat(shown).contains("Survivor");
      assertThat(adasAnswer).isEqualTo(200);
      assertThat(bensAnswer).isEqualTo(200);
      assertThat(
              ToneMap.standard()
                  .median(ada.reception().audio().last(Duration.ofSeconds(2)))
                  .heard())
          .containsExactly(BEN);
      assertThat(ada.hangUp().status()).isEqualTo(200);
      assertThat(ben.hangUp().status()).isEqualTo(200);
    }
  }
}
