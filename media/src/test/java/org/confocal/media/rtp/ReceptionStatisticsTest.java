package org.confocal.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceptionStatisticsTest {

  private final ReceptionStatistics statistics = new ReceptionStatistics();

  private void packets(int first, int count) {
    for (int i = 0; i < count; i++) {
      statistics.onPacket((first + i) & 0xFFFF);
    }
  }

  @Test
  void aSourceIsBelievedAfterTwoPacketsInOrder() {
    boolean first = statistics.onPacket(10);
    boolean afterGap = statistics.onPacket(20);
    boolean inOrder = statistics.onPacket(21);

    assertThat(first).isFalse();
    assertThat(afterGap).isFalse();
    assertThat(inOrder).isTrue();
    assertThat(statistics.believed()).isTrue();
  }

  @Test
  void theSequenceIsExtendedOverItsWrap() {
    packets(65_530, 20);

    assertThat(statistics.extendedHighest()).isEqualTo(65_536 + 13);
    assertThat(statistics.cumulativeLost()).isZero();
  }

  @Test
  void lossIsToldPerIntervalAndInTotal() {
    packets(0, 100);
    statistics.takeFractionLost();
    packets(125, 75);

    assertThat(statistics.takeFractionLost()).isEqualTo(64);
    assertThat(statistics.cumulativeLost()).isEqualTo(25);
    assertThat(statistics.takeFractionLost()).isZero();
  }

  @Test
  void duplicatesMakeLossNegative() {
    packets(0, 10);
    packets(5, 5);

    assertThat(statistics.cumulativeLost()).isEqualTo(-5);
    assertThat(statistics.takeFractionLost()).isZero();
  }

  @Test
  void aJumpIsBelievedAtItsSecondPacket() {
    packets(0, 10);

    boolean first = statistics.onPacket(30_000);
    boolean second = statistics.onPacket(30_001);

    assertThat(first).isFalse();
    assertThat(second).isTrue();
    assertThat(statistics.extendedHighest()).isEqualTo(30_001);
  }

  @Test
  void jitterOfASteadyStreamIsZeroAndGrowsTowardsTheVariation() {
    for (int i = 0; i < 100; i++) {
      statistics.onArrival(i * 160, i * 20_000_000L);
    }
    assertThat(statistics.jitterSamples()).isZero();

    for (int i = 100; i < 400; i++) {
      statistics.onArrival(i * 160, i * 20_000_000L + (i % 2) * 10_000_000L);
    }
    assertThat(statistics.jitterSamples()).isBetween(75, 80);
  }

  @Test
  void aChangedClockIsNotJitter() {
    statistics.onArrival(0, 0);

    statistics.onArrival(1_000_000, 20_000_000L);

    assertThat(statistics.jitterSamples()).isZero();
  }
}
