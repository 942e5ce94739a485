package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import org.confocal.media.sound.Sound;
import org.confocal.media.sound.Tone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoundShelfTest {
  private static final int FRAME = 160;

  @TempDir Path directory;
  private SoundShelf shelf;

  @BeforeEach
  void aSecondOfSoundIsHeldInMemory() {
    shelf =
        new SoundShelf(
            new SoundSettings(
                Optional.of(directory),
                Duration.ofMillis(800),
                Duration.ofSeconds(1),
                Optional.empty(),
                false,
                false));
  }

  /** So many frames of silence at 8000 Hz. */
  static Path wave(Path directory, String name, int frames) throws IOException {
    int bytes = frames * FRAME * 2;
    ByteBuffer file = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(36 + bytes).put(ascii("WAVEfmt ")).putInt(16);
    file.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
    file.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(bytes);
    return Files.write(directory.resolve(name + ".wav"), file.array());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aFileIsReadOnceAndAgainWhenItHasChanged() throws IOException {
    Path file = wave(directory, "gong", 10);
    Sound first = shelf.take("gong");
    assertThat(shelf.take("gong")).isSameAs(first);

    wave(directory, "gong", 20);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));

    assertThat(shelf.take("gong").frames()).isEqualTo(20);
  }

  @Test
  void whatWasNotPlayedForLongestMakesRoom() throws IOException {
    wave(directory, "one", 30);
    wave(directory, "two", 15);
    wave(directory, "three", 15);
    Sound one = shelf.take("one");
    Sound two = shelf.take("two");
    shelf.take("one");
    shelf.take("three");

    assertThat(shelf.take("one")).isSameAs(one);
    assertThat(shelf.take("two")).isNotSameAs(two);
  }

  @Test
  void aFileTakesThePlaceOfTheToneOfItsName() throws IOException {
    assertThat(shelf.take("entry-tone")).isSameAs(Tone.ENTRY);

    wave(directory, "entry-tone", 3);

    assertThat(shelf.take("entry-tone").frames()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../gong", "a/b", "Gong", "gong.wav", "..", "gong\0"})
  void nothingButAPlainNameIsLookedFor(String name) {
    assertThatThrownBy(() -> shelf.take(name))
        .isInstanceOf(IOException.class)
        .hasMessage("sound: " + name + " (expected: 1 to 64 of a-z, 0-9 and -)");
  }

  @Test
  void whatIsNotThereIsRefusedWithWhatIs() {
    assertThatThrownBy(() -> shelf.take("fanfare"))
        .hasMessage(
            "sound: fanfare (expected: the name of a .wav file in confocal.mcu.sounds.directory,"
                + " or one of beep, entry-tone, exit-tone)");
  }

  @Test
  void whatIsTooLongOrNoWaveIsRefused() throws IOException {
    wave(directory, "long", 41);
    Files.writeString(directory.resolve("text.wav"), "no sound at all");

    assertThatThrownBy(() -> shelf.take("long"))
        .hasMessage("sound: long: wave length: 6560 samples (expected: at most 6400)");
    assertThatThrownBy(() -> shelf.take("text")).hasMessageStartingWith("sound: text: wave ");
  }
}
