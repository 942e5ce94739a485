package org.confocal.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import org.confocal.persistence.PersistenceSettings;
import org.confocal.server.settings.Layers;
import org.confocal.server.settings.ServerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeConfigTest {
  private static final Path DATA = Path.of("/somewhere/data");

  private static Config whole(String deployer) {
    Layers layers = new Layers(ConfigFactory.parseString(deployer));
    Config basic = layers.basic();
    return NodeConfig.whole(
        layers, ServerSettings.from(basic), PersistenceSettings.from(basic), DATA);
  }

  @Test
  void theDirectoryThatIsUsedGoesBeforeTheDeployersWord() {
    Config config = whole("confocal.data = elsewhere");

    assertThat(config.getString("confocal.data")).isEqualTo(DATA.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bind-hostname", "hostname"})
  void theManagementListensOnlyWhereOurKeySays(String key) {
    String foreign = "pekko.management.http." + key;

    assertThatThrownBy(() -> whole(foreign + " = \"0.0.0.0\""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(foreign + ": 0.0.0.0 (expected: ")
        .hasMessageContaining("confocal.management.host");
  }

  @Test
  void nodesOnPostgresAskTheLeaseAndALoneNodeAsksNobody() {
    String strategy = "pekko.cluster.split-brain-resolver.active-strategy";

    Config shared = whole("confocal.persistence.url = \"jdbc:postgresql://db/confocal\"");
    Config alone = whole("");

    assertThat(shared.getString(strategy)).isEqualTo("lease-majority");
    assertThat(alone.getString(strategy)).isEqualTo("keep-majority");
  }

  @ParameterizedTest
  @CsvSource({"steady, 1000, 7000", "fast, 250, 2000"})
  void eachDetectionHasItsTimes(String name, long heartbeatMs, long stableAfterMs) {
    Config config = whole("confocal.cluster.detection = " + name);

    assertThat(config.getDuration("pekko.cluster.failure-detector.heartbeat-interval"))
        .hasMillis(heartbeatMs);
    assertThat(config.getDuration("pekko.cluster.split-brain-resolver.stable-after"))
        .hasMillis(stableAfterMs);
  }

  @Test
  void aNodeMayListenElsewhereThanOthersReachIt() {
    Config config =
        whole("confocal.cluster { port = 7000, bind-host = \"0.0.0.0\", bind-port = 8000 }");

    assertThat(config.getString("pekko.remote.artery.bind.hostname")).isEqualTo("0.0.0.0");
    assertThat(config.getInt("pekko.remote.artery.bind.port")).isEqualTo(8000);
    assertThat(config.getInt("pekko.remote.artery.canonical.port")).isEqualTo(7000);
  }
}
