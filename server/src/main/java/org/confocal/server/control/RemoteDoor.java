package org.confocal.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.Rejection;
import org.confocal.engine.directory.CallRecords.ConferenceRecord;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.directory.UserDirectory.Credentials;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.server.control.Answer.Given;
import org.confocal.server.control.Answer.Refused;

/** The operators' door of another process on this machine, by HTTP. */
public final class RemoteDoor implements OperatorDoor {
  private static final int OK = 200;

  private final HttpClient client;
  private final String base;
  private final String token;
  private final Duration timeout;

  /**
   * @param base {@code http://host:port} of the node's management
   * @param token from the control file
   * @param timeout longest wait for one answer
   */
  public RemoteDoor(String base, String token, Duration timeout) {
    this(base, token, timeout, plain(timeout).build());
  }

  private RemoteDoor(String base, String token, Duration timeout, HttpClient client) {
    this.client = client;
    this.base = base;
    this.token = token;
    this.timeout = timeout;
  }

  /**
   * A door behind TLS.
   *
   * @param certificate the only one that is believed, as {@link PinnedCertificate} writes it
   */
  public static RemoteDoor secure(String base, String token, Duration timeout, String certificate) {
    HttpClient client = plain(timeout).sslContext(PinnedCertificate.believing(certificate)).build();
    return new RemoteDoor(base, token, timeout, client);
  }

