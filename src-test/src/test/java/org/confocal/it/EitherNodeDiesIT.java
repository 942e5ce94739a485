package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.confocal.it.kit.ClusterProcess;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Of two nodes either may die without a word: the lease leaves the other one in charge. */
class EitherNodeDiesIT {
  private static final Duration TAKEN_OVER = Duration.ofSeconds(30);
  private static final int MANY = 20;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  @Tag("long")
  void whoeverOfTwoDiesTheOtherIsInCharge() {
    killEachInTurn(1);
  }

  @Test
  @Tag("long")
  void whoeverOfTwoDiesTwentyTimesTheOtherIsInCharge() {
    killEachInTurn(MANY);
  }

  private void killEachInTurn(int times) {
    List<NodeConfig> fast =
        ClusterProcess.configs(2).stream()
            .map(config -> config.with("confocal.cluster.detection", "fast"))
            .toList();
    try (ClusterProcess cluster = ClusterProcess.start(directory, fast)) {
      cluster.node(1).cliDone("meeting", "create", "--number", "9000", "--open");
      for (int round = 0; round < times; round++) {
        dies(cluster, 1, 2);
        comesBack(cluster, 1);
        dies(cluster, 2, 1);
        if (round + 1 < times) {
          comesBack(cluster, 2);
        }
      }
    }
  }

  private static void dies(ClusterProcess cluster, int victim, int other) {
    long since = System.nanoTime();
    cluster.node(victim).kill9();
    cluster.awaitMembers(other, 1, TAKEN_OVER);
    System.out.printf(
        "node %d died, node %d alone after %d ms%n",
        victim, other, Duration.ofNanos(System.nanoTime() - since).toMillis());

    assertInCharge(cluster.node(other));
  }

  private static void comesBack(ClusterProcess cluster, int victim) {
    cluster.restart(victim);
    cluster.awaitAllUp();
    // Who has just decided keeps the lease for a while: a second death then is a double failure.
    Eventually.eventually(
        "the lease is given back",
        TAKEN_OVER,
        () ->
            cluster.database().column("SELECT owner FROM lease WHERE name = 'confocal'").isEmpty());
  }

  private static void assertInCharge(ConfocalProcess node) {
    assertThat(Management.of(node).get("/ready").statusCode()).isEqualTo(200);
    try (RtpClient ada = RtpClient.open("ada", ToneMap.TONES_HZ.get(0), G711.PCMU)) {
      assertThat(ada.call(node.uri("9000")).status()).isEqualTo(200);
      assertThat(ada.hangUp().status()).isEqualTo(200);
    }
  }
}
