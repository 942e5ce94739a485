package org.confocal.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReservoirTest {

  private final Reservoir reservoir = new Reservoir(8000);
  private final short[] out = new short[400];
  private int next;

  private static short tone(int index) {
    return (short) Math.round(8000 * Math.sin(index * Math.PI / 25)); // 50 samples a period
  }

  private void fill(int count) {
    short[] samples = new short[count];
    for (int i = 0; i < count; i++) {
      samples[i] = tone(next++);
    }
    reservoir.append(samples, 0, count);
  }

  @Test
  void whatComesInGoesOutInOrderForever() {
    int read = 0;
    for (int i = 0; i < 1000; i++) {
      fill(160);
      reservoir.take(out, 160);
      for (int k = 0; k < 160; k++) {
        assertThat(out[k]).isEqualTo(tone(read++));
      }
    }
    assertThat(reservoir.level()).isZero();
  }

  @Test
  void aPeriodLessIsNotHeard() {
    fill(560);
    reservoir.take(out, 160);

    reservoir.shorten(50);

    assertThat(reservoir.level()).isEqualTo(350);
    reservoir.take(out, 350);
    for (int i = 0; i < 350; i++) {
      assertThat((int) out[i]).isBetween(tone(160 + i) - 1, tone(160 + i) + 1);
    }
  }

  @Test
  void aPeriodMoreIsNotHeard() {
    fill(560);
    reservoir.take(out, 400);

    reservoir.lengthen(50);

    assertThat(reservoir.level()).isEqualTo(210);
    reservoir.take(out, 210);
    for (int i = 0; i < 210; i++) {
      assertThat((int) out[i]).isBetween(tone(400 + i) - 1, tone(400 + i) + 1);
    }
  }

  @Test
  void thereIsRoomForTheLongestPacketOnTopOfWhatMayBeHeld() {
    fill(160);
    reservoir.take(out, 160);

    fill(35 * 8);
    fill(120 * 8);
    reservoir.lengthen(120);

    assertThat(reservoir.level()).isEqualTo(170 * 8);
  }
}
