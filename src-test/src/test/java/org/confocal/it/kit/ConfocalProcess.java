package org.confocal.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The real server, started by the real launcher on a data directory of the test. */
public final class ConfocalProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);
  private static final String HEAP = "-Xmx1g";
  private static final AtomicInteger SERIAL = new AtomicInteger();

  private final ExternalProcess process;
  private final NodeConfig config;
  private final Path data;

  private ConfocalProcess(ExternalProcess process, NodeConfig config, Path data) {
    this.process = process;
    this.config = config;
    this.data = data;
  }

  /** What a finished run of the launcher left: its exit code, and both of its outputs as one. */
  public record Finished(int exitCode, String output) {}

  /** Starts a node and waits until it says that it is ready. */
  public static ConfocalProcess start(Path data, NodeConfig config) {
    ConfocalProcess node = launch(data, config);
    try {
      node.awaitReady();
    } catch (AssertionError e) {
      node.close();
      throw e;
    }
    return node;
  }

  /** Starts a node without waiting: for those that must not come up. */
  public static ConfocalProcess launch(Path data, NodeConfig config) {
    return launch(data, config, HEAP);
  }

  /** The same with these options of the virtual machine: for one of several nodes. */
  static ConfocalProcess launch(Path data, NodeConfig config, String javaOptions) {
    List<String> arguments = new ArrayList<>(List.of("serve", "--data", data.toString()));
    arguments.addAll(config.arguments());
    String java = javaOptions + " " + config.java();
    return new ConfocalProcess(run("serve", arguments, java), config, data);
  }

  /** Starts the launcher with these arguments, which run until they are ended. */
  public static ExternalProcess launcher(String... arguments) {
    return run(arguments[0], List.of(arguments), "-Xms96m -Xmx320m");
  }

  /** Runs the launcher with these arguments until it ends. */
  public static Finished command(String... arguments) {
    return command("", List.of(arguments));
  }

  private static Finished command(String input, List<String> arguments) {
    try (ExternalProcess process = run("command", arguments, HEAP)) {
      if (!input.isEmpty()) {
        process.type(input);
      }
      process.closeInput();
      int exitCode = process.awaitExit(COMMAND_LIMIT);
      return new Finished(exitCode, process.output());
    }
  }

  private static ExternalProcess run(String name, List<String> arguments, String java) {
    Path top = Project.top();
    Path logs = Project.room().resolve("target/it-logs");
    List<String> command = new ArrayList<>();
    command.add(top.resolve("confocal").toString());
    command.addAll(arguments);
    try {
      Files.createDirectories(logs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path log = logs.resolve("%03d-%s.log".formatted(SERIAL.incrementAndGet(), name));
    return ExternalProcess.start("confocal " + name, logs, log, environment(java), command);
  }

  /** What was packaged is what is tested, on the Java of the test. */
  private static Map<String, String> environment(String java) {
    return Map.of(
        "CONFOCAL_BUILD",
        "never",
        "CONFOCAL_JAVA",
        Project.java().toString(),
        "CONFOCAL_JAVA_OPTS",
        java);
  }

  /** Runs a command on this node's data, for example {@code cli("meeting", "list")}. */
  public Finished cli(String... arguments) {
    return cliReading("", arguments);
  }

  /** The same with a line on its input, such as a password. */
  public Finished cliReading(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    return command(input, all);
  }

  /** The same for a command that must succeed. */
  public String cliDone(String... arguments) {
    Finished finished = cli(arguments);
    if (finished.exitCode() != 0) {
      throw new AssertionError(List.of(arguments) + " failed: " + finished);
    }
    return finished.output();
  }

  public NodeConfig config() {
    return config;
  }

  public String uri(String number) {
    return config.uri(number);
  }

  public Path data() {
    return data;
  }

  public long pid() {
    return process.pid();
  }

  /** All that it printed and logged to its console. */
  public String log() {
    return process.output();
  }

  /** Waits until it says that it is ready; fails at once when it has ended. */
  public void awaitReady() {
    process.awaitOutput("Confocal is ready", START_LIMIT);
  }

  /** Waits until it has written this; fails at once when it has ended. */
  public void awaitLog(String text, Duration limit) {
    process.awaitOutput(text, limit);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public void kill9() {
    process.kill9();
  }

  /** Stops it in its tracks (SIGSTOP): its sockets stay open and nobody answers at them. */
  public void pause() {
    process.signal("STOP");
  }

  /** Lets it go on (SIGCONT), as if it had blinked. */
  public void resume() {
    process.signal("CONT");
  }

  /** SIGTERM, then its exit code. */
  public int stop(Duration limit) {
    process.terminate();
    return process.awaitExit(limit);
  }

  /** Waits until it ends by itself; its exit code. */
  public int awaitExit(Duration limit) {
    return process.awaitExit(limit);
  }

  @Override
  public void close() {
    process.close();
  }
}
