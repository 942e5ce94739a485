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
}
