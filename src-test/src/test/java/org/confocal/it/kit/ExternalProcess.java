package org.confocal.it.kit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A program of the operating system: its output in a file, its input held open, its end certain.
 */
public final class ExternalProcess implements AutoCloseable {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final String name;
  private final Process process;
  private final Path output;

  private ExternalProcess(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a program.
   *
   * @param name for messages
   * @param directory where it runs
   * @param output receives what it writes to both of its outputs
   * @param environment added to that of the test
   */
  public static ExternalProcess start(
      String name,
      Path directory,
      Path output,
      Map<String, String> environment,
      List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true).redirectOutput(Redirect.to(output.toFile()));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      RUNNING.add(process);
      return new ExternalProcess(name, process, output);
    } catch (IOException e) {
      throw new UncheckedIOException("could not start " + command, e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** All that it wrote so far. */
  public String output() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      // A line of it may end within a character.
      return readLatin1();
    }
  }

  private String readLatin1() {
    try {
      return Files.readString(output, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for a text in its output.
   *
   * @throws AssertionError with the end of the output if it does not come or the program ends first
   */
  public void awaitOutput(String text, Duration limit) {
    Eventually.eventually(
        name + " writes '" + text + "'",
        limit,
        () -> {
          boolean alive = isAlive();
          String written = output();
          if (!written.contains(text) && !alive) {
            throw new AssertionError(name + " ended before '" + text + "':\n" + tail(written));
          }
          return written.contains(text) ? Optional.of(text) : Optional.empty();
        });
  }

  /** Writes a line to its input. */
  public void type(String line) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " reads no more; its output:\n" + tail(output()), e);
    }
  }

  /** Ends its input. */
  public void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL; returns when it is gone. */
  public void kill9() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  /** Stops it in its tracks (SIGSTOP) for a while, then lets it go on. */
  void freeze(Duration time) {
    signal("STOP");
    Eventually.pass(time);
    signal("CONT");
  }

  /** Sends this signal, such as {@code STOP}; nothing happens when it has ended. */
  void signal(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while signalling " + name, e);
    }
  }

  /**
   * Waits for its end.
   *
   * @return its exit code
   * @throws AssertionError if it still runs after {@code limit}
   */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            name + " still runs after " + limit.toMillis() + " ms:\n" + tail(output()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + name, e);
    }
    RUNNING.remove(process);
    return process.exitValue();
  }

  public OptionalInt exitCode() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      try {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    RUNNING.remove(process);
  }

  private static String tail(String text) {
    return text.length() > 4000 ? "..." + text.substring(text.length() - 4000) : text;
  }
}
