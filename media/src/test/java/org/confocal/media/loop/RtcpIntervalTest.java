package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RtcpIntervalTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void reportsComeAtRandomTimesWithTheIntervalAsTheirMean() {
    RtcpInterval interval = new RtcpInterval(5 * SECOND, new SplittableRandom(1));
    interval.bandwidth(80_000);
    long first = interval.nextNs();
    long sum = 0;
    long shortest = Long.MAX_VALUE;
    long longest = 0;

    for (int i = 0; i < 1000; i++) {
      long next = interval.nextNs();
      sum += next;
      shortest = Math.min(shortest, next);
      longest = Math.max(longest, next);
    }

    assertThat(first).isBetween(SECOND, 3_200_000_000L);
    assertThat(sum / 1000.0 / 1e9).isBetween(3.9, 4.3); // 5 s / (e - 1.5)
    assertThat(shortest / 1e9).isBetween(2.05, 2.2);
    assertThat(longest / 1e9).isBetween(6.0, 6.16);
  }

  @Test
  void reportsThatWouldTakeTooMuchOfTheBandwidthComeLessOften() {
    RtcpInterval interval = new RtcpInterval(SECOND / 2, new SplittableRandom(1));
    interval.bandwidth(22_000);
    for (int i = 0; i < 200; i++) {
      interval.onReport(100);
    }

    double share = 2 * 128 * 8 / (interval.meanNs() / 1e9) / 22_000;

    assertThat(share).isBetween(0.049, 0.051);
  }

  @Test
  void withoutKnownBandwidthTheSettingCounts() {
    RtcpInterval interval = new RtcpInterval(SECOND, new SplittableRandom(1));

    assertThat(interval.meanNs()).isEqualTo(SECOND);
  }
}
