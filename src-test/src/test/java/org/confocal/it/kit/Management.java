package org.confocal.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An operator with a web client: the management routes of a node, with the token of its data. */
public final class Management {
  private static final Pattern REMEMBERED =
      Pattern.compile("(?m)^confocal_sip_(?:server|client)_transactions(?:\\{.*?\\})? (\\S+)$");

  private final String base;
  private final String token;
  private final HttpClient client;

  private Management(String base, String token, HttpClient client) {
    this.base = base;
    this.token = token;
    this.client = client;
  }

  /** That of a node on all addresses: with TLS, whatever its certificate is. */
  public static Management secure(ConfocalProcess node, String token) {
    return new Management(
        "https://127.0.0.1:" + node.config().managementPort(),
        token,
        HttpClient.newBuilder().sslContext(Certificates.credulous()).build());
  }

  public static Management of(ConfocalProcess node) {
    String file;
    try {
      file = Files.readString(node.data().resolve("control.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Matcher token = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"").matcher(file);
    if (!token.find()) {
      throw new AssertionError("no token in " + file);
    }
    return new Management(
        "http://127.0.0.1:" + node.config().managementPort(),
        token.group(1),
        HttpClient.newHttpClient());
  }

  public Management withToken(String other) {
    return new Management(base, other, client);
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  /** Stores a user with this password, as {@code ./confocal user add} does, without its start. */
  public void addUser(String name, String password) {
    Matcher realm =
        Pattern.compile("\"realm\"\\s*:\\s*\"([^\"]+)\"").matcher(get("/confocal/node").body());
    if (!realm.find()) {
      throw new AssertionError("no realm at /confocal/node");
    }
    String a1 = name + ":" + realm.group(1) + ":" + password;
    String body =
        "{\"realm\":\"%s\",\"ha1Md5\":\"%s\",\"ha1Sha256\":\"%s\",\"replace\":true}"
            .formatted(realm.group(1), Digest.hash("MD5", a1), Digest.hash("SHA-256", a1));
    var answer =
        send(
            request("/confocal/users/" + name)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
  }

  /**
   * Finished SIP requests are remembered for 32 s for their repetitions; waits till they are not.
   */
  public void awaitNoRequestRemembered() {
    Eventually.eventually(
        "no request is remembered", Duration.ofMinutes(2), () -> remembered() == 0);
  }

  private double remembered() {
    String metrics = get("/metrics").body();
    Matcher gauge = REMEMBERED.matcher(metrics);
    double sum = 0;
    int found = 0;
    while (gauge.find()) {
      sum += Double.parseDouble(gauge.group(1));
      found++;
    }
    if (found != 2) {
      throw new AssertionError("not two gauges in " + metrics);
    }
    return sum;
  }

  /** Posts this JSON. */
  public HttpResponse<String> post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> delete(String path) {
    return send(request(path).DELETE());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(15));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while asking the management", e);
    }
  }
}
