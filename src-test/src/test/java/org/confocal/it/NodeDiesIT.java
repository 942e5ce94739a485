package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.confocal.it.kit.ClusterProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.Reception;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of three nodes one is stopped and another one dies, each time the one that the focus of a
 * conference lives on: the conference goes on at the next one, and nobody redials.
 */
class NodeDiesIT {
  private static final int ADA = ToneMap.TONES_HZ.get(0);
  private static final int BEN = ToneMap.TONES_HZ.get(1);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ENOUGH = 60;

  @Test
  void aConferenceOutlivesItsNodes(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) {
    List<NodeConfig> fast =
        ClusterProcess.configs(3).stream()
            .map(config -> config.with("confocal.cluster.detection", "fast"))
            .toList();
    try (ClusterProcess cluster = ClusterProcess.start(directory, fast);
        RtpClient ada = RtpClient.open("ada", ADA, G711.PCMU);
        RtpClient ben = RtpClient.open("ben", BEN, G711.PCMU)) {
      cluster.node(1).cliDone("meeting", "create", "--number", "9000", "--open");
      assertThat(ada.call(cluster.node(1).uri("9000")).status()).isEqualTo(200);
      assertThat(ben.call(cluster.node(2).uri("9000")).status()).isEqualTo(200);
      hearEachOther("at the start", ada, ben);

      int first = steering(cluster, "conference started");
      assertThat(cluster.node(first).stop(Duration.ofSeconds(60))).isZero();

      hearEachOther("after the end of a stop", ada, ben);
      int second = steering(cluster, "conference recovered");

      cluster.node(second).kill9();

      hearEachOther("after a kill", ada, ben);
      assertThat(ada.wasHungUp() || ben.wasHungUp()).isFalse();
      assertThat(ada.hangUp().status()).isEqualTo(200);
      assertThat(ben.hangUp().status()).isEqualTo(200);
    }
  }

  /** The node whose log says so. */
  private static int steering(ClusterProcess cluster, String line) {
    return IntStream.rangeClosed(1, cluster.size())
        .filter(n -> cluster.node(n).log().contains(line))
        .findFirst()
        .orElseThrow();
  }

  private static void hearEachOther(String when, RtpClient ada, RtpClient ben) {
    long now = System.nanoTime();
    Eventually.eventually(
        "both hear each other " + when, SOON, () -> hears(ada, now, BEN) && hears(ben, now, ADA));
    System.out.printf(
        "%s: both hear each other (for a second) after %d ms%n",
        when, (System.nanoTime() - now) / 1_000_000);
  }

  /** For a second at least. */
  private static boolean hears(RtpClient who, long since, int tone) {
    Reception reception = who.reception().since(since);
    return reception.packets().size() > ENOUGH
        && ToneMap.standard().median(reception.audio().last(Duration.ofSeconds(1))).heard().stream()
            .toList()
            .equals(List.of(tone));
  }
}
