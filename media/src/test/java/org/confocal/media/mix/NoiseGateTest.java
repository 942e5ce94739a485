package org.confocal.media.mix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoiseGateTest {

  /** -50 dB: a mean magnitude of 104. */
  private final NoiseGate gate = new NoiseGate(-50, 10, 5);

  private static short[] level(int value) {
    short[] frame = new short[160];
    Arrays.fill(frame, (short) value);
    return frame;
  }

  private short[] pass(int value) {
    short[] frame = level(value);
    gate.apply(frame);
    return frame;
  }

  @Test
  void speechPassesUnchanged() {
    assertThat(pass(200)).isEqualTo(level(200));
    assertThat(pass(104)).isEqualTo(level(104));
  }

  @Test
  void noiseIsSilentWhenHoldAndReleaseAreOver() {
    for (int i = 0; i < 10; i++) {
      assertThat(pass(90)).as("held").isEqualTo(level(90));
    }
    for (int i = 0; i < 5; i++) {
      assertThat(pass(90)[0]).as("fading").isPositive();
    }
    assertThat(pass(90)).isEqualTo(level(0));
    assertThat(gate.gain()).isZero();
  }

  @Test
  void aPauseShorterThanTheHoldIsNotTouched() {
    for (int i = 0; i < 100; i++) {
      short[] frame = pass(i % 11 == 0 ? 300 : 80);

      assertThat(frame[80]).isEqualTo((short) (i % 11 == 0 ? 300 : 80));
    }
  }

  @Test
  void aWordOpensItWithinItsFirstFrame() {
    for (int i = 0; i < 30; i++) {
      pass(50);
    }

    short[] word = pass(5000);

    assertThat(word[20]).as("after 2.5 ms").isEqualTo((short) 5000);
    assertThat(word[0]).isZero();
  }

  @Test
  void whateverComesItMakesNoStepOfItsOwn() {
    long seed = 11;
    Random random = new Random(seed);
    float before = 1;
    for (int i = 0; i < 2000; i++) {
      int level = random.nextInt(3) == 0 ? 150 + random.nextInt(1000) : 50 + random.nextInt(50);
      short[] frame = pass(level);
      for (short sample : frame) {
        float gain = (float) sample / level;
        assertThat(Math.abs(gain - before)).as("seed " + seed).isLessThan(0.06f + 1f / level);
        before = gain;
      }
    }
  }
}
