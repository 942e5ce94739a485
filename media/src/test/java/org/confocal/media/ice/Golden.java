package org.confocal.media.ice;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines under {@code golden/ice}. */
final class Golden {

  private static final String CANDIDATE = "a=candidate:";

  private Golden() {}

  static List<String> lines(String file) throws IOException {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/ice/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** The values of the candidate lines, spaces at the end included. */
  static List<String> candidates(String file) throws IOException {
    return lines(file).stream()
        .filter(line -> line.startsWith(CANDIDATE))
        .map(line -> line.substring(CANDIDATE.length()))
        .toList();
  }
}
