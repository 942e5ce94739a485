package org.confocal.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PitchSearchTest {

  /** A voice: a fundamental and five harmonics. */
  private static short[] voice(int rateHz, double hz) {
    short[] samples = new short[rateHz / 10];
    for (int i = 0; i < samples.length; i++) {
      double sum = 0;
      for (int harmonic = 1; harmonic <= 6; harmonic++) {
        sum += Math.sin(2 * Math.PI * hz * harmonic * i / rateHz + harmonic) / harmonic;
      }
      samples[i] = (short) (6000 * sum);
    }
    return samples;
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16000, 48000})
  void theLagIsAWholeNumberOfPeriodsInBothDirections(int rateHz) {
    PitchSearch search = new PitchSearch(rateHz);
    for (double hz : new double[] {80, 100, 137, 190, 260, 400}) {
      short[] samples = voice(rateHz, hz);

      search.back(samples, rateHz * 40 / 1000);
      double back = search.lag() * hz / rateHz;
      double backLikeness = search.likeness();
      search.ahead(samples, rateHz * 40 / 1000, search.maxLag());
      double ahead = search.lag() * hz / rateHz;

      double tolerance = 0.6 * hz / rateHz + 0.01;
      assertThat(Math.abs(back - Math.round(back))).as("%s Hz back", hz).isLessThan(tolerance);
      assertThat(Math.abs(ahead - Math.round(ahead))).as("%s Hz ahead", hz).isLessThan(tolerance);
      assertThat(back).isGreaterThan(0.9);
      assertThat(backLikeness).as("%s Hz", hz).isBetween(0.9, 1.01);
      assertThat(search.lag()).isBetween(search.minLag(), search.maxLag());
    }
  }

  @Test
  void noiseIsLikeNothing() {
    Random random = new Random(4);
    short[] samples = new short[800];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (random.nextGaussian() * 3000);
    }
    PitchSearch search = new PitchSearch(8000);

    search.back(samples, 400);

    assertThat(search.likeness()).isLessThan(0.6);
  }

  @Test
  void theLongestLagIsKept() {
    PitchSearch search = new PitchSearch(8000);

    search.ahead(voice(8000, 70), 0, 80);

    assertThat(search.lag()).isBetween(40, 80);
  }

  @Test
  void fullScaleDoesNotOverflow() {
    short[] samples = new short[800];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i / 25 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
    }
    PitchSearch search = new PitchSearch(8000);

    search.back(samples, 400);

    assertThat(search.lag() % 50).isZero();
    assertThat(search.likeness()).isBetween(0.99, 1.01);
    assertThat(search.peak()).isEqualTo(32768);
  }
}
