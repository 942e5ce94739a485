package org.confocal.media.mix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LimiterTest {

  private static final int RATE = 8000;
  private static final int FRAME = 160;

  /** Two talkers at full scale for two seconds. */
  private static int[] talkers(double hz, double otherHz) {
    int[] sum = new int[2 * RATE];
    for (int i = 0; i < sum.length; i++) {
      sum[i] =
          (int) Math.round(32767 * Math.sin(2 * Math.PI * hz * i / RATE))
              + (int) Math.round(32767 * Math.sin(2 * Math.PI * otherHz * i / RATE));
    }
    return sum;
  }

  private static short[] limited(int[] sum) {
    Limiter limiter = new Limiter();
    short[] out = new short[sum.length];
    short[] frame = new short[FRAME];
    for (int at = 0; at < sum.length; at += FRAME) {
      int[] piece = Arrays.copyOfRange(sum, at, at + FRAME);
      limiter.take(piece);
      limiter.write(piece, frame);
      System.arraycopy(frame, 0, out, at, FRAME);
    }
    return out;
  }

  private static short[] softened(int[] sum) {
    short[] out = new short[sum.length];
    AudioMixer.saturate(sum, out);
    return out;
  }

  /** What is not one of the tones in the second second, in dB below them. */
  private static double distortionDb(short[] heard, double... tones) {
    double energy = 0;
    double wanted = 0;
    for (int i = RATE; i < 2 * RATE; i++) {
      energy += (double) heard[i] * heard[i];
    }
    for (double hz : tones) {
      double c = 0;
      double s = 0;
      for (int i = RATE; i < 2 * RATE; i++) {
        c += heard[i] * Math.cos(2 * Math.PI * hz * i / RATE);
        s += heard[i] * Math.sin(2 * Math.PI * hz * i / RATE);
      }
      wanted += 2 * (c * c + s * s) / RATE;
    }
    return 10 * Math.log10((energy - wanted) / wanted);
  }

  @Test
  void twoTalkersAtFullScaleAreHardlyDistorted() {
    assertThat(distortionDb(limited(talkers(400, 400)), 400)).as("in step").isLessThan(-70);
    assertThat(distortionDb(limited(talkers(400, 1100)), 400, 1100)).as("apart").isLessThan(-70);
  }

  /** The gain follows their beats: that makes them a little less deep, and no new tones. */
  @Test
  void twoTalkersWhoBeatAreNotDistortedEither() {
    double[] around = new double[60];
    Arrays.setAll(around, i -> 372 + i);

    assertThat(distortionDb(limited(talkers(400, 403)), around)).isLessThan(-30);
    assertThat(distortionDb(softened(talkers(400, 403)), around)).isGreaterThan(-20);
  }

  @Test
  void theCeilingAloneWouldDistortThem() {
    assertThat(distortionDb(softened(talkers(400, 400)), 400)).isBetween(-15.0, -10.0);
    assertThat(distortionDb(softened(talkers(400, 1100)), 400, 1100)).isBetween(-16.0, -10.0);
  }

  @Test
  void quietSumsStayAsTheyAre() {
    long seed = 4;
    Random random = new Random(seed);
    int[] sum = new int[10 * FRAME];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = random.nextInt(2 * AudioMixer.THRESHOLD + 1) - AudioMixer.THRESHOLD;
    }

    short[] out = limited(sum);

    for (int i = 0; i < sum.length; i++) {
      assertThat((int) out[i]).as("seed " + seed).isEqualTo(sum[i]);
    }
  }

  @Test
  void afterALoudMomentItComesBackWithinHalfASecondWithoutAStep() {
    int[] sum = new int[2 * RATE];
    Arrays.fill(sum, 0, RATE / 2, 100_000);
    Arrays.fill(sum, RATE / 2, sum.length, 10_000);

    short[] out = limited(sum);

    for (int i = RATE / 2 + 1; i < sum.length; i++) {
      assertThat(out[i] - out[i - 1]).isBetween(-1, 30);
    }
    assertThat(out[RATE / 2]).isLessThan((short) 3000);
    assertThat(out[RATE]).isEqualTo((short) 10_000);
  }

  @Test
  void anySumFitsInto16BitsAndKeepsItsSign() {
    long seed = 9;
    Random random = new Random(seed);
    int[] sum = new int[200 * FRAME];
    for (int i = 0; i < sum.length; i++) {
      int loudest = i / FRAME % 3 == 0 ? 2_000_000 : 30_000;
      sum[i] = random.nextInt(2 * loudest) - loudest;
    }

    short[] out = limited(sum);

    for (int i = 0; i < sum.length; i++) {
      assertThat((long) out[i] * sum[i]).as("seed " + seed).isGreaterThanOrEqualTo(0);
      assertThat((int) out[i]).isBetween(-32_766, 32_766);
    }
  }
}
