package org.confocal.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** The node on a data directory of this machine, by its operators' routes. */
final class LocalNode {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String ELSE =
      ". Name its data directory by --data DIR, or users that exist by --user-prefix, --password"
          + " and --domain";

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;
  private final String token;
  private final String realm;
  private final String domain;

  private LocalNode(String base, String token) {
    this.base = base;
    this.token = token;
    JsonNode node = json(get("/confocal/node"));
    this.realm = node.path("realm").asText();
    this.domain = node.path("domain").asText();
  }

  /**
   * The node that runs on this directory.
   *
   * @param data empty: {@code data} beside the launcher
   * @throws NodeUnreachable if there is none, or none that we can speak to
   */
  static LocalNode on(String data) {
    String home = System.getProperty("confocal-home", ".");
    Path directory = data.isEmpty() ? Path.of(home, "data") : Path.of(data);
    Path file = directory.resolve("control.json");
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException none) {
      throw new NodeUnreachable("no node runs on " + directory.toAbsolutePath() + ELSE);
    }
    JsonNode control = json(text);
    if (!control.path("scheme").asText("http").equals("http")) {
      throw new NodeUnreachable("the management of the node is HTTPS" + ELSE);
    }
    String host = control.path("host").asText("127.0.0.1");
    int port = control.path("port").asInt();
    return new LocalNode("http://" + host + ":" + port, control.path("token").asText());
  }

  String domain() {
    return domain;
  }

  /** Stores a user, as {@code ./confocal user add} does. */
  void addUser(String name, String password) {
    String a1 = name + ":" + realm + ":" + password;
    String body =
        "{\"realm\":\"%s\",\"ha1Md5\":\"%s\",\"ha1Sha256\":\"%s\",\"replace\":true}"
            .formatted(realm, hash("MD5", a1), hash("SHA-256", a1));
    send(
        request("/confocal/users/" + name)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  void removeUser(String name) {
    try {
      send(request("/confocal/users/" + name).DELETE());
    } catch (NodeUnreachable gone) {
      System.err.println("confocal load: user " + name + " is left: " + gone.getMessage());
    }
  }

  private String get(String path) {
    return send(request(path).GET());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private String send(HttpRequest.Builder request) {
    HttpRequest asked = request.build();
    try {
      HttpResponse<String> answer = client.send(asked, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new NodeUnreachable(asked.uri() + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException down) {
      throw new NodeUnreachable(asked.uri() + ": " + down + ELSE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new NodeUnreachable(asked.uri() + ": interrupted");
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException broken) {
      throw new NodeUnreachable("\"" + text + "\" (expected: JSON)" + ELSE);
    }
  }

  private static String hash(String algorithm, String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }
}
