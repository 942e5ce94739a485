package org.confocal.media.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResamplerTest {

  private static final int[] RATES = {8000, 16_000, 24_000, 32_000, 48_000};
  private static final int AMPLITUDE = 1 << 20;

  private static Stream<Arguments> pairs() {
    return IntStream.of(RATES)
        .boxed()
        .flatMap(
            from ->
                IntStream.of(RATES)
                    .filter(to -> to != from)
                    .mapToObj(to -> Arguments.of(from, to)));
  }

  /**
   * A sine of whole Hz through a resampler, in frames of 20 ms: one second after it has settled.
   */
  private static int[] sine(int fromHz, int toHz, double hz) {
    Resampler resampler = new Resampler(fromHz, toHz);
    int[] in = new int[fromHz / 50];
    int[] out = new int[toHz / 50];
    int[] second = new int[toHz];
    for (int frame = 0; frame < 55; frame++) {
      for (int i = 0; i < in.length; i++) {
        long sample = (long) frame * in.length + i;
        in[i] = (int) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * hz * sample / fromHz));
      }
      assertThat(resampler.resample(in, in.length, out)).isEqualTo(out.length);
      if (frame >= 5) {
        System.arraycopy(out, 0, second, (frame - 5) * out.length, out.length);
      }
    }
    return second;
  }

  /** The level of one frequency of whole Hz in a second, in dB of what went in. */
  private static double levelDb(int[] second, double hz) {
    double cosine = 0;
    double sine = 0;
    for (int i = 0; i < second.length; i++) {
      double phase = 2 * Math.PI * hz * i / second.length;
      cosine += second[i] * Math.cos(phase);
      sine += second[i] * Math.sin(phase);
    }
    double amplitude = 2 * Math.hypot(cosine, sine) / second.length;
    return 20 * Math.log10(Math.max(1e-9, amplitude / AMPLITUDE));
  }

  /** All that is not the sine itself, in dB of what went in. */
  private static double restDb(int[] second, double hz) {
    double energy = 0;
    for (int sample : second) {
      energy += (double) sample * sample;
    }
    double own = Math.pow(10, levelDb(second, hz) / 10) * AMPLITUDE * (double) AMPLITUDE / 2;
    double rest = Math.max(0, energy / second.length - own);
    return 10 * Math.log10(Math.max(1e-9, 2 * rest / AMPLITUDE / AMPLITUDE));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theSpeechBandPassesFlatAndClean(int fromHz, int toHz) {
    int edge = (int) (0.425 * Math.min(fromHz, toHz));
    for (int step = 0; step < 5; step++) {
      int hz = 100 + step * (edge - 100) / 4;

      int[] second = sine(fromHz, toHz, hz);

      assertThat(levelDb(second, hz)).as(hz + " Hz").isBetween(-0.1, 0.1);
      assertThat(restDb(second, hz)).as("images and noise of " + hz + " Hz").isLessThan(-60);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void whatTheLowerRateCannotHoldDoesNotAlias(int fromHz, int toHz) {
    if (fromHz < toHz) {
      return;
    }
    int edge = (int) (0.575 * toHz);
    for (int step = 0; step < 5; step++) {
      int hz = edge + step * (fromHz / 2 - 50 - edge) / 4;

      int[] second = sine(fromHz, toHz, hz);

      assertThat(restDb(second, 1)).as(hz + " Hz").isLessThan(-60);
    }
  }

  @Test
  void theRateMayChangeThereAndBackWithTheDelayThatIsTold() {
    Resampler up = new Resampler(8000, 48_000);
    Resampler down = new Resampler(48_000, 8000);
    Random random = new Random(5);
    int[] in = new int[160];
    int[] raised = new int[960];
    int[] back = new int[160];
    int[] smooth = new int[3200];
    int[] heard = new int[3200];
    double[] phases = random.doubles(8).toArray();
    for (int frame = 0; frame < 20; frame++) {
      for (int i = 0; i < 160; i++) {
        int at = frame * 160 + i;
        for (int tone = 0; tone < 8; tone++) {
          in[i] += (int) (1000 * Math.sin(2 * Math.PI * (at * (tone + 1) * 0.045 + phases[tone])));
        }
        smooth[at] = in[i];
      }
      up.resample(in, 160, raised);
      down.resample(raised, 960, back);
      System.arraycopy(back, 0, heard, frame * 160, 160);
      in = new int[160];
    }

    // 191.5 samples of 48000 Hz twice are a fraction under 32 of 8000 Hz
    double error = 0;
    double energy = 0;
    for (int i = 200; i < 3200; i++) {
      error += Math.pow(heard[i] - smooth[i - 32], 2);
      energy += Math.pow(smooth[i - 32], 2);
    }
    assertThat(Math.sqrt(error / energy)).isLessThan(0.25);
  }

  @Test
  void aSumIsResampledAsItsPartsAre() {
    Resampler of = new Resampler(48_000, 16_000);
    Resampler first = new Resampler(48_000, 16_000);
    Resampler second = new Resampler(48_000, 16_000);
    Random random = new Random(11);
    int[] sum = new int[960];
    int[] a = new int[320];
    short[] x = new short[960];
    short[] y = new short[960];
    int[] b = new int[320];
    int[] c = new int[320];
    for (int frame = 0; frame < 10; frame++) {
      for (int i = 0; i < 960; i++) {
        x[i] = (short) random.nextInt();
        y[i] = (short) random.nextInt();
        sum[i] = x[i] + y[i];
      }

      of.resample(sum, 960, a);
      first.resample(x, 960, b);
      second.resample(y, 960, c);

      for (int i = 0; i < 320; i++) {
        assertThat(Math.abs(a[i] - b[i] - c[i])).isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void sixteenBitsAreClippedAndNotWrapped() {
    Resampler resampler = new Resampler(8000, 16_000);
    short[] in = new short[160];
    short[] out = new short[320];
    for (int i = 0; i < in.length; i++) {
      in[i] = i / 40 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
    }

    resampler.resample(in, 160, out);
    resampler.resample(in, 160, out);

    for (int i = 60; i < 80; i++) {
      assertThat(out[i - 2]).as("at " + i).isGreaterThan((short) 20_000);
    }
  }

  @Test
  void aResetForgetsTheStream() {
    Resampler resampler = new Resampler(16_000, 48_000);
    short[] loud = new short[320];
    java.util.Arrays.fill(loud, (short) 9000);
    short[] out = new short[960];
    resampler.resample(loud, 320, out);

    resampler.reset();
    resampler.resample(new short[320], 320, out);

    assertThat(out).containsOnly((short) 0);
  }

  @Test
  void ratesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> new Resampler(44_100, 48_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sample rate: 44100 (expected: a multiple of 8000 up to 48000)");
  }
}
