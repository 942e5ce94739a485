package org.confocal.media.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortPoolTest {

  private final PortPool pool = new PortPool(20_000, 20_007, 5_000, 0);

  @Test
  void pairsAreHandedOutOnceEach() {
    assertThat(pool.take(0)).isEqualTo(20_000);
    assertThat(pool.take(0)).isEqualTo(20_002);
    assertThat(pool.take(0)).isEqualTo(20_004);
    assertThat(pool.take(0)).isEqualTo(20_006);
    assertThat(pool.take(0)).isEqualTo(PortPool.NONE);
  }

  @Test
  void aReleasedPairWaitsOutItsQuarantineAndItsTurn() {
    pool.take(0);
    pool.release(20_000, 100);

    assertThat(pool.take(200)).isEqualTo(20_002);
    assertThat(pool.take(200)).isEqualTo(20_004);
    assertThat(pool.take(200)).isEqualTo(20_006);
    assertThat(pool.take(5_099)).isEqualTo(PortPool.NONE);
    assertThat(pool.take(5_100)).isEqualTo(20_000);
  }

  @Test
  void aPreferredPairIsTakenOnlyWhenItIsFreeAndInTheRange() {
    assertThat(pool.take(20_004, 0)).isTrue();
    assertThat(pool.take(20_004, 0)).isFalse();
    assertThat(pool.take(20_008, 0)).isFalse();
    assertThat(pool.take(19_998, 0)).isFalse();
    pool.release(20_004, 0);
    assertThat(pool.take(20_004, 4_999)).isFalse();
    assertThat(pool.take(20_004, 5_000)).isTrue();
  }
}
