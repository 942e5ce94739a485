package org.confocal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The golden files: what some version has written to a journal, and the same for people. */
final class Golden {
  static final Path RESOURCES = Path.of("src", "test", "resources", "golden");
  private static final Path PRESENT = RESOURCES.resolve("v1");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final ObjectMapper CBOR = new CBORMapper();

  private Golden() {}

  static Path cbor(String name) {
    return PRESENT.resolve(name + ".cbor");
  }

  static Path json(String name) {
    return PRESENT.resolve(name + ".json");
  }

  static String forPeople(byte[] cbor) throws IOException {
    JsonNode tree = CBOR.readTree(cbor);
    return JSON.writeValueAsString(tree) + "\n";
  }

  /** Makes the files of a value that has none yet; fails rather than write over one. */
  static void make(String name, byte[] cbor) throws IOException {
    Files.createDirectories(PRESENT);
    Files.write(cbor(name), cbor, StandardOpenOption.CREATE_NEW);
    Files.write(
        json(name),
        forPeople(cbor).getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE_NEW);
  }
}
