package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** How a node ends, and how it refuses to begin. */
class RestartIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void aNodeThatIsToldToStopSaysByeToEverybodyAndStartsAgain() {
    Path data = directory.resolve("data");
    NodeConfig config = NodeConfig.onFreePorts();
    try (ConfocalProcess node = ConfocalProcess.start(data, config);
        RtpClient ada = RtpClient.open("ada", ToneMap.TONES_HZ.get(0), G711.PCMU);
        Baresip ben =
            Baresip.start(directory, Baresip.Account.direct("ben", ToneMap.TONES_HZ.get(1)))) {
      node.cliDone("meeting", "create", "--number", "9000", "--open");
      assertThat(ada.call(node.uri("9000")).status()).isEqualTo(200);
      ben.call(node.uri("9000"));

      int exitCode = node.stop(LIMIT);

      assertThat(exitCode).isZero();
      ben.awaitEnd(Duration.ofSeconds(5));
      Eventually.eventually("ada receives BYE", Duration.ofSeconds(5), ada::wasHungUp);
    }
    try (ConfocalProcess again = ConfocalProcess.start(data, config);
        RtpClient ada = RtpClient.open("ada", ToneMap.TONES_HZ.get(0), G711.PCMU)) {
      assertThat(ada.call(again.uri("9000")).status()).isEqualTo(200);
    }
  }

  @Test
  void aPortInUseEndsTheStartWithOneLine() throws IOException {
    NodeConfig config = NodeConfig.onFreePorts();
    try (DatagramSocket taken =
            new DatagramSocket(config.sipPort(), InetAddress.getLoopbackAddress());
        ConfocalProcess node = ConfocalProcess.launch(directory.resolve("data"), config)) {
      assertThat(node.awaitExit(LIMIT)).isEqualTo(1);
      assertClearLine(node, Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void aDataDirectoryThatCannotBeWrittenEndsTheStartWithOneLine() throws IOException {
    Path file = Files.writeString(directory.resolve("occupied"), "a file, not a directory");
    Path data = file.resolve("data");
    try (ConfocalProcess node = ConfocalProcess.launch(data, NodeConfig.onFreePorts())) {
      assertThat(node.awaitExit(LIMIT)).isEqualTo(1);
      assertClearLine(node, data.toString());
    }
  }

  @Test
  void aSecondNodeOnTheSameDataEndsWithOneLineAndLeavesTheFirstAlone() {
    Path data = directory.resolve("data");
    try (ConfocalProcess first = ConfocalProcess.start(data, NodeConfig.onFreePorts());
        ConfocalProcess second = ConfocalProcess.launch(data, NodeConfig.onFreePorts())) {
      assertThat(second.awaitExit(LIMIT)).isEqualTo(1);
      assertClearLine(second, data.toString());
      assertThat(first.cli("meeting", "list").exitCode()).isZero();
    }
  }

  private static void assertClearLine(ConfocalProcess node, String about) {
    List<String> lines = node.log().lines().filter(line -> !line.isBlank()).toList();

    assertThat(lines).as("what it says").isNotEmpty();
    assertThat(lines.get(lines.size() - 1)).contains(about);
    assertThat(node.log()).doesNotContain("Exception").doesNotContain("\tat ");
  }
}
