package org.confocal.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.directory.UserDirectory.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database against SIGKILL: whatever was answered is there. */
final class KilledProcessTest {
  private static final int ANSWERED = 200;

  @TempDir Path dataDir;

  @Test
  void aKilledProcessLosesNoAnsweredWrite() throws Exception {
    Process writer = writer();
    int last = killAfter(writer, ANSWERED);

    try (Database database = Database.open(TestDatabases.h2(), dataDir)) {
      List<UserDirectory.Entry> users =
          database.users().list(1_000_000).toCompletableFuture().get(10, TimeUnit.SECONDS);

      System.err.println("killed after answer " + last + ", found " + users.size());
      assertThat(last).isGreaterThanOrEqualTo(ANSWERED);
      assertThat(users.size()).isGreaterThanOrEqualTo(last);
    }
  }

  /** Reads answers as they come, kills in the middle, and reads what was said before the end. */
  private static int killAfter(Process writer, int answers) throws IOException {
    int last = 0;
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(writer.getInputStream(), UTF_8))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        last = Integer.parseInt(line);
        if (last == answers) {
          // Not by Process itself, which would close the stream before its end.
          writer.toHandle().destroyForcibly();
        }
      }
    }
    return last;
  }

  private Process writer() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            dataDir.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Adds users until it is killed and says the number of each that was answered. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) throws Exception {
      PersistenceSettings settings = PersistenceSettings.from(ConfigFactory.load());
      try (Database database = Database.open(settings, Path.of(args[0]))) {
        for (int i = 1; i < 100_000; i++) {
          Credentials user = new Credentials("u" + i, "r", "a".repeat(32), "b".repeat(64));
          database.users().put(user).toCompletableFuture().get(10, TimeUnit.SECONDS);
          System.out.println(i);
        }
      }
    }
  }
}
