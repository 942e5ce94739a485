package org.confocal.media.mix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AudioMixerTest {

  @Test
  void quietSumsAreNotChanged() {
    for (int value = -AudioMixer.THRESHOLD; value <= AudioMixer.THRESHOLD; value++) {
      assertThat(AudioMixer.soften(value)).isEqualTo((short) value);
    }
  }

  @Test
  void loudSumsAreRoundedAndNeverCutOrTurnedAround() {
    short before = AudioMixer.soften(AudioMixer.THRESHOLD);
    for (int value = AudioMixer.THRESHOLD + 1; value < 16 * 32768; value++) {
      short now = AudioMixer.soften(value);

      assertThat(now).isGreaterThanOrEqualTo(before).isLessThan(Short.MAX_VALUE);
      assertThat(now - before).isLessThanOrEqualTo(1);
      assertThat(AudioMixer.soften(-value)).isEqualTo((short) -now);
      before = now;
    }
  }

  @Test
  void whoIsInTheSumHearsItWithoutHimself() {
    long seed = 5;
    Random random = new Random(seed);
    short[][] frames = new short[3][160];
    int[] sum = new int[160];
    for (short[] frame : frames) {
      for (int i = 0; i < 160; i++) {
        frame[i] = (short) (random.nextInt(10_000) - 5_000);
      }
      AudioMixer.add(sum, frame);
    }
    short[] out = new short[160];

    AudioMixer.saturateWithout(sum, frames[1], out);

    for (int i = 0; i < 160; i++) {
      assertThat(out[i]).as("seed " + seed).isEqualTo((short) (frames[0][i] + frames[2][i]));
    }
  }

  @Test
  void fadesBeginAndEndInSilence() {
    short[] in = new short[160];
    short[] out = new short[160];
    java.util.Arrays.fill(in, (short) 1600);
    java.util.Arrays.fill(out, (short) 1600);

    AudioMixer.fadeIn(in);
    AudioMixer.fadeOut(out);

    assertThat(in[0]).isZero();
    assertThat(in[159]).isEqualTo((short) 1590);
    assertThat(out[0]).isEqualTo((short) 1600);
    assertThat(out[159]).isEqualTo((short) 10);
  }
}
