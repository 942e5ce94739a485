package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.confocal.it.kit.ClusterProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.Reception;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A node of three dies or is stopped: its conferences go on at another one, and nobody redials. */
class NodeDiesIT {
  private static final int ADA = ToneMap.TONES_HZ.get(0);
  private static final int BEN = ToneMap.TONES_HZ.get(1);
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void aConferenceOutlivesEachOfItsNodes(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) {
    try (ClusterProcess cluster = ClusterProcess.start(directory, 3);
        RtpClient ada = RtpClient.open("ada", ADA, G711.PCMU);
        RtpClient ben = RtpClient.open("ben", BEN, G711.PCMU)) {
      cluster.node(1).cliDone("meeting", "create", "--number", "9000", "--open");
      assertThat(ada.call(cluster.node(1).uri("9000")).status()).isEqualTo(200);
      assertThat(ben.call(cluster.node(2).uri("9000")).status()).isEqualTo(200);
      hearEachOther(ada, ben);

      cluster.node(1).kill9();

      hearEachOther(ada, ben);

      assertThat(cluster.node(2).stop(Duration.ofSeconds(45))).isZero();

      hearEachOther(ada, ben);
      assertThat(ada.hangUp().status()).isEqualTo(200);
      assertThat(ben.hangUp().status()).isEqualTo(200);
    }
  }

  private static void hearEachOther(RtpClient ada, RtpClient ben) {
    long now = System.nanoTime();
    Eventually.eventually(
        "both hear each other", SOON, () -> hears(ada, now, BEN) && hears(ben, now, ADA));
    System.out.printf("heard each other after %d ms%n", (System.nanoTime() - now) / 1_000_000);
  }

  private static boolean hears(RtpClient who, long since, int tone) {
    Reception reception = who.reception().since(since);
    return reception.packets().size() > 60
        && List.copyOf(
                ToneMap.standard().median(reception.audio().last(Duration.ofSeconds(1))).heard())
            .equals(List.of(tone));
  }
}
