package org.confocal.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LayersTest {
  @TempDir Path folder;

  @Test
  void anOptionGoesBeforeTheFileAndTheFileBeforeTheReference() throws IOException {
    Path file = file("confocal.management { port = 1111, host = \"127.0.0.2\" }");

    var config = Layers.read(Optional.of(file), Map.of("confocal.management.port", "2222")).basic();

    assertThat(config.getInt("confocal.management.port")).isEqualTo(2222);
    assertThat(config.getString("confocal.management.host")).isEqualTo("127.0.0.2");
    assertThat(config.getInt("confocal.cluster.port")).isEqualTo(7355);
  }

  @Test
  void whatTheProgramDerivesIsUnderTheFileAndOverTheReference() throws IOException {
    Path file = file("pekko.loglevel = DEBUG");

    var config =
        Layers.read(Optional.of(file), Map.of())
            .with(
                ConfigFactory.parseMap(
                    Map.of("pekko.loglevel", "ERROR", "jdbc-journal.batchSize", 1)));

    assertThat(config.getString("pekko.loglevel")).isEqualTo("DEBUG");
    assertThat(config.getInt("jdbc-journal.batchSize")).isEqualTo(1);
  }

  @Test
  void anUrlInAnOptionKeepsItsSlashes() {
    String url = "jdbc:postgresql://db:5432/confocal?ssl=true";

    var config = Layers.read(Optional.empty(), Map.of("confocal.persistence.url", url)).basic();

    assertThat(config.getString("confocal.persistence.url")).isEqualTo(url);
  }

  @Test
  void aListInAnOptionIsWrittenWithCommasOrBrackets() {
    String key = "confocal.cluster.seed-nodes";

    var commas = Layers.read(Optional.empty(), Map.of(key, "a:1, b:2")).basic();
    var brackets = Layers.read(Optional.empty(), Map.of(key, "[\"a:1\", \"b:2\"]")).basic();

    assertThat(commas.getStringList(key)).containsExactly("a:1", "b:2");
    assertThat(brackets.getStringList(key)).containsExactly("a:1", "b:2");
  }

  @Test
  void anUnknownKeyOfAnOptionIsRefusedWithTheNearest() {
    assertThatThrownBy(() -> Layers.read(Optional.empty(), Map.of("confocal.managment.port", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "confocal.managment.port: no such key (the nearest is: confocal.management.port)");
  }

  @Test
  void anUnknownKeyOfTheFileIsRefused() throws IOException {
    Path file = file("confocal { cluster { stable-aftr = 3s } }");

    assertThatThrownBy(() -> Layers.read(Optional.of(file), Map.of()))
        .hasMessageStartingWith("confocal.cluster.stable-aftr: no such key");
  }

  @Test
  void aMisspeltRootIsRefused() {
    assertThatThrownBy(() -> Layers.read(Optional.empty(), Map.of("confocl.data", "x")))
        .hasMessage("confocl.data: no such key (the nearest is: confocal.data)");
  }

  @Test
  void aValueInThePlaceOfASectionIsRefused() {
    assertThatThrownBy(() -> Layers.read(Optional.empty(), Map.of("confocal.cluster", "x")))
        .hasMessageStartingWith("confocal.cluster: no such key");
  }

  @Test
  void aFileThatIsNoConfigurationIsOneLine() throws IOException {
    Path file = file("confocal { data = ");

    assertThatThrownBy(() -> Layers.read(Optional.of(file), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
  }

  @Test
  void aMissingFileIsRefused() {
    Path none = folder.resolve("none.conf");

    assertThatThrownBy(() -> Layers.read(Optional.of(none), Map.of()))
        .hasMessage("--config: " + none + " (expected: a readable file)");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("application.conf"), text);
  }
}
