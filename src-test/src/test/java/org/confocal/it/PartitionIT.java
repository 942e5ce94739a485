package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.confocal.it.kit.ClusterProcess;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.Ports;
import org.confocal.it.kit.Postgres;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.kit.TcpProxy;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that do not reach each other any more, while both reach database and callers. */
class PartitionIT {
  private static final Duration DECIDED = Duration.ofSeconds(40);
  private static final int LEFT_OUT = 3;

  /** A media port rests for a while after each caller: so many come that all nodes have some. */
  private static final Duration BETWEEN_CALLERS = Duration.ofMillis(200);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void oneSideGoesOnAndTheJournalStaysOneLine() {
    List<NodeConfig> configs =
        ClusterProcess.configs(2).stream()
            .map(config -> config.with("confocal.cluster.detection", "fast"))
            .map(config -> config.with("confocal.cluster.bind-port", "" + Ports.free()))
            .toList();
    try (TcpProxy toOne = wire(configs.get(0));
        TcpProxy toTwo = wire(configs.get(1));
        ClusterProcess cluster = ClusterProcess.start(directory, configs);
        RtpClient ada = RtpClient.open("ada", ToneMap.TONES_HZ.get(0), G711.PCMU);
        RtpClient ben = RtpClient.open("ben", ToneMap.TONES_HZ.get(1), G711.PCMU)) {
      cluster.node(1).cliDone("meeting", "create", "--number", "9000", "--open");
      assertThat(ada.call(cluster.node(1).uri("9000")).status()).isEqualTo(200);
      assertThat(ben.call(cluster.node(2).uri("9000")).status()).isEqualTo(200);

      toOne.cut();
      toTwo.cut();
      Future<?> adas = commands(cluster.node(1));
      Future<?> bens = commands(cluster.node(2));
      int loser = awaitLoser(cluster);
      int winner = 3 - loser;
      adas.cancel(true);
      bens.cancel(true);

      assertThat(cluster.node(loser).awaitExit(DECIDED)).isEqualTo(LEFT_OUT);
      assertThat(cluster.node(loser).log()).contains("left out of the cluster");
      cluster.awaitMembers(winner, 1, DECIDED);
      assertThat(newcomer(cluster.node(winner))).isEqualTo(200);
      assertOneLine(cluster.database());

      cluster.launch(loser);
      assertThat(cluster.members(winner).statuses()).containsExactly("Up");
      toOne.mend();
      toTwo.mend();
      cluster.awaitAllUp();
      assertOneLine(cluster.database());
    }
  }

  private static TcpProxy wire(NodeConfig config) {
    String bound = config.settings().get("confocal.cluster.bind-port");
    return TcpProxy.between(config.clusterPort(), Integer.parseInt(String.valueOf(bound)));
  }

  private static int awaitLoser(ClusterProcess cluster) {
    return Eventually.eventually(
        "one node ends",
        DECIDED,
        () -> List.of(1, 2).stream().filter(number -> !cluster.node(number).isAlive()).findFirst());
  }

  /** Callers who come and go at this node; what they are answered is as it may be. */
  private static Future<?> commands(ConfocalProcess node) {
    return Executors.newSingleThreadScheduledExecutor(PartitionIT::daemon)
        .scheduleWithFixedDelay(
            () -> {
              try {
                newcomer(node);
              } catch (AssertionError | RuntimeException noAnswer) {
                // this side may be the one that ends
              }
            },
            0,
            BETWEEN_CALLERS.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "commands");
    thread.setDaemon(true);
    return thread;
  }

  private static int newcomer(ConfocalProcess node) {
    try (RtpClient eve = RtpClient.open("eve", ToneMap.TONES_HZ.get(2), G711.PCMU)) {
      int status = eve.call(node.uri("9000")).status();
      if (status == 200) {
        eve.hangUp();
      }
      return status;
    }
  }

  /**
   * Each start of a focus has written its rows without another one's between, and none is missing.
   */
  private static void assertOneLine(Postgres database) {
    Set<String> done = new HashSet<>();
    String before = "";
    String of = "";
    long expected = 0;
    List<String> rows =
        database.column(
            "SELECT persistence_id || ' ' || sequence_number || ' ' || writer"
                + " FROM event_journal ORDER BY persistence_id, sequence_number");
    assertThat(rows).isNotEmpty();
    for (String row : rows) {
      List<String> words = new ArrayList<>(List.of(row.split(" ", -1)));
      String writer = words.remove(words.size() - 1);
      long number = Long.parseLong(words.remove(words.size() - 1));
      String id = String.join(" ", words);
      expected = id.equals(of) ? expected + 1 : 1;
      assertThat(number).as(row).isEqualTo(expected);
      if (!writer.equals(before)) {
        assertThat(done.add(writer)).as("a writer came back: " + row).isTrue();
      }
      before = writer;
      of = id;
    }
  }
}
