package org.confocal.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DelayEstimatorTest {

  private static final long MS = 1_000_000L;

  private final DelayEstimator estimator = new DelayEstimator(0.97);
  private long nowNs;

  private void observe(double transitMs) {
    estimator.observe((long) (transitMs * MS), nowNs);
    nowNs += 20 * MS;
  }

  @Test
  void aCleanNetworkNeedsTheLeast() {
    for (int i = 0; i < 100; i++) {
      observe(40);
    }

    assertThat(estimator.latenessNs()).isEqualTo(5 * MS);
    assertThat(estimator.baselineNs()).isEqualTo(40 * MS);
  }

  @Test
  void theWishedShareOfPacketsIsInTime() {
    Random random = new Random(6);
    for (int i = 0; i < 2000; i++) {
      observe(1000 + 100 * random.nextDouble());
    }

    assertThat(estimator.latenessNs()).isBetween(90 * MS, 105 * MS);
  }

  @Test
  void fewLatePacketsAreBorne() {
    for (int i = 0; i < 1000; i++) {
      observe(i % 50 == 0 ? 150 : 0);
    }

    assertThat(estimator.latenessNs()).isEqualTo(5 * MS);
  }

  @Test
  void aRoughTimeIsForgottenInTwentySeconds() {
    for (int i = 0; i < 500; i++) {
      observe(i % 2 * 120);
    }
    assertThat(estimator.latenessNs()).isGreaterThanOrEqualTo(120 * MS);

    for (int i = 0; i < 1000; i++) {
      observe(0);
    }

    assertThat(estimator.latenessNs()).isEqualTo(5 * MS);
  }

  @Test
  void theBaselineFollowsALongerWayAfterFourSeconds() {
    for (int i = 0; i < 500; i++) {
      observe(10);
    }
    for (int i = 0; i < 250; i++) {
      observe(60);
    }

    assertThat(estimator.baselineNs()).isEqualTo(60 * MS);
  }

  @Test
  void weightsStayFiniteForever() {
    for (int i = 0; i < 200_000; i++) {
      observe(i % 2 * 30);
    }

    assertThat(estimator.latenessNs()).isEqualTo(35 * MS);
  }
}
