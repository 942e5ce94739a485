package org.confocal.it.kit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things lie in the source tree. */
public final class Project {
  private Project() {}

  /** The top directory: that of the launcher. */
  public static Path top() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null) {
      if (Files.isExecutable(directory.resolve("confocal"))
          && Files.exists(directory.resolve("pom.xml"))) {
        return directory;
      }
      directory = directory.getParent();
    }
    throw new AssertionError("not within Confocal's source tree: " + Path.of("").toAbsolutePath());
  }

  static Path room() {
    return top().resolve("src-test");
  }

  /** The java program that runs this test: the server runs on it too. */
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
