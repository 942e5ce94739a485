package org.confocal.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingFilesTest {
  private static final int PRE_SKIP = 312;
  private static final int FRAME = 960;

  @TempDir Path directory;

  private final Random random = new Random(7);
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("recording");
  }

  private short[] samples(int count) {
    short[] samples = new short[count];
    for (int i = 0; i < count; i++) {
      samples[i] = (short) random.nextInt();
    }
    return samples;
  }

  private byte[] packet(int length) {
    byte[] packet = new byte[length];
    random.nextBytes(packet);
    return packet;
  }

  @Test
  void aWavFileIsReadByOthersAtEachSync() throws Exception {
    short[] samples = samples(8000);
    try (WavFile wav = WavFile.open(file, 16_000)) {
      wav.append(samples, samples.length);
      wav.sync();

      try (AudioInputStream sound = AudioSystem.getAudioInputStream(file.toFile())) {
        assertThat(sound.getFormat().getSampleRate()).isEqualTo(16_000f);
        assertThat(sound.getFormat().getChannels()).isEqualTo(1);
        ByteBuffer bytes = ByteBuffer.wrap(sound.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        short[] read = new short[samples.length];
        bytes.asShortBuffer().get(read);
        assertThat(read).isEqualTo(samples);
      }
    }
  }

  @Test
  void aWavFileThatWasCutShortGoesOnWhereItWasCut() throws Exception {
    try (WavFile wav = WavFile.open(file, 8000)) {
      wav.append(samples(1000), 1000);
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 101));

    try (WavFile wav = WavFile.open(file, 8000)) {
      assertThat(wav.samples()).isEqualTo(949);
      wav.append(samples(51), 51);
    }

    try (AudioInputStream sound = AudioSystem.getAudioInputStream(file.toFile())) {
      assertThat(sound.getFrameLength()).isEqualTo(1000);
    }
  }

  @Test
  void aFileOfSomethingElseStaysAsItIs() throws Exception {
    byte[] other = packet(100_000);
    Files.write(file, other);

    assertThatThrownBy(() -> WavFile.open(file, 8000))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": not a recording of ours (expected: WAV, one channel, 8000 Hz)");
    assertThatThrownBy(() -> OggOpusFile.open(file, PRE_SKIP))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": not a recording of ours (expected: Ogg with Opus)");
    assertThat(Files.readAllBytes(file)).isEqualTo(other);
  }

  @Test
  void packetsOfAnOggFileAreAsTheyWere() throws Exception {
    List<byte[]> packets = new ArrayList<>();
    try (OggOpusFile ogg = OggOpusFile.open(file, PRE_SKIP)) {
      for (int i = 0; i < 1000; i++) {
        byte[] packet = packet(i % 700);
        packets.add(packet);
        ogg.append(packet, 0, packet.length, FRAME);
        if (i % 250 == 249) {
          ogg.sync();
        }
      }
      assertThat(ogg.samples()).isEqualTo(1000L * FRAME);
    }

    List<byte[]> read = OggPackets.of(Files.readAllBytes(file));

    assertThat(new String(read.get(0), 0, 8, StandardCharsets.US_ASCII)).isEqualTo("OpusHead");
    assertThat(new String(read.get(1), 0, 8, StandardCharsets.US_ASCII)).isEqualTo("OpusTags");
    assertThat(read.subList(2, read.size())).containsExactlyElementsOf(packets);
  }

  @Test
  void whereverAnOggFileIsCutWhatWasWholeStaysAndItGoesOn() throws Exception {
    try (OggOpusFile ogg = OggOpusFile.open(file, PRE_SKIP)) {
      for (int i = 0; i < 30; i++) {
        ogg.append(packet(100), 0, 100, FRAME);
        if (i % 10 == 9) {
          ogg.sync();
        }
      }
    }
    byte[] whole = Files.readAllBytes(file);
    for (int cut = 0; cut < whole.length; cut += 1 + random.nextInt(200)) {
      Files.write(file, Arrays.copyOf(whole, cut));

      long kept;
      try (OggOpusFile ogg = OggOpusFile.open(file, PRE_SKIP)) {
        kept = ogg.samples() / FRAME;
        ogg.append(packet(9), 0, 9, FRAME);
      }

      List<byte[]> read = OggPackets.of(Files.readAllBytes(file));
      assertThat(kept % 10).isZero();
      assertThat(read).hasSize((int) kept + 3);
      assertThat(read.get(read.size() - 1)).hasSize(9);
    }
  }
}
