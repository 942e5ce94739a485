package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.NodeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a stranger meets it. */
class LaunchIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void helpListsTheCommands() {
    var help = ConfocalProcess.command("--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.output()).contains("serve", "user", "meeting", "version", "test");
  }

  @Test
  void theVersionIsTold() {
    var version = ConfocalProcess.command("version");

    assertThat(version.exitCode()).isZero();
    assertThat(version.output()).containsPattern("Confocal \\d+\\.\\d+");
  }

  @Test
  void anUnknownOptionIsNamedAndRefused() {
    var refused = ConfocalProcess.command("serve", "--loud");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.output()).contains("--loud").doesNotContain("\tat ");
  }

  @Test
  void anUnknownCommandIsNamedAndRefused() {
    var refused = ConfocalProcess.command("serf");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.output()).contains("serf").doesNotContain("\tat ");
  }

  @Test
  void aWrongSettingStopsTheStartWithKeyAndValue() {
    NodeConfig config = NodeConfig.onFreePorts();
    String key = config.anyPortKey();
    try (ConfocalProcess node =
        ConfocalProcess.launch(directory.resolve("data"), config.with(key, "nonsense"))) {
      assertThat(node.awaitExit(Duration.ofSeconds(30))).isEqualTo(1);
      assertThat(node.log()).contains(key, "nonsense", "expected").doesNotContain("\tat ");
    }
  }

  @Test
  void withoutANodeTheCommandsOpenTheDataThemselves() {
    String data = directory.resolve("data").toString();

    var created = ConfocalProcess.command("meeting", "create", "--number", "4712", "--data", data);
    var listed = ConfocalProcess.command("meeting", "list", "--data", data);

    assertThat(created.exitCode()).as(created.output()).isZero();
    assertThat(listed.output()).contains("4712");
  }
}
