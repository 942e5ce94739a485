package org.confocal.server.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.confocal.server.node.StartFailure;

/** One node as a process of its own; its log is a file, its last words are kept. */
final class LocalNode {
  private static final String READY = "Confocal is ready";
  private static final String COMPLAINT = "confocal: ";

  /** A session of its own, so that Ctrl-C reaches only the one who ends the nodes in order. */
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final LocalPlan plan;
  private final Process process;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

  private LocalNode(LocalPlan plan, Process process) {
    this.plan = plan;
    this.process = process;
  }

  /**
   * Starts a node and returns at once.
   *
   * @param serve the words after the program's name
   * @param javaOptions of its virtual machine
   */
  static LocalNode start(LocalPlan plan, Path program, List<String> serve, String javaOptions) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.add(program.toString());
    command.addAll(serve);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
    builder.environment().put("CONFOCAL_BUILD", "never");
    builder.environment().put("CONFOCAL_JAVA_OPTS", javaOptions);
    try {
      LocalNode node = new LocalNode(plan, builder.start());
      node.process.getOutputStream().close();
      Thread reader = new Thread(node::read, "node-" + plan.number());
      reader.setDaemon(true);
      reader.start();
      return node;
    } catch (IOException failed) {
      throw new StartFailure("node " + plan.number() + ": " + failed.getMessage(), failed);
    }
  }

  /** True when it is ready; false when it has ended before. */
  CompletionStage<Boolean> ready() {
    return ready;
  }

  boolean wasReady() {
    return ready.getNow(false);
  }

  /** Its exit code, when it has ended. */
  CompletionStage<Integer> ended() {
    return process.onExit().thenApply(Process::exitValue);
  }

  long pid() {
    return process.pid();
  }

  /** The line with which it refused to start, or its last one. */
  String lastWords() {
    try {
      List<String> lines =
          Files.readString(plan.log()).lines().filter(line -> !line.isBlank()).toList();
      return lines.stream()
          .filter(line -> line.startsWith(COMPLAINT))
          .reduce((a, b) -> b)
          .map(line -> line.substring(COMPLAINT.length()))
          .orElse(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
    } catch (IOException noLog) {
      return "no log at " + plan.log();
    }
  }

  /** SIGTERM, and SIGKILL for one that has not ended in time. */
  void stop(Duration limit) {
    process.destroy();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(READY)) {
          ready.complete(true);
        }
      }
    } catch (IOException gone) {
      // it has ended
    }
    ready.complete(false);
  }
}
