package org.confocal.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
  @TempDir Path folder;

  @Test
  void aMissingDirectoryIsMadeForItsOwnerOnly() throws IOException {
    Path path = folder.resolve("some/data");

    try (DataDirectory data = DataDirectory.open(path)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void itIsTheFirstStartUntilTheDirectoryIsExplained() {
    Path path = folder.resolve("data");

    try (DataDirectory data = DataDirectory.open(path)) {
      assertThat(data.first()).isTrue();
      data.explain();
      assertThat(data.first()).isFalse();
    }

    try (DataDirectory again = DataDirectory.open(path)) {
      assertThat(again.first()).isFalse();
    }
  }

  @Test
  void aFileInItsPlaceIsOneLine() throws IOException {
    Path path = Files.createFile(folder.resolve("data"));

    assertThatThrownBy(() -> DataDirectory.open(path))
        .isInstanceOf(DataRefused.class)
        .hasMessageStartingWith("data directory " + path + ": not writable");
  }

  @Test
  void theControlFileIsForItsOwnerOnlyAndReadsBack() throws IOException {
    ControlFile file = new ControlFile(42, "http", "", "127.0.0.1", 7626, "secret", "1");

    file.write(folder);

    assertThat(ControlFile.read(folder)).contains(file);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("control.json"))))
        .isEqualTo("rw-------");
    assertThat(file.toString()).doesNotContain("secret");
  }

  @Test
  void aControlFileOfAnOlderVersionIsOfHttp() throws IOException {
    Files.writeString(
        folder.resolve("control.json"),
        "{\"pid\": 42, \"host\": \"127.0.0.1\", \"port\": 1, \"token\": \"t\", \"version\": \"1\"}");

    assertThat(ControlFile.read(folder))
        .contains(new ControlFile(42, "http", "", "127.0.0.1", 1, "t", "1"));
  }

  @Test
  void halfAControlFileIsNone() throws IOException {
    Files.writeString(folder.resolve("control.json"), "{\"pid\": 42,");

    assertThat(ControlFile.read(folder)).isEmpty();

    ControlFile.remove(folder);
    ControlFile.remove(folder);
    assertThat(folder.resolve("control.json")).doesNotExist();
  }
}
