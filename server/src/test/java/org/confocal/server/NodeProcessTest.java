package org.confocal.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as an operator meets it: real processes, real signals. */
final class NodeProcessTest {
  /** What a command came to. */
  record Run(int exitCode, String out, String err) {}

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(process -> process.toHandle().destroyForcibly());
  }

  @Test
  void aNodeServesCommandsRefusesASecondAndEndsInOrder() throws Exception {
    Process node = node();

    Run made = command("meeting", "create", "--number", "9000", "--open");
    Run second = command("serve");
    JsonNode control = new ObjectMapper().readTree(data().resolve("control.json").toFile());
    String base = "http://127.0.0.1:" + control.get("port").asInt();
    String token = control.get("token").asText();

    assertThat(made.exitCode()).isZero();
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err())
        .isEqualTo(
            "confocal: data directory "
                + data()
                + ": in use by another node (process "
                + node.pid()
                + ")\n");
    assertThat(get(base + "/alive", "").statusCode()).isEqualTo(200);
    assertThat(get(base + "/ready", "").statusCode()).isEqualTo(200);
    assertThat(get(base + "/cluster/members", "").body()).contains("\"status\":\"Up\"");
    assertThat(get(base + "/confocal/meetings", "").statusCode()).isEqualTo(401);
    assertThat(get(base + "/confocal/meetings", "wrong").statusCode()).isEqualTo(401);
    assertThat(get(base + "/confocal/meetings", token).body())
        .contains("\"number\":\"1000\"", "\"number\":\"9000\"");
    assertThat(get(base + "/confocal/conferences", token).body()).isEqualTo("[]");
    assertThat(get(base + "/confocal/conferences/abcdefghijklmnopqrst", token).statusCode())
        .isEqualTo(404);

    node.toHandle().destroy();

    assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).isZero();
    assertThat(data().resolve("control.json")).doesNotExist();
  }

  @Test
  void aKilledNodeLosesNoAnsweredCommandAndItsControlFileDeceivesNobody() throws Exception {
    Process node = node();
    command("meeting", "create", "--number", "4711");

    node.toHandle().destroyForcibly();
    node.waitFor(10, TimeUnit.SECONDS);
    boolean stale = data().resolve("control.json").toFile().exists();
    Run shown = command("meeting", "show", "4711");

    assertThat(stale).isTrue();
    assertThat(shown.out()).startsWith("number      4711\n");
  }

  @Test
  void stopWaitsUntilTheNodeIsGoneAndFindsNoneAfterwards() throws Exception {
    Process node = node();

    Run stopped = command("stop");
    boolean gone = !node.isAlive();
    Run again = command("stop", "--keep");

    assertThat(stopped.exitCode()).as(stopped.err()).isZero();
    assertThat(stopped.out())
        .startsWith(
            "process "
                + node.pid()
                + " stops: conferences end, everybody gets a BYE\nstopped after");
    assertThat(gone).isTrue();
    assertThat(node.exitValue()).isZero();
    assertThat(data().resolve("control.json")).doesNotExist();
    assertThat(again).isEqualTo(new Run(1, "", "confocal: no node runs on " + data() + "\n"));
  }

  @Test
  void aNodeThatIsKeptSaysSoAndEndsInOrder() throws Exception {
    Process node = node();

    Run stopped = command("stop", "--keep", "--wait", "30s");

    assertThat(stopped.out()).contains("conferences wait for the next start on this data\n");
    assertThat(node.isAlive()).isFalse();
    assertThat(node.exitValue()).isZero();
  }

  /** Starts a node and returns when it has said that it is ready. */
  private Process node() throws IOException {
    Process process = process("serve").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process);
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    List<String> lines = new ArrayList<>();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      lines.add(line);
      if (line.equals("Confocal is ready")) {
        return process;
      }
    }
    throw new AssertionError("not ready: " + lines);
  }

  private Run command(String... args) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        process(args).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    started.add(process);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(
        process.exitValue(),
        java.nio.file.Files.readString(out),
        java.nio.file.Files.readString(err));
  }

  private ProcessBuilder process(String... args) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    line.addAll(List.of("-Dconfocal-home=" + folder, "-cp", System.getProperty("java.class.path")));
    line.add(ShellOnly.class.getName());
    line.addAll(List.of(args));
    line.addAll(List.of("--data", data().toString()));
    line.addAll(List.of("--set", "confocal.management.port=0"));
    line.addAll(List.of("--set", "confocal.cluster.port=0"));
    return new ProcessBuilder(line);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private static HttpResponse<String> get(String url, String token) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
