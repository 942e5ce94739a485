package org.confocal.media.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RampTest {

  private static short[] level(int value) {
    short[] frame = new short[160];
    Arrays.fill(frame, (short) value);
    return frame;
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "1, 0.1", "0.5, 2", "4, 0"})
  void aChangeIsAStraightLineOverOneFrame(float from, float to) {
    Ramp ramp = new Ramp(from);
    ramp.to(to);
    short[] frame = level(4000);
    short[] next = level(4000);

    ramp.apply(frame);
    ramp.apply(next);

    float step = 4000 * Math.abs(to - from) / 160 + 1;
    float before = 4000 * from;
    for (int i = 0; i < 320; i++) {
      float now = i < 160 ? frame[i] : next[i - 160];
      assertThat(Math.abs(now - before)).as("step at " + i).isLessThanOrEqualTo(step);
      before = now;
    }
    assertThat((float) next[80]).isEqualTo(4000 * to);
  }

  @Test
  void addingASumAndApplyingToItGiveTheSameAsAFrame() {
    Ramp[] ramps = {new Ramp(1), new Ramp(1), new Ramp(1)};
    for (Ramp ramp : ramps) {
      ramp.to(0.3f);
    }
    short[] frame = level(-9000);
    int[] sum = new int[160];
    int[] added = new int[160];
    Arrays.fill(sum, -9000);

    ramps[1].add(frame, added);
    ramps[0].apply(frame);
    ramps[2].apply(sum);

    for (int i = 0; i < 160; i++) {
      assertThat(frame[i]).isEqualTo((short) sum[i]).isEqualTo((short) added[i]);
    }
  }

  @Test
  void whatIsMadeTooLoudIsRoundedAndNotTurnedAround() {
    Ramp ramp = new Ramp(Gain.factor(Gain.MOST_DB));
    short[] frame = level(20_000);

    ramp.apply(frame);

    assertThat(frame[80]).isBetween((short) 31_000, (short) 32_766);
  }

  @Test
  void gainsAreBounded() {
    assertThat(Gain.factor(20)).isEqualTo(10);
    assertThat(Gain.factor(-40)).isEqualTo(0.01f);
    assertThat(Gain.factor(Gain.SILENT)).isZero();
    assertThatThrownBy(() -> Gain.require("volume in", 21, Gain.MOST_DB))
        .hasMessage("volume in: 21 dB (expected: -40 to 20)");
    assertThatThrownBy(() -> Gain.require("volume in", Gain.SILENT, Gain.MOST_DB))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
