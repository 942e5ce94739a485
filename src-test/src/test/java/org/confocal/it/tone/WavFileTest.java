package org.confocal.it.tone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavFileTest {
  private final Pcm audio = Pcm.sine(8000, 470, -6, Duration.ofMillis(300));
  @TempDir Path directory;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = directory.resolve("a.wav");

    WavFile.write(file, audio);

    assertThat(WavFile.read(file)).isEqualTo(audio);
  }

  @Test
  void aFileThatIsStillBeingWrittenIsReadAsFarAsItGoes() throws IOException {
    Path file = directory.resolve("open.wav");
    WavFile.write(file, audio);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(40, 0);
    Files.write(file, bytes);

    Pcm read = WavFile.read(file);

    assertThat(read).isEqualTo(audio);
  }

  @Test
  void anythingElseIsRefused() throws IOException {
    Path file = directory.resolve("b.wav");
    Files.writeString(file, "this is no sound at all");

    assertThatThrownBy(() -> WavFile.read(file)).isInstanceOf(IOException.class);
  }
}
