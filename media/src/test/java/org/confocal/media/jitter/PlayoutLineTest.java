package org.confocal.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlayoutLineTest {

  private static final long MS = 1_000_000L;

  private final PlayoutLine line = new PlayoutLine();

  PlayoutLineTest() {
    line.clock(8000);
    line.tick(0);
    line.ticked();
  }

  @Test
  void timestampsHaveNoWrap() {
    line.position = (1L << 32) - 100;

    assertThat(line.extend(60)).isEqualTo((1L << 32) + 60);
    assertThat(line.extend(-200)).isEqualTo((1L << 32) - 200);
  }

  @Test
  void aPacketWaitsAsLongAsIsWishedAndLessThanAGrainMore() {
    for (int offsetMs = 0; offsetMs < 20; offsetMs++) {
      line.lay(5000, 30 * MS, 20 * MS, 0, offsetMs * MS);

      long lead = line.leadNs(5000, 0, offsetMs * MS);
      assertThat(lead).isBetween(30 * MS, 50 * MS - 1);
      assertThat((5000 - line.position) % 160).isZero();
    }
  }

  @Test
  void whatIsHeldDelaysWhatComes() {
    line.lay(5000, 30 * MS, 20 * MS, 10 * MS, 0);

    assertThat(line.leadNs(5000, 10 * MS, 0)).isEqualTo(40 * MS);
    assertThat(line.position).isEqualTo(5000 - 80);
  }

  @Test
  void leftOutTicksAreCounted() {
    assertThat(line.tick(20 * MS)).isZero();
    line.ticked();
    assertThat(line.tick(100 * MS)).isEqualTo(3);
  }
}
