package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.confocal.it.kit.ClusterProcess;
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

  @SuppressWarnings("NullAway.Init") // beforeAll
  private static ClusterProcess cluster;

  @BeforeAll
  static void startBothOnAnEmptyDatabase(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) {
    cluster = ClusterProcess.start(directory, 2);
    cluster.node(1).cliDone("meeting", "create", "--number", "9000", "--count", "3", "--open");
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void aMeetingThatIsMadeAtOneNodeIsThereAtTheOther() {
    String shown = cluster.node(2).cliDone("meeting", "show", "9000");

    assertThat(shown).contains("everybody");
  }

  @ParameterizedTest
  @CsvSource({"9001, 1, 2", "9002, 2, 1"})
  void callersAtAnyNodeHearEachOther(String number, int adas, int bens) {
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

  private static Iterable<Integer> tones(RtpClient client) {
    return ToneMap.standard()
        .median(client.reception().audio().last(Duration.ofSeconds(1)))
        .heard();
  }
}
