package org.confocal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an earlier version has written is read, as the value that it was. */
class GoldenFilesTest {
  private static Wire wire;

  @BeforeAll
  static void startSystem() {
    wire = new Wire("golden-test");
  }

  @AfterAll
  static void stopSystem() {
    wire.close();
  }

  static Stream<String> names() {
    return Samples.stored().keySet().stream();
  }

  private static Stored sample(String name) {
    return Objects.requireNonNull(Samples.stored().get(name));
  }

  @Test
  void everythingJournaledHasAGoldenFile() {
    List<String> types =
        EngineClasses.implementing(Stored.class).stream().map(Class::getSimpleName).toList();

    assertThat(types).doesNotHaveDuplicates();
    assertThat(Samples.stored().keySet()).containsAll(types);
  }

  @Test
  void noGoldenFileIsWithoutItsValue() throws IOException {
    try (Stream<Path> files = Files.list(Golden.cbor("any").getParent())) {
      assertThat(files.map(p -> p.getFileName().toString()).map(n -> n.replaceAll("\\..*", "")))
          .isSubsetOf(Samples.stored().keySet());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aGoldenFileIsReadAsTheValueThatItWas(String name) throws IOException {
    Stored value = sample(name);
    if (Boolean.getBoolean("golden.make") && Files.notExists(Golden.cbor(name))) {
      Golden.make(name, wire.write(value));
    }

    byte[] written = Files.readAllBytes(Golden.cbor(name));

    assertThat(wire.read(written, value)).isEqualTo(value);
    assertThat(Files.readString(Golden.json(name), StandardCharsets.UTF_8))
        .isEqualTo(Golden.forPeople(written));
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatIsWrittenNowIsReadBackEqual(String name) {
    Stored value = sample(name);

    byte[] written = wire.write(value);

    assertThat(wire.read(written, value)).isEqualTo(value);
  }

  @Test
  void theOrderOfMeetingsAndLegsSurvives() throws IOException {
    Stored meetings = sample("Meetings");
    byte[] written = Files.readAllBytes(Golden.cbor("Meetings"));

    assertThat(wire.read(written, meetings)).hasToString(meetings.toString());
  }
}
