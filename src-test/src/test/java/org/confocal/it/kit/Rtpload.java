package org.confocal.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load generator in {@code src/tools/rtpload}: many callers that join by SIP, send 20 ms audio
 * and judge what the mixer sends them. It is compiled when it is first used.
 */
public final class Rtpload {
  private Rtpload() {}

  /**
   * One figure sheet.
   *
   * @param json the line that rtpload printed; its README explains the names
   */
  public record Figures(String json) {
    public double get(String name) {
      Matcher matcher = Pattern.compile("\"" + name + "\":(-?[0-9.]+)").matcher(json);
      if (!matcher.find()) {
        throw new AssertionError("no " + name + " in " + json);
      }
      return Double.parseDouble(matcher.group(1));
    }

    /** Share of output packets that never came or came too late for a 40 ms jitter buffer. */
    public double badPercent() {
      return get("bad_pct");
    }
  }

  /**
   * A run.
   *
   * @param sipPort where the server listens on 127.0.0.1
   * @param uriPattern what to dial; {@code %d} stands for the number of the conference
   * @param callers how many
   * @param speakers how many of each conference speak, -1 for all
   * @param duration how long it measures, after 2 s of warm-up
   * @param more more options of rtpload
   */
  public record Run(
      int sipPort,
      String uriPattern,
      int callers,
      int speakers,
      Duration duration,
      List<String> more) {
    public Run {
      more = List.copyOf(more);
    }
  }

  /** Runs it to its end. */
  public static Figures run(Path directory, Run run) {
    List<String> command = new ArrayList<>();
    command.add(program().toString());
    command.addAll(List.of("--sip", "127.0.0.1:" + run.sipPort(), "--uri", run.uriPattern()));
    command.addAll(List.of("--sip-port", Integer.toString(Ports.free())));
    command.addAll(List.of("--count", Integer.toString(run.callers())));
    command.addAll(List.of("--speakers", Integer.toString(run.speakers())));
    command.addAll(List.of("--local-ip", "127.0.0.1"));
    command.addAll(List.of("--local-base", Integer.toString(61_002)));
    command.addAll(List.of("--warm", "2"));
    command.addAll(List.of("--dur", Long.toString(run.duration().toSeconds())));
    command.add("--json");
    command.addAll(run.more());
    Path log = directory.resolve("rtpload.log");
    try (ExternalProcess process =
        ExternalProcess.start("rtpload", directory, log, Map.of(), command)) {
      int exitCode = process.awaitExit(run.duration().plusSeconds(90));
      String output = process.output();
      int start = output.indexOf("{\"label\"");
      if (start < 0) {
        throw new AssertionError("rtpload ended with " + exitCode + ":\n" + output);
      }
      return new Figures(output.substring(start).lines().findFirst().orElseThrow());
    }
  }

  private static synchronized Path program() {
    Path source = Project.room().resolve("src/tools/rtpload/rtpload.c");
    Path directory = Project.room().resolve("target");
    Path target = directory.resolve("rtpload");
    try {
      if (!Files.exists(target)
          || Files.getLastModifiedTime(target).compareTo(Files.getLastModifiedTime(source)) < 0) {
        Files.createDirectories(directory);
        compile(directory, source, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return target;
  }

  private static void compile(Path directory, Path source, Path target) {
    List<String> command =
        List.of("cc", "-O2", "-o", target.toString(), source.toString(), "-lm", "-lpthread");
    Path log = directory.resolve("rtpload-cc.log");
    try (ExternalProcess cc = ExternalProcess.start("cc", directory, log, Map.of(), command)) {
      if (cc.awaitExit(Duration.ofSeconds(60)) != 0) {
        throw new AssertionError("rtpload does not compile:\n" + cc.output());
      }
    }
  }
}
