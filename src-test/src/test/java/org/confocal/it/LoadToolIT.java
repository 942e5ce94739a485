package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.ConfocalProcess.Finished;
import org.confocal.it.kit.OneNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The load tool as its user meets it, shortly: whether it counts right, not how fast the node is.
 */
class LoadToolIT {
  @RegisterExtension static final OneNode NODE = OneNode.shared();

  private static final Pattern REPORT = Pattern.compile("file://(\\S+/index\\.html)");

  private static Finished load(String... arguments) {
    List<String> all = new ArrayList<>(List.of("load"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--target", "127.0.0.1:" + NODE.config().sipPort()));
    all.addAll(List.of("--data", NODE.process().data().toString(), "--p99", "20s"));
    return ConfocalProcess.command(all.toArray(String[]::new));
  }

  private static long ok(Finished run, String name) {
    return figure(run, name + " +(\\d+) OK, 0 KO");
  }

  private static long figure(Finished run, String pattern) {
    Matcher matcher = Pattern.compile("(?m)^" + pattern).matcher(run.output());
    assertThat(matcher.find()).as(pattern + " in\n" + run.output()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void joinsAreCountedAndReported() {
    Finished run = load("joins", "--rate", "10", "--duration", "2s", "--warm-up", "0s");

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(ok(run, "join")).isEqualTo(20);
    assertThat(ok(run, "leave")).isEqualTo(20);
    Matcher report = REPORT.matcher(run.output());
    assertThat(report.find()).as(run.output()).isTrue();
    assertThat(Path.of(report.group(1))).content().contains("join", "leave");
  }

  @Test
  void aMeetingThatIsNotThereFailsTheRun() {
    Finished run =
        load("joins", "--meeting", "999999", "--rate", "2", "--duration", "1s", "--warm-up", "0s");

    assertThat(run.exitCode()).as(run.output()).isEqualTo(1);
    assertThat(run.output()).contains("status: 404 ", "(expected: 200)");
    assertThat(figure(run, "join +0 OK, (\\d+) KO")).isEqualTo(2);
  }

  @Test
  void theDocumentsOfARosterFollowEachOther() {
    Finished run =
        load(
            "roster",
            "--watchers",
            "3",
            "--movers",
            "4",
            "--rate",
            "4",
            "--duration",
            "2s",
            "--stay",
            "500ms");

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(ok(run, "join")).isEqualTo(3 + 8);
    assertThat(ok(run, "first document")).isEqualTo(3);
    assertThat(ok(run, "document")).isGreaterThanOrEqualTo(3 * 2);
  }

  @Test
  void aLineOfChatReachesAllOthers() {
    Finished run =
        load("chat", "--members", "5", "--authors", "2", "--rate", "8", "--duration", "2s");

    assertThat(run.exitCode()).as(run.output()).isZero();
    long said = ok(run, "say");
    assertThat(said).isGreaterThan(4);
    assertThat(ok(run, "line")).isBetween(3 * said, 4 * said);
    assertThat(ok(run, "all heard")).isEqualTo(3);
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    Finished run = load("joins", "--rote", "10");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).contains("--rote", "rate, ").doesNotContain("\tat ");
  }
}
