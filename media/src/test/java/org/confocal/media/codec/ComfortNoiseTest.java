package org.confocal.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComfortNoiseTest {

  private final ComfortNoise noise = new ComfortNoise();
  private final short[] frame = new short[160];

  private double levelDbov(int frames) {
    double energy = 0;
    for (int i = 0; i < frames; i++) {
      noise.render(frame, frame.length);
      for (short sample : frame) {
        energy += (double) sample * sample;
      }
    }
    return 10 * Math.log10(energy / (160.0 * frames) / (32768.0 * 32768.0));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60})
  void itPlaysAtTheLevelOfTheDescriptor(int level) {
    noise.onDescriptor(level);
    noise.render(frame, frame.length);

    assertThat(levelDbov(50)).isBetween(-level - 0.5, -level + 0.5);
  }

  @Test
  void itPlaysFromADescriptorUntilSoundComes() {
    assertThat(noise.playing()).isFalse();

    noise.onDescriptor(50);
    assertThat(noise.playing()).isTrue();

    noise.stop();
    assertThat(noise.playing()).isFalse();
  }

  @Test
  void itBeginsAndChangesWithoutAStep() {
    noise.onDescriptor(20);
    noise.render(frame, frame.length);

    assertThat(Math.abs(frame[0])).isLessThan((short) 100);
  }
}
