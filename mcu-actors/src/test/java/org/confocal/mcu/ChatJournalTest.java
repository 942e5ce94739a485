package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import org.confocal.engine.Stored;
import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.chat.Content;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.id.UserUri;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an earlier version has written to the journal of a chat is read as the value that it was. A
 * new value gets its files with {@code -Dgolden.make=true}; a file that is there is never changed.
 */
class ChatJournalTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final Path PRESENT = GOLDEN.resolve("v1");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final Instant AT = Instant.parse("2026-11-22T09:30:15.123456789Z");
  private static final UserUri RAVI = new UserUri("sip:ravi@example.test");
  private static final UserUri DANA = new UserUri("sip:dana@example.test");
  private static final RequestKey KEY =
      new RequestKey("c1@192.0.2.7", "f1", 4_294_967_295L, "MESSAGE");
  private static final ChatEvent.LineSaid PRIVATE =
      new ChatEvent.LineSaid(
          131_077, KEY, 0, 12, new ChatLine(7, AT, RAVI, Optional.of(DANA), Content.text("Grüße")));
  private static final ChatEvent.LineSaid PUBLIC =
      new ChatEvent.LineSaid(
          131_077,
          KEY,
          3,
          12,
          new ChatLine(
              8, AT, DANA, Optional.empty(), new Content("text/rtf", new byte[] {0, -1, 13, 10})));
  private static ActorTestKit kit;
  private static Serialization serialization;

  @BeforeAll
  static void startSystem() {
    kit = ActorTestKit.create("chat-journal-test", ConfigFactory.load());
    serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  private static Map<String, Stored> samples() {
    Map<String, Stored> all = new LinkedHashMap<>();
    all.put("LineSaid", PUBLIC);
    all.put("LineSaid-private", PRIVATE);
    all.put(
        "LinesReached",
        new ChatEvent.LinesReached(131_077, 7, Map.of(3, List.of(5L, 7L), 12, List.of(7L))));
    all.put("PagerCame", new ChatEvent.PagerCame(131_077, 4, RAVI));
    all.put("PagerWent", new ChatEvent.PagerWent(131_077, 4));
    all.put("ChatEnded", new ChatEvent.ChatEnded(131_077));
    all.put(
        "ChatLog",
        new ChatLog(
            131_077,
            8,
            7,
            Map.of(3, List.of(5L, 7L)),
            List.of(PRIVATE, PUBLIC),
            List.of(new ChatLog.Answered(KEY, 8)),
            Map.of(4, RAVI)));
    all.put("ChatLog-empty", ChatLog.EMPTY);
    return all;
  }

  static Stream<String> names() {
    return samples().keySet().stream();
  }

  private static Stored sample(String name) {
    return Objects.requireNonNull(samples().get(name));
  }

  private static byte[] write(Object value) {
    Serializer serializer = serialization.findSerializerFor(value);
    assertThat(serializer.getClass().getSimpleName()).isEqualTo("JacksonCborSerializer");
    assertThat(Serializers.manifestFor(serializer, value)).isEqualTo(value.getClass().getName());
    return serialization.serialize(value).get();
  }

  private static Object read(byte[] bytes, Object like) {
    Serializer serializer = serialization.findSerializerFor(like);
    return serialization
        .deserialize(bytes, serializer.identifier(), like.getClass().getName())
        .get();
  }

  private static String forPeople(byte[] cbor) throws IOException {
    return JSON.writeValueAsString(new CBORMapper().readTree(cbor)) + "\n";
  }

  private static void make(String name, byte[] cbor) throws IOException {
    Files.createDirectories(PRESENT);
    Files.write(PRESENT.resolve(name + ".cbor"), cbor, StandardOpenOption.CREATE_NEW);
    Files.writeString(
        PRESENT.resolve(name + ".json"), forPeople(cbor), StandardOpenOption.CREATE_NEW);
  }

  /** The compiled classes of this room that are journaled. */
  private static List<Class<?>> journaled() throws Exception {
    Path root =
        Path.of(ChatEvent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted().toList()) {
        String name = root.relativize(file).toString().replace('/', '.');
        if (name.endsWith(".class") && !name.endsWith("package-info.class")) {
          Class<?> type =
              Class.forName(
                  name.substring(0, name.length() - ".class".length()),
                  false,
                  ChatJournalTest.class.getClassLoader());
          if (Stored.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
            found.add(type);
          }
        }
      }
    }
    return found;
  }

  @Test
  void whatIsJournaledIsWhatTheCommittedListSays() throws Exception {
    List<String> committed =
        Files.readAllLines(GOLDEN.resolve("journal-manifest.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();

    List<Class<?>> present = journaled();

    assertThat(present).allMatch(Class::isRecord);
    assertThat(present.stream().map(Class::getName)).containsExactlyInAnyOrderElementsOf(committed);
    assertThat(samples().keySet()).containsAll(present.stream().map(Class::getSimpleName).toList());
  }

  @Test
  void noGoldenFileIsWithoutItsValue() throws IOException {
    try (Stream<Path> files = Files.list(PRESENT)) {
      assertThat(files.map(p -> p.getFileName().toString().replaceAll("\\..*", "")))
          .isSubsetOf(samples().keySet());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aGoldenFileIsReadAsTheValueThatItWas(String name) throws IOException {
    Stored value = sample(name);
    Path file = PRESENT.resolve(name + ".cbor");
    if (Boolean.getBoolean("golden.make") && Files.notExists(file)) {
      make(name, write(value));
    }

    byte[] written = Files.readAllBytes(file);

    assertThat(read(written, value)).isEqualTo(value);
    assertThat(Files.readString(PRESENT.resolve(name + ".json"))).isEqualTo(forPeople(written));
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatIsWrittenNowIsReadBackEqual(String name) {
    Stored value = sample(name);

    byte[] written = write(value);

    assertThat(read(written, value)).isEqualTo(value);
  }
}
