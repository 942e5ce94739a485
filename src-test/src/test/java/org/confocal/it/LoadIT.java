package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.Memory;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.Rtpload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Many callers at once, judged by what they receive. */
@Tag("long")
class LoadIT {
  private static final int CALLERS = 50;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private static Rtpload.Run run(ConfocalProcess node, int callers, Duration duration) {
    return new Rtpload.Run(
        node.config().sipPort(),
        node.uri("9000"),
        callers,
        Math.min(3, callers),
        duration,
        List.of("--cpu-pid", Long.toString(node.pid())));
  }

  @Test
  void fiftyCallersInOneConferenceReceiveLessThanOnePercentBadPackets() {
    Path data = directory.resolve("data");
    try (ConfocalProcess node = ConfocalProcess.start(data, NodeConfig.onFreePorts())) {
      node.cliDone("meeting", "create", "--number", "9000", "--open");
      Management management = Management.of(node);
      Rtpload.Run run = run(node, CALLERS, Duration.ofSeconds(10));

      List<Double> bad = new ArrayList<>();
      List<Double> late = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Frames before = Frames.of(management);
        Rtpload.Figures figures = Rtpload.run(directory, run);
        Frames frames = Frames.of(management).since(before);
        System.out.println("rtpload " + figures.json());
        System.out.println("load: " + frames);
        assertThat(figures.get("ok")).isEqualTo(CALLERS);
        bad.add(figures.badPercent());
        late.add(frames.latePercent());
      }

      bad.sort(null);
      late.sort(null);
      System.out.println("load: bad packets " + bad + " %, late frames " + late + " %");
      assertThat(bad.get(1)).as("median of " + bad).isLessThan(1);
    }
  }

  @Test
  void whatACallerCostsInMemoryIsTold() {
    Path data = directory.resolve("data");
    try (ConfocalProcess node = ConfocalProcess.start(data, NodeConfig.onFreePorts())) {
      node.cliDone("meeting", "create", "--number", "9000", "--open");
      Rtpload.run(directory, run(node, 2, Duration.ofSeconds(2))); // classes are loaded
      Memory before = Memory.of(directory, node.pid());

      CompletableFuture<Rtpload.Figures> load =
          CompletableFuture.supplyAsync(
              () -> Rtpload.run(directory, run(node, CALLERS, Duration.ofSeconds(12))));
      Eventually.pass(Duration.ofSeconds(8));
      Memory during = Memory.of(directory, node.pid());

      assertThat(load.join().get("ok")).isEqualTo(CALLERS);
      System.out.println(
          "load: one caller of " + CALLERS + ": " + during.perCaller(before, CALLERS));
      assertThat((during.heapKib() - before.heapKib()) / CALLERS).as("KiB").isLessThan(512);
    }
  }

  /** The mixing clock of the node, as its operator sees it. */
  private record Frames(long mixed, long late, long skipped) {
    static Frames of(Management management) {
      String counters = management.get("/confocal/counters").body();
      return new Frames(find(counters, "mixed"), find(counters, "late"), find(counters, "skipped"));
    }

    private static long find(String counters, String name) {
      Matcher matcher =
          Pattern.compile("(?s)\"frames\".*?\"" + name + "\"\\s*:\\s*(\\d+)").matcher(counters);
      if (!matcher.find()) {
        throw new AssertionError("no " + name + " in " + counters);
      }
      return Long.parseLong(matcher.group(1));
    }

    Frames since(Frames before) {
      return new Frames(mixed - before.mixed, late - before.late, skipped - before.skipped);
    }

    double latePercent() {
      return 100.0 * (late + skipped) / Math.max(1, mixed + skipped);
    }
  }
}
