package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.confocal.it.kit.ClusterProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.Reception;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A node with all conferences is stopped in order: how long it takes, and what callers notice. */
class HandOverIT {
  private static final int CONFERENCES = 20;
  private static final int CALLERS = 3;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int A_SECOND_OF_PACKETS = 50;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private final List<RtpClient> callers = new ArrayList<>();

  @Test
  @Tag("long")
  void allConferencesOfANodeGoToTheOther() {
    List<NodeConfig> fast =
        ClusterProcess.configs(2).stream()
            .map(config -> config.with("confocal.cluster.detection", "fast"))
            .toList();
    try (ClusterProcess cluster = ClusterProcess.prepare(directory, fast)) {
      cluster.restart(1);
      everybodyCalls(cluster);
      cluster.restart(2);
      cluster.awaitAllUp();

      long asked = System.nanoTime();
      assertThat(cluster.node(1).stop(SOON)).isZero();
      long ended = System.nanoTime();

      callers.forEach(caller -> hearsAgain(caller, ended));
      report(asked, ended);
      assertThat(callers).noneMatch(RtpClient::wasHungUp);
      for (RtpClient caller : callers) {
        assertThat(caller.hangUp().status()).isEqualTo(200);
      }
    } finally {
      callers.forEach(RtpClient::close);
    }
  }

  private void everybodyCalls(ClusterProcess cluster) {
    for (int i = 0; i < CONFERENCES; i++) {
      String number = Integer.toString(9000 + i);
      cluster.node(1).cliDone("meeting", "create", "--number", number, "--open");
      for (int j = 0; j < CALLERS; j++) {
        RtpClient caller = RtpClient.open("c" + i + "-" + j, ToneMap.TONES_HZ.get(j), G711.PCMU);
        callers.add(caller);
        assertThat(caller.call(cluster.node(1).uri(number)).status()).isEqualTo(200);
      }
    }
  }

  private static void hearsAgain(RtpClient caller, long since) {
    Eventually.eventually(
        "packets come again",
        SOON,
        () -> caller.reception().since(since).packets().size() > A_SECOND_OF_PACKETS);
  }

  private void report(long asked, long ended) {
    List<Long> pauses =
        callers.stream().map(caller -> longestPauseMs(caller, asked)).sorted().toList();
    System.out.printf(
        "handed over: %d conferences, %d legs; the process ended after %d ms; audio paused p50 %d ms, max %d ms%n",
        CONFERENCES,
        callers.size(),
        (ended - asked) / 1_000_000,
        pauses.get(pauses.size() / 2),
        pauses.get(pauses.size() - 1));
  }

  private static long longestPauseMs(RtpClient caller, long since) {
    List<Reception.Packet> packets = caller.reception().since(since).packets();
    long longest = 0;
    for (int i = 1; i < packets.size(); i++) {
      longest = Math.max(longest, packets.get(i).arrivalNs() - packets.get(i - 1).arrivalNs());
    }
    return longest / 1_000_000;
  }
}
