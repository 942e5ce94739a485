package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.confocal.engine.mcu.McuType;
import org.junit.jupiter.api.Test;

class McuRestartsTest {
  private static final McuType AUDIO = McuType.AUDIO_VIDEO;
  private final McuRestarts restarts =
      new McuRestarts(Duration.ofSeconds(1), digits -> "8" + "0".repeat(digits - 1));
  private Instant now = Instant.EPOCH;

  private long ends() {
    Duration pause = restarts.ended(AUDIO, now);
    now = now.plus(pause);
    return pause.toMillis();
  }

  @Test
  void thePauseGrowsFromNothingToTenfoldWithJitter() {
    assertThat(new long[] {ends(), ends(), ends(), ends(), ends(), ends(), ends()})
        .containsExactly(0, 1150, 2300, 4600, 9200, 11_500, 11_500);
  }

  @Test
  void whatHasLivedLongEnoughIsMadeAnewAtOnce() {
    ends();
    ends();
    now = now.plusSeconds(20);

    assertThat(ends()).isZero();
  }

  @Test
  void eachTypeHasItsOwnPause() {
    ends();
    ends();

    assertThat(restarts.ended(McuType.CHAT, now)).isZero();
  }
}