  private static HttpClient.Builder plain(Duration timeout) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(timeout);
  }

  @Override
  public CompletionStage<NodeView> node() {
    return value(request("node").GET(), new TypeReference<NodeView>() {});
  }

  /**
   * Orders the node to end.
   *
   * @param keep its conferences wait for the next start
   */
  public CompletionStage<StopDoor.Leaving> stop(boolean keep) {
    return value(
        request("node/stop?keep=" + keep).POST(BodyPublishers.noBody()),
        new TypeReference<StopDoor.Leaving>() {});
  }

  @Override
  public CompletionStage<Answer<String>> putUser(Credentials user, boolean replace) {
    ControlRoutes.NewUser body =
        new ControlRoutes.NewUser(user.realm(), user.ha1Md5(), user.ha1Sha256(), replace);
    return answer(request("users/" + escaped(user.name())).PUT(json(body)), String.class);
  }

  @Override
  public CompletionStage<Answer<String>> removeUser(String name) {
    return answer(request("users/" + escaped(name)).DELETE(), String.class);
  }

  @Override
  public CompletionStage<Answer<String>> disableUser(String name, boolean disabled) {
    HttpRequest.Builder request = request("users/" + escaped(name) + "/disabled");
    return answer(disabled ? request.PUT(BodyPublishers.noBody()) : request.DELETE(), String.class);
  }

  @Override
  public CompletionStage<List<UserDirectory.Entry>> users(int limit) {
    return value(request("users").GET(), new TypeReference<List<UserDirectory.Entry>>() {})
        .thenApply(users -> users.stream().limit(limit).toList());
  }

  @Override
  public CompletionStage<Answer<List<ContactView>>> contacts(String user) {
    return parsed(
        send(request("users/" + escaped(user) + "/contacts").GET()),
        Json.MAPPER.constructType(new TypeReference<List<ContactView>>() {}));
  }

  @Override
  public CompletionStage<Answer<ContactView>> putContact(
      String user, String contact, String name, String group) {
    return answer(
        request(contactPath(user, contact)).PUT(json(new ControlRoutes.NewContact(name, group))),
        ContactView.class);
  }

  @Override
  public CompletionStage<Answer<String>> removeContact(String user, String contact) {
    return answer(request(contactPath(user, contact)).DELETE(), String.class);
  }

  private static String contactPath(String user, String contact) {
    return "users/" + escaped(user) + "/contacts/" + escaped(contact);
  }

  @Override
  public PolicyDoor policies() {
    return new RemotePolicies(this);
  }

  @Override
  public RecordingDoor recordings() {
    return new RemoteRecordings(this);
  }

  @Override
  public CompletionStage<Answer<MeetingView>> create(NewMeeting meeting) {
    return answer(request("meetings").POST(json(meeting)), MeetingView.class);
  }

  @Override
  public CompletionStage<List<MeetingView>> meetings(int limit) {
    return value(request("meetings").GET(), new TypeReference<List<MeetingView>>() {})
        .thenApply(all -> all.stream().limit(limit).toList());
  }

  @Override
  public CompletionStage<Answer<MeetingView>> meeting(MeetingNumber number) {
    return answer(request("meetings/" + number).GET(), MeetingView.class);
  }

  @Override
  public CompletionStage<Answer<MeetingView>> change(MeetingNumber number, Access access) {
    return answer(request("meetings/" + number + "/access").POST(json(access)), MeetingView.class);
  }

  @Override
  public CompletionStage<Answer<String>> order(MeetingNumber number, PeopleOrder order) {
    return answer(request("meetings/" + number + "/people").POST(json(order)), String.class);
  }

  @Override
  public CompletionStage<Answer<String>> sound(MeetingNumber number, String verb, JsonNode body) {
    return answer(
        request("meetings/" + number + "/sound/" + escaped(verb)).POST(json(body)), String.class);
  }

  @Override
  public CompletionStage<Answer<FocusProtocol.View>> people(MeetingNumber number) {
    return answer(request("meetings/" + number + "/people").GET(), FocusProtocol.View.class);
  }

  @Override
  public CompletionStage<Answer<MeetingView>> delete(MeetingNumber number) {
    return answer(request("meetings/" + number).DELETE(), MeetingView.class);
  }

  @Override
  public CompletionStage<List<ConferenceRecord>> records(int limit) {
    return value(
        request("records?limit=" + limit).GET(), new TypeReference<List<ConferenceRecord>>() {});
  }

  @Override
  public CompletionStage<Answer<RecordView>> record(FocusKey key, int limit) {
    return answer(request("records/" + key + "?limit=" + limit).GET(), RecordView.class);
  }

  @Override
  public void close() {
    // The client's threads end with the process.
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + "/confocal/" + path))
        .timeout(timeout)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json");
  }

  <T> CompletionStage<T> value(HttpRequest.Builder request, TypeReference<T> type) {
    JavaType java = Json.MAPPER.constructType(type);
    return RemoteDoor.<T>parsed(send(request), java)
        .thenApply(
            answer ->
                answer.fold(
                    value -> value,
                    no -> {
                      throw new IllegalStateException(no.text());
                    }));
  }

  <T> CompletionStage<Answer<T>> answer(HttpRequest.Builder request, Class<T> type) {
    return parsed(send(request), Json.MAPPER.constructType(type));
  }

  <T> CompletionStage<Answer<T>> answer(HttpRequest.Builder request, TypeReference<T> type) {
    return parsed(send(request), Json.MAPPER.constructType(type));
  }

  private CompletionStage<HttpResponse<String>> send(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  private static <T> CompletionStage<Answer<T>> parsed(
      CompletionStage<HttpResponse<String>> response, JavaType type) {
    return response.thenApply(
        r -> {
          try {
            if (r.statusCode() == OK) {
              return new Given<>(Json.MAPPER.<T>readValue(r.body(), type));
            }
            Json.Problem problem = Json.MAPPER.readValue(r.body(), Json.Problem.class);
            return new Refused<>(reason(problem.reason()), problem.text());
          } catch (IOException notOurs) {
            throw new UncheckedIOException(
                "the node answered " + r.statusCode() + ": " + r.body(), notOurs);
          }
        });
  }

  private static Rejection.Reason reason(String name) {
    for (Rejection.Reason reason : Rejection.Reason.values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    return Rejection.Reason.INTERNAL;
  }

  static HttpRequest.BodyPublisher json(Object body) {
    try {
      return BodyPublishers.ofString(Json.MAPPER.writeValueAsString(body));
    } catch (JsonProcessingException recordsAlwaysWrite) {
      throw new AssertionError(recordsAlwaysWrite);
    }
  }

  static String escaped(String segment) {
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }
}
