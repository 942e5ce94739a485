package org.confocal.it.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** sipp with one of the scenarios in {@code src/test/resources/sipp}. */
public final class Sipp implements AutoCloseable {
  private final ExternalProcess process;
  private final int port;

  private Sipp(ExternalProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * A called party that answers every INVITE and sends each caller's audio back.
   *
   * @param calls ends by itself after so many
   */
  public static Sipp echo(Path directory, int calls) {
    int media = Ports.freeRange(4);
    return start(
        directory,
        "answer-and-echo.xml",
        List.of("-mp", Integer.toString(media), "-rtp_echo", "-m", Integer.toString(calls)));
  }

  /** A registrar over TCP for one client, which has to prove that it knows the password. */
  public static Sipp registrar(Path directory, String user, String password) {
    return start(
        directory,
        "registrar.xml",
        List.of("-t", "t1", "-m", "1", "-key", "user", user, "-key", "password", password));
  }

  /**
   * Callers that join, stay and leave.
   *
   * @param target host and port
   * @param rate joins per second
   */
  public static Sipp join(
      Path directory, String target, String number, int calls, int rate, Duration stay) {
    return start(
        directory,
        "join-and-leave.xml",
        List.of(
            target,
            "-s",
            number,
            "-m",
            Integer.toString(calls),
            "-r",
            Integer.toString(rate),
            "-d",
            Long.toString(stay.toMillis())));
  }

  /**
   * Runs a scenario on 127.0.0.1.
   *
   * @param scenario name of a file among the test resources
   * @param options more options of sipp
   */
  public static Sipp start(Path directory, String scenario, List<String> options) {
    int port = Ports.free();
    Path file = Project.room().resolve("src/test/resources/sipp").resolve(scenario);
    List<String> command =
        new ArrayList<>(
            List.of(
                "sipp",
                "-sf",
                file.toString(),
                "-i",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-nostdin"));
    command.addAll(options);
    ExternalProcess process =
        ExternalProcess.start(
            "sipp " + scenario,
            directory,
            directory.resolve("sipp-" + port + ".log"),
            Map.of("TERM", "dumb"),
            command);
    return new Sipp(process, port);
  }

  public int port() {
    return port;
  }

  /** Waits for its end; true if every call went as the scenario says. */
  public boolean allWent(Duration limit) {
    return process.awaitExit(limit) == 0;
  }

  public String output() {
    return process.output();
  }

  @Override
  public void close() {
    process.close();
  }
}
