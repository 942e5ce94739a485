package org.confocal.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.directory.CallRecords;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Meeting;
import org.confocal.persistence.RecordKeeper;
import org.confocal.server.control.Answer;
import org.confocal.server.control.OperatorDoor;
import org.confocal.server.control.RemoteDoor;
import org.confocal.server.control.StopDoor;
import org.confocal.server.data.ControlFile;
import org.confocal.server.settings.Layers;
import org.confocal.server.settings.Parting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in this process, in whose conference somebody takes part, as operators see it. */
final class WatchedNodeTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final UserUri ADA = new UserUri("sip:ada@confocal.internal");
  private static final ConferenceUri CONFERENCE =
      new ConferenceUri(ADA, new ConferenceId("PLANNING"));
  private static final FocusKey KEY = FocusKey.of(CONFERENCE);

  /** What the node's own parts see. */
  private record Inside(ActorSystem<?> system, Wiring.House house, Wiring.Parts parts) {}

  @TempDir Path folder;
  private CompletableFuture<Inside> started = new CompletableFuture<>();
  private String onSignal = "bye";
  private Node node;
  private Inside inside;

  @BeforeEach
  void start() throws Exception {
    started = new CompletableFuture<>();
    node =
        Node.of(
            Layers.read(
                Optional.empty(),
                Map.of(
                    "confocal.shutdown.on-signal", onSignal,
                    "confocal.management.port", "0",
                    "confocal.cluster.port", "0",
                    "confocal.demo.enabled", "false")),
            this::wiring);
    node.start(
        folder.resolve("data"),
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    inside = started.get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() {
    node.stop();
  }

  @Test
  void aJoinIsCountedAndRecorded() throws Exception {
    assertThat(get("/metrics", "").body())
        .contains("\nconfocal_conferences 0.0\n", "\nconfocal_joins_total{result=\"ok\"} 0.0\n");

    join(Admission.OPEN);
    caughtUp();

    HttpResponse<String> scraped = get("/metrics", "");
    assertThat(scraped.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4");
    assertThat(scraped.body())
        .contains(
            "\nconfocal_conferences 1.0\n",
            "\nconfocal_legs 1.0\n",
            "\nconfocal_joins_total{result=\"ok\"} 1.0\n",
            "\nconfocal_joins_total{result=\"refused\"} 0.0\n",
            "\nconfocal_journal_write_seconds_count 2\n",
            "\njvm_threads_live_threads ");
    JsonNode records = json("/confocal/records");
    assertThat(records).hasSize(1);
    assertThat(records.get(0).get("key").asText()).isEqualTo(KEY.value());
    assertThat(records.get(0).get("ended").isNull()).isTrue();
    JsonNode legs = json("/confocal/records/" + KEY).get("legs");
    assertThat(legs.get(0).get("participant").asText()).isEqualTo(ADA.value());
    JsonNode events = json("/confocal/conferences/" + KEY + "/events?after=1");
    assertThat(events.findValuesAsText("kind")).containsExactly("LegJoined");
    assertThat(events.get(0).get("revision").asLong()).isEqualTo(2);
  }

  @Test
  void theCommandLineIsToldTheSameRecordsByHttp() throws Exception {
    join(Admission.OPEN);
    caughtUp();
    CallRecords records = inside.house().database().callRecords();

    try (RemoteDoor door =
        new RemoteDoor("http://127.0.0.1:" + control().port(), control().token(), LONG)) {
      assertThat(Waiting.until(door.records(10), LONG, "the node"))
          .isEqualTo(Waiting.until(records.conferences(10), LONG, "the database"));
      assertThat(Waiting.until(door.record(KEY, 10), LONG, "the node"))
          .isEqualTo(
              new Answer.Given<>(
                  new OperatorDoor.RecordView(
                      Waiting.until(records.conferences(KEY, 10), LONG, "the database"),
                      Waiting.until(records.legs(KEY, 10), LONG, "the database"))));
    }
  }

  @Test
  void recordsWantTheTokenAndAKeyAndALimit() throws Exception {
    String token = control().token();

    assertThat(get("/confocal/records", "wrong").statusCode()).isEqualTo(401);
    assertThat(get("/confocal/records/" + KEY, "wrong").statusCode()).isEqualTo(401);
    assertThat(get("/confocal/conferences/" + KEY + "/events", "wrong").statusCode())
        .isEqualTo(401);
    assertThat(get("/confocal/records", token).body()).isEqualTo("[]");
    assertThat(get("/confocal/records/" + KEY, token).statusCode()).isEqualTo(404);
    assertThat(get("/confocal/records/9000", token).statusCode()).isEqualTo(404);
    assertThat(get("/confocal/records?limit=0", token).statusCode()).isEqualTo(400);
    assertThat(get("/confocal/conferences/" + KEY + "/events", token).body()).isEqualTo("[]");
  }

  @Test
  void aRefusedJoinIsCountedByItsReason() throws Exception {
    FocusProtocol.InviteReply reply = join(Admission.CLOSED, "sip:eve@confocal.internal");

    assertThat(reply).isInstanceOf(FocusProtocol.Refused.class);
    assertThat(get("/metrics", "").body())
        .contains(
            "\nconfocal_joins_total{result=\"refused\"} 1.0\n",
            "\nconfocal_refusals_total{reason=\"NOT_INVITED\"} 1.0\n");
  }

  @Test
  void whoIsToldToKeepLeavesTheConferenceToTheNextStart() throws Exception {
    join(Admission.OPEN);

    StopDoor.Leaving leaving = leaves(true);
    start();

    assertThat(leaving.parting()).isEqualTo(Parting.KEEP);
    assertThat(json("/confocal/conferences")).hasSize(1);
    JsonNode conference = json("/confocal/conferences/" + KEY);
    assertThat(conference.get("legs")).hasSize(1);
    assertThat(conference.get("incarnation").asInt()).isEqualTo(2);
  }

  @Test
  void whoIsToldToStopEndsTheConference() throws Exception {
    join(Admission.OPEN);

    StopDoor.Leaving leaving = leaves(false);
    start();

    assertThat(leaving.parting()).isEqualTo(Parting.BYE);
    assertThat(leaving.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(json("/confocal/conferences")).isEmpty();
    caughtUp();
    assertThat(json("/confocal/records").get(0).get("why").asText()).isEqualTo("SERVER_STOPS");
  }

  @Test
  void aSignalDoesWhatTheKeySays() throws Exception {
    node.stop();
    onSignal = "keep";
    start();
    join(Admission.OPEN);

    node.stop();
    onSignal = "bye";
    start();
    int kept = json("/confocal/conferences").size();
    node.stop();
    start();

    assertThat(kept).isEqualTo(1);
    assertThat(json("/confocal/conferences")).isEmpty();
  }

  @Test
  void anEndThatNobodyOrderedEndsNoConference() throws Exception {
    join(Admission.OPEN);

    inside.system().terminate();
    node.awaitEnd();
    boolean told = node.wasToldToStop();
    node.stop();
    start();

    assertThat(told).isFalse();
    assertThat(json("/confocal/conferences")).hasSize(1);
  }

  @Test
  void onlyTheOperatorStopsTheNode() throws Exception {
    HttpRequest stop =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + control().port() + "/confocal/node/stop"))
            .header("Authorization", "Bearer wrong")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();

    HttpResponse<String> refused =
        HttpClient.newHttpClient().send(stop, HttpResponse.BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(get("/confocal/node/stop", control().token()).statusCode()).isEqualTo(405);
    assertThat(node.wasToldToStop()).isFalse();
  }

  /** By the operators' door; returns when everything is closed. */
  private StopDoor.Leaving leaves(boolean keep) throws Exception {
    try (RemoteDoor door =
        new RemoteDoor("http://127.0.0.1:" + control().port(), control().token(), LONG)) {
      StopDoor.Leaving leaving = Waiting.until(door.stop(keep), LONG, "the node");
      node.awaitEnd();
      node.stop();
      return leaving;
    }
  }

  private void join(Admission admission) {
    assertThat(join(admission, ADA.value())).isInstanceOf(FocusProtocol.Established.class);
    // What follows a stored join is done when the focus answers the next question.
    TestProbe<FocusProtocol.View> views = TestProbe.create(inside.system());
    inside.parts().foci().tell(KEY, new FocusProtocol.Show(views.getRef()));
    views.receiveMessage(LONG);
  }

  /** A control dialog: the one way in that needs no media. */
  private FocusProtocol.InviteReply join(Admission admission, String user) {
    TestProbe<FocusProtocol.InviteReply> replies = TestProbe.create(inside.system());
    TestProbe<EdgeProtocol.Command> edge = TestProbe.create(inside.system());
    FocusProtocol.Joining joining =
        new FocusProtocol.Joining(
            new RequestKey("c1@192.0.2.7", "f1", 1, "INVITE"),
            new Entry(LegKind.FOCUS, Optional.empty(), Optional.empty()),
            new Caller(Optional.of(new UserUri(user)), "Ada", false),
            new FocusProtocol.DialogSeed(
                "<sip:9000@confocal.internal>",
                "<" + user + ">",
                "sip:ada@192.0.2.7",
                "<sip:9000@192.0.2.1>",
                List.of(),
                new PeerAddress("udp", "192.0.2.7", 5060),
                false),
            Optional.empty(),
            Optional.empty(),
            replies.getRef(),
            edge.getRef());
    Meeting meeting =
        new Meeting(CONFERENCE, new MeetingNumber("9000"), "Planning", admission, Instant.EPOCH, 1);
    inside.parts().foci().tell(KEY, new FocusProtocol.Join(meeting, joining));
    return replies.receiveMessage(LONG);
  }

  /** Another keeper beside the node's own: it knows when everything is in the tables. */
  private void caughtUp() {
    TestProbe<RecordKeeper.CaughtUp> probe = TestProbe.create(inside.system());
    ActorRef<RecordKeeper.Command> keeper =
        inside
            .system()
            .systemActorOf(RecordKeeper.create(inside.house().database()), "keeper", Props.empty());
    keeper.tell(new RecordKeeper.CatchUp(probe.getRef()));
    probe.receiveMessage(LONG);
  }

  private Wiring wiring(Config config) {
    EngineOnly engine = new EngineOnly(config);
    return new Wiring() {
      @Override
      public Parts start(ActorContext<?> guardian, House house) {
        Parts parts = engine.start(guardian, house);
        started.complete(new Inside(guardian.getSystem(), house, parts));
        return parts;
      }

      @Override
      public void close() {
        engine.close();
      }
    };
  }

  private JsonNode json(String path) throws Exception {
    return new ObjectMapper().readTree(get(path, control().token()).body());
  }

  private ControlFile control() {
    return ControlFile.read(folder.resolve("data")).orElseThrow();
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control().port() + path));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
