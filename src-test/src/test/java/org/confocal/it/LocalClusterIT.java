package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.ExternalProcess;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./confocal cluster}: a cluster on one machine by one command. */
class LocalClusterIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int STEP = 10;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void oneCommandStartsNodesWithAPostgresAndASignalEndsThemAll() {
    String data = directory.resolve("cluster").toString();
    NodeConfig free = NodeConfig.onFreePorts();
    int sip = Ports.freeRange(2 * STEP);
    try (ExternalProcess cluster =
        ConfocalProcess.launcher(
            "cluster",
            "2",
            "--data=" + data,
            "--sip-port=" + sip,
            "--management-port=" + Ports.freeRange(2 * STEP),
            "--cluster-port=" + Ports.freeRange(2 * STEP),
            "--media-ports=" + free.firstRtpPort() + "-" + (free.firstRtpPort() + 399))) {
      cluster.awaitOutput("The cluster is up: 2 nodes", LIMIT);
      String shown =
          ConfocalProcess.command("meeting", "list", "--data=" + data + "/node-2").output();
      cluster.terminate();
      int exitCode = cluster.awaitExit(LIMIT);

      assertThat(cluster.output()).contains("127.0.0.1:" + sip, "127.0.0.1:" + (sip + STEP));
      assertThat(shown).contains("1000", "Demo");
      assertThat(exitCode).isZero();
      assertThat(processesOf(data)).isEmpty();
    }
  }

  @Test
  void oneNodeIsNoCluster() {
    var refused = ConfocalProcess.command("cluster", "1", "--database=jdbc:postgresql:x");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.output()).contains("N: 1 (expected: 2 to 9)");
  }

  private static List<String> processesOf(String data) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(data))
        .toList();
  }
}
