package org.confocal.media.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToneTest {

  private static short[] all(Sound sound, int rateHz, int times) {
    int frame = rateHz / 50;
    short[] heard = new short[(int) sound.frames() * frame * times];
    short[] out = new short[frame];
    for (int i = 0; i < sound.frames() * times; i++) {
      sound.read(rateHz, i % sound.frames(), out);
      System.arraycopy(out, 0, heard, i * frame, frame);
    }
    return heard;
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16_000, 48_000})
  void aRepeatedToneWithoutPausesHasNoSeam(int rateHz) {
    Tone tone = new Tone(List.of(440, 853), -6, Duration.ofSeconds(1), Duration.ZERO, 1);

    short[] heard = all(tone, rateHz, 3);

    double half = 32767 * Math.pow(10, -6 / 20.0) / 2;
    for (int i = 0; i < heard.length; i++) {
      double at = 2 * Math.PI * i / rateHz;
      double expected = half * (Math.sin(440 * at) + Math.sin(853 * at));
      assertThat(Math.abs(heard[i] - expected)).as("sample " + i).isLessThan(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16_000, 48_000})
  void burstsHaveTheirLengthAndSoftEdges(int rateHz) {
    Tone tone = new Tone(List.of(1000), -10, Duration.ofMillis(100), Duration.ofMillis(50), 2);

    short[] heard = all(tone, rateHz, 1);

    assertThat(tone.frames()).isEqualTo(15);
    int ms = rateHz / 1000;
    double steepest = 32767 * Math.pow(10, -0.5) * 2 * Math.PI * 1000 / rateHz;
    for (int i = 1; i < heard.length; i++) {
      assertThat(Math.abs(heard[i] - heard[i - 1])).isLessThan((int) (1.1 * steepest) + 2);
      int inPeriod = i % (150 * ms);
      if (inPeriod >= 100 * ms) {
        assertThat(heard[i]).as("pause at " + i).isZero();
      }
    }
    assertThat(Math.abs(heard[50 * ms + ms / 4])).isGreaterThan((short) 8000);
    assertThat(Math.abs(heard[200 * ms + ms / 4])).isGreaterThan((short) 8000);
  }

  @Test
  void wrongTonesAreRefused() {
    assertThatThrownBy(() -> new Tone(List.of(), -6, Duration.ofSeconds(1), Duration.ZERO, 1))
        .hasMessage("tone frequencies: [] (expected: 1 to 4)");
    assertThatThrownBy(() -> new Tone(List.of(5000), -6, Duration.ofSeconds(1), Duration.ZERO, 1))
        .hasMessage("tone frequency: 5000 (expected: 20 to 3400 Hz)");
    assertThatThrownBy(() -> new Tone(List.of(440), 1, Duration.ofSeconds(1), Duration.ZERO, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Tone(List.of(440), -6, Duration.ofSeconds(1), Duration.ZERO, 9999))
        .hasMessageContaining("all within 1 h");
  }
}
