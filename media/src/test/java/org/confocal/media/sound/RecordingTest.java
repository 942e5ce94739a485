package org.confocal.media.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static short[] sine(int rateHz, int samples) {
    short[] pcm = new short[samples];
    for (int i = 0; i < samples; i++) {
      pcm[i] = (short) Math.round(8000 * Math.sin(2 * Math.PI * 430 * i / rateHz));
    }
    return pcm;
  }

  /** A file with a chunk of no interest before the samples. */
  private static byte[] wave(int coding, int channels, int rateHz, int bits, short[] samples) {
    ByteBuffer file =
        ByteBuffer.allocate(44 + 12 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    text(file, "RIFF").putInt(file.capacity() - 8);
    text(file, "WAVE");
    text(file, "LIST").putInt(3).putInt(0);
    text(file, "fmt ").putInt(16).putShort((short) coding).putShort((short) channels);
    file.putInt(rateHz).putInt(rateHz * channels * 2);
    file.putShort((short) (2 * channels)).putShort((short) bits);
    text(file, "data").putInt(2 * samples.length);
    for (short sample : samples) {
      file.putShort(sample);
    }
    return file.array();
  }

  private static ByteBuffer text(ByteBuffer file, String name) {
    return file.put(name.getBytes(StandardCharsets.US_ASCII));
  }

  private static Recording read(byte[] file) throws IOException {
    return Recording.readWave(new ByteArrayInputStream(file), MINUTE);
  }

  private static short[] heard(Recording recording, int rateHz) {
    int frame = rateHz / 50;
    short[] heard = new short[(int) recording.frames() * frame];
    short[] out = new short[frame];
    for (int i = 0; i < recording.frames(); i++) {
      recording.read(rateHz, i, out);
      System.arraycopy(out, 0, heard, i * frame, frame);
    }
    return heard;
  }

  @ParameterizedTest
  @CsvSource({"8000, 8000", "8000, 48000", "16000, 8000", "24000, 16000", "48000, 8000"})
  void itSoundsTheSameAtEveryRateAndAtTheSameTime(int rateHz, int toHz) throws IOException {
    Recording recording = read(wave(1, 1, rateHz, 16, sine(rateHz, rateHz)));

    short[] heard = heard(recording, toHz);

    assertThat(heard).hasSize(toHz);
    // A filter's delay is no whole number of samples: 31 us make 8 percent of 430 Hz.
    short[] expected = sine(toHz, toHz);
    for (int i = toHz / 50; i < toHz - toHz / 50; i++) {
      assertThat(Math.abs(heard[i] - expected[i])).as("sample " + i).isLessThan(700);
    }
  }

  @Test
  void theMeanOfItsChannelsIsPlayedAndItsEndFilledUp() throws IOException {
    short[] stereo = new short[2 * 200];
    for (int i = 0; i < stereo.length; i += 2) {
      stereo[i] = 3000;
      stereo[i + 1] = -1000;
    }

    short[] heard = heard(read(wave(1, 2, 8000, 16, stereo)), 8000);

    assertThat(heard).hasSize(320);
    assertThat(Arrays.copyOf(heard, 200)).containsOnly(1000);
    assertThat(Arrays.copyOfRange(heard, 200, 320)).containsOnly(0);
  }

  @ParameterizedTest
  @CsvSource({
    "7, 1, 8000, 16, 'wave coding: 7 (expected: 1, linear samples)'",
    "1, 9, 8000, 16, 'wave channels: 9 (expected: 1 to 8)'",
    "1, 1, 44100, 16, 'wave sample rate: 44100 (expected: a multiple of 8000 up to 48000)'",
    "1, 1, 8000, 24, 'wave bits: 24 (expected: 16)'"
  })
  void otherKindsAreRefusedByName(int coding, int channels, int rateHz, int bits, String message) {
    byte[] file = wave(coding, channels, rateHz, bits, new short[80]);

    assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class).hasMessage(message);
  }

  @Test
  void whatIsTooLongIsRefusedBeforeItIsRead() {
    byte[] file = wave(1, 1, 8000, 16, new short[8001]);
    byte[] lying = wave(1, 1, 8000, 16, new short[10]);
    ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(52, Integer.MAX_VALUE);

    assertThatThrownBy(
            () -> Recording.readWave(new ByteArrayInputStream(file), Duration.ofSeconds(1)))
        .hasMessage("wave length: 8001 samples (expected: at most 8000)");
    assertThatThrownBy(() -> read(lying)).hasMessageContaining("wave length");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyBytesAreReadOrRefused(long seed) {
    Random random = new Random(seed);
    byte[] good = wave(1, 2, 8000, 16, sine(8000, 400));
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(500) : good.length);
      for (int flips = random.nextInt(4); flips >= 0 && bad.length > 0; flips--) {
        bad[random.nextInt(Math.min(60, bad.length))] = (byte) random.nextInt(256);
      }
      try {
        assertThat(read(bad).frames()).isPositive();
      } catch (IOException expected) {
        refused++;
      }
    }
    assertThat(refused).as("seed " + seed).isBetween(100, 1999);
  }
}
