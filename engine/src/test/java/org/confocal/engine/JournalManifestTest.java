package org.confocal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The journal names a class with every row: a class that was renamed or moved cannot be read any
 * more. So a line may be added to the list, and none may go or change without a migration.
 */
class JournalManifestTest {
  @Test
  void whatIsJournaledIsWhatTheCommittedListSays() throws IOException {
    List<String> committed =
        Files.readAllLines(Golden.RESOURCES.resolve("journal-manifest.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();

    List<String> present =
        EngineClasses.implementing(Stored.class).stream().map(Class::getName).toList();

    assertThat(present).containsExactlyInAnyOrderElementsOf(committed);
  }

  @Test
  void whatIsJournaledAreRecords() {
    assertThat(EngineClasses.implementing(Stored.class)).isNotEmpty().allMatch(Class::isRecord);
  }
}
