package org.confocal.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import org.confocal.media.jitter.Pace.Step;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long MS = 1_000_000L;
  private static final long GRAIN = 20 * MS;

  private final Pace pace = new Pace();

  private Step afterTicks(int ticks, long surplusNs, long restNs) {
    Step step = Step.KEEP;
    for (int i = 0; i < ticks; i++) {
      step = pace.step(surplusNs, GRAIN, restNs);
    }
    return step;
  }

  @Test
  void aDelayThatIsTooShortGrowsAtOnce() {
    assertThat(afterTicks(1, -1, 0)).isEqualTo(Step.LONGER);
  }

  @Test
  void aSurplusOfLessThanAGrainIsLetAlone() {
    assertThat(afterTicks(1000, 20 * MS, 0)).isEqualTo(Step.KEEP);
  }

  @Test
  void silenceIsWaitedForAndThenAPeriodIsTaken() {
    afterTicks(100, 0, 0);

    assertThat(afterTicks(1, 22 * MS, 0)).isEqualTo(Step.SHORTER_IN_SILENCE);
    assertThat(afterTicks(Pace.PATIENCE_TICKS, 22 * MS, 0)).isEqualTo(Step.SHORTER_IF_ALIKE);
  }

  @Test
  void aGreatSurplusDoesNotWait() {
    afterTicks(100, 0, 0);

    assertThat(afterTicks(1, 40 * MS, 0)).isEqualTo(Step.SHORTER_IF_ALIKE);
    assertThat(afterTicks(1, 90 * MS, 0)).isEqualTo(Step.SHORTER);
  }

  @Test
  void theRestOfAGrainIsTakenAway() {
    afterTicks(100 + Pace.PATIENCE_TICKS, 5 * MS, 7 * MS);

    assertThat(afterTicks(1, 5 * MS, 7 * MS)).isEqualTo(Step.REST_IF_ALIKE);
    assertThat(afterTicks(1, 5 * MS, 3 * MS)).isEqualTo(Step.SHORTER_IN_SILENCE);
  }

  @Test
  void afterGrowthTheDelayStaysForTwoSeconds() {
    afterTicks(100, 0, 0);
    pace.grown();

    assertThat(afterTicks(99, 90 * MS, 0)).isEqualTo(Step.KEEP);
    assertThat(afterTicks(1, 90 * MS, 0)).isEqualTo(Step.SHORTER);
  }

  @Test
  void changesHavePauses() {
    afterTicks(100, 0, 0);
    assertThat(afterTicks(1, 90 * MS, 0)).isEqualTo(Step.SHORTER);
    pace.done(Step.SHORTER, true);

    assertThat(afterTicks(4, 90 * MS, 0)).isEqualTo(Step.KEEP);
    assertThat(afterTicks(1, 90 * MS, 0)).isEqualTo(Step.SHORTER);
  }
}
