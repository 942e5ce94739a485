package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.confocal.it.kit.ClusterProcess;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two nodes that were started together on an empty PostgreSQL are one conference server. */
class TwoNodesIT {
  private static final int ADA = ToneMap.TONES_HZ.get(0);
  private static final int BEN = ToneMap.TONES_HZ.get(1);
  private static final Duration TALK = Duration.ofSeconds(3);
  private static final AtomicInteger NUMBER = new AtomicInteger(9000);

  @SuppressWarnings("NullAway.Init") // beforeAll
  private static ClusterProcess cluster;

  @BeforeAll
  static void startBothOnAnEmptyDatabase(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) {
    cluster = ClusterProcess.start(directory, 2);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void aMeetingThatIsMadeAtOneNodeIsThereAtTheOther() {
    ConfocalProcess one = cluster.node(1);
    ConfocalProcess two = cluster.node(2);

    one.cliDone("meeting", "create", "--number", "8000", "--subject", "Budget", "--open");

    assertThat(two.cliDone("meeting", "show", "8000")).contains("Budget");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "1, 2", "2, 1"})
  void callersAtAnyNodeHearEachOther(int adas, int bens) {
    String number = meeting();
    try (RtpClient ada = RtpClient.open("ada", ADA, G711.PCMU);
        RtpClient ben = RtpClient.open("ben", BEN, G711.PCMU)) {
      assertThat(ada.call(cluster.node(adas).uri(number)).status()).isEqualTo(200);
      assertThat(ben.call(cluster.node(bens).uri(number)).status()).isEqualTo(200);

      Eventually.pass(TALK);

      assertThat(tones(ada)).containsExactly(BEN);
      assertThat(tones(ben)).containsExactly(ADA);
      assertThat(ada.hangUp().status()).isEqualTo(200);
      assertThat(ben.hangUp().status()).isEqualTo(200);
    }
  }

  private static String meeting() {
    String number = Integer.toString(NUMBER.getAndIncrement());
    cluster.node(1).cliDone("meeting", "create", "--number", number, "--open");
    return number;
  }

  private static Iterable<Integer> tones(RtpClient client) {
    return ToneMap.standard()
        .median(client.reception().audio().last(Duration.ofSeconds(1)))
        .heard();
  }
}
